package dev.k2.exchange.binance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.Account;
import dev.k2.exchange.Answer;
import dev.k2.exchange.Cancellation;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Lookup;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderRef;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.OrderTerms;
import dev.k2.exchange.Placement;
import dev.k2.exchange.net.HmacSigner;
import dev.k2.exchange.net.ScriptedHttpServer.Reply;
import dev.k2.exchange.net.ScriptedHttpServer.Request;
import dev.k2.exchange.net.SettableClock;
import dev.k2.model.Balance;
import dev.k2.model.ClientOrderId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.Instrument;
import dev.k2.model.OrderStatus;
import dev.k2.model.OrderType;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinanceOrdersTest {
    private static final String ORDER = "/api/v3/order";
    private static final ClientOrderId OUR_ID = new ClientOrderId("k2abc123");

    private TestBinance binance = start();
    private Account account = binance.exchange().account(TestBinance.CREDENTIALS);
    private Instrument btc = binance.instrument("BTC-USDT");

    private static TestBinance start() {
        try {
            return new TestBinance(1);
        } catch (IOException failed) {
            throw new IllegalStateException("no port is free", failed);
        }
    }

    @BeforeEach
    void acceptOrders() {
        binance.on(
                "POST " + ORDER, request -> Reply.json(order("NEW", "0.00000000", "0.00000000")));
    }

    @AfterEach
    void close() throws IOException {
        binance.close();
    }

    @Test
    void placesALimitOrderOnceAndSigned() {
        Placement placement = account.orders().place(limit(TimeInForce.GTC));

        assertThat(placement).isInstanceOf(Placement.Accepted.class);
        var accepted = (Placement.Accepted) placement;
        assertThat(accepted.id()).isEqualTo(new ExchangeOrderId("28"));
        assertThat(accepted.report().orElseThrow().status()).isEqualTo(OrderStatus.OPEN);
        assertThat(accepted.report().orElseThrow().clientOrderId()).contains(OUR_ID);
        Request request = only("POST");
        assertThat(request.query()).isEmpty();
        assertThat(request.headers()).containsEntry("x-mbx-apikey", "key");
        assertThat(request.body())
                .startsWith(
                        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.5"
                            + "&price=64950.12&newClientOrderId=k2abc123&newOrderRespType=RESULT"
                            + "&recvWindow=5000&timestamp=");
        int end = request.body().indexOf("&signature=");
        assertThat(request.body().substring(end + "&signature=".length()))
                .isEqualTo(new HmacSigner("secret").sign(request.body().substring(0, end)));
    }

    @ParameterizedTest
    @CsvSource({
        "LIMIT, IOC, true, false, LIMIT, timeInForce=IOC",
        "LIMIT, FOK, true, false, LIMIT, timeInForce=FOK",
        "LIMIT, POST_ONLY, true, false, LIMIT_MAKER, price=1",
        "MARKET, GTC, false, false, MARKET, quantity=2",
        "STOP, GTC, false, true, STOP_LOSS, stopPrice=3",
        "STOP_LIMIT, GTC, true, true, STOP_LOSS_LIMIT, stopPrice=3",
        "TAKE_PROFIT, GTC, false, true, TAKE_PROFIT, stopPrice=3",
        "TAKE_PROFIT_LIMIT, GTC, true, true, TAKE_PROFIT_LIMIT, timeInForce=GTC"
    })
    void namesEachTypeInBinancesWords(
            OrderType type,
            TimeInForce time,
            boolean priced,
            boolean triggered,
            String word,
            String parameter) {
        var order =
                new NewOrder(
                        btc,
                        OUR_ID,
                        Side.SELL,
                        type,
                        time,
                        new BigDecimal("2"),
                        priced ? Optional.of(BigDecimal.ONE) : Optional.empty(),
                        triggered ? Optional.of(new BigDecimal("3.00")) : Optional.empty(),
                        OrderTerms.PLAIN);

        account.orders().place(order);

        String body = only("POST").body();
        assertThat(body).contains("side=SELL&type=" + word + "&").contains(parameter);
        assertThat(body.contains("timeInForce")).isEqualTo(priced && !word.equals("LIMIT_MAKER"));
    }

    @Test
    void sendsNothingThatBinanceDoesNotHave() {
        Placement placement = account.orders().place(limit(TimeInForce.GTD));

        assertThat(((Placement.Rejected) placement).reason().category())
                .isEqualTo(ErrorCategory.VALIDATION);
        assertThat(binance.requests("POST", ORDER)).isEmpty();
    }

    @Test
    void sendsNothingThatBreaksTheInstrumentsRules() {
        var offStep =
                new NewOrder(
                        btc,
                        OUR_ID,
                        Side.BUY,
                        OrderType.LIMIT,
                        TimeInForce.GTC,
                        new BigDecimal("0.500001"),
                        Optional.of(new BigDecimal("64950.12")),
                        Optional.empty(),
                        OrderTerms.PLAIN);

        Placement placement = account.orders().place(offStep);

        ExchangeError reason = ((Placement.Rejected) placement).reason();
        assertThat(reason.category()).isEqualTo(ErrorCategory.VALIDATION);
        assertThat(reason.details())
                .containsEntry("field", "quantity")
                .containsEntry("nearest", "0.5");
        assertThat(binance.requests("POST", ORDER)).isEmpty();
    }

    @Test
    void saysUnknownWhenTheAnswerIsLostAndSendsNoSecond() {
        binance.on("POST " + ORDER, request -> new Reply.Drop());

        Placement placement = account.orders().place(limit(TimeInForce.GTC));

        assertUnknown(placement);
    }

    @Test
    void saysUnknownWhenNoAnswerComesInTimeAndSendsNoSecond() {
        binance.on("POST " + ORDER, request -> new Reply.Hang());

        Placement placement = account.orders().place(limit(TimeInForce.GTC));

        assertUnknown(placement);
    }

    @ParameterizedTest
    @CsvSource({
        "500, ''",
        "502, <html>bad gateway</html>",
        "503, '{\"code\":-1008,\"msg\":\"Server is currently overloaded\"}'",
        "504, ''",
        "400, '{\"code\":-1000,\"msg\":\"An unknown error occurred\"}'",
        "400, '{\"code\":-1001,\"msg\":\"Internal error\"}'",
        "400, '{\"code\":-1006,\"msg\":\"An unexpected response was received\"}'",
        "400, '{\"code\":-1007,\"msg\":\"Timeout waiting for response from backend server\"}'",
        "408, ''",
        "400, not json",
        "200, not json",
        "200, '{\"symbol\":\"BTCUSDT\"}'"
    })
    void saysUnknownWhenItIsNotClearWhetherTheOrderIsLive(int status, String body) {
        binance.on("POST " + ORDER, request -> Reply.status(status, body));

        Placement placement = account.orders().place(limit(TimeInForce.GTC));

        assertUnknown(placement);
    }

    @Test
    void saysUnknownWhenAnAcceptedOrderHasAStatusThatIsNotKnown() {
        binance.on("POST " + ORDER, request -> Reply.json(order("LEVITATING", "0", "0")));

        Placement placement = account.orders().place(limit(TimeInForce.GTC));

        assertUnknown(placement);
        assertThat(((Placement.Unknown) placement).cause().message()).contains("LEVITATING");
    }

    @ParameterizedTest
    @CsvSource({
        "-2010, Account has insufficient balance for requested action., INSUFFICIENT_FUNDS",
        "-2010, Order would immediately match and take., VALIDATION",
        "-2010, Duplicate order sent., DUPLICATE_ORDER",
        "-2010, Market is closed., MARKET_STATUS",
        "-1013, Filter failure: LOT_SIZE, VALIDATION",
        "-1015, Too many new orders., RATE_LIMIT",
        "-1022, Signature for this request is not valid., AUTHENTICATION",
        "-2015, 'Invalid API-key, IP, or permissions for action.', AUTHENTICATION",
        "-1121, Invalid symbol., VALIDATION",
        "-9999, Something new., EXCHANGE_ERROR"
    })
    void saysRejectedWhenBinanceSaysNo(int code, String message, ErrorCategory category) {
        binance.on(
                "POST " + ORDER,
                request ->
                        Reply.status(400, "{\"code\":" + code + ",\"msg\":\"" + message + "\"}"));

        Placement placement = account.orders().place(limit(TimeInForce.GTC));

        ExchangeError reason = ((Placement.Rejected) placement).reason();
        assertThat(reason.category()).isEqualTo(category);
        assertThat(reason.details())
                .containsEntry("code", Integer.toString(code))
                .containsEntry("exchange_message", message);
        assertThat(binance.requests("POST", ORDER)).hasSize(1);
    }

    @Test
    void isSilentAfterA429UntilTheTimeThatItNames() {
        binance.on(
                "POST " + ORDER,
                request ->
                        new Reply.Answer(
                                429,
                                Map.of("Retry-After", "30"),
                                "{\"code\":-1003,\"msg\":\"Too much request weight used\"}"));

        Placement first = account.orders().place(limit(TimeInForce.GTC));
        Placement second = account.orders().place(limit(TimeInForce.GTC));
        Lookup lookup = account.orders().find(reference(Optional.empty()));

        ExchangeError reason = ((Placement.Rejected) first).reason();
        assertThat(reason.category()).isEqualTo(ErrorCategory.RATE_LIMIT);
        assertThat(reason.retryable()).isTrue();
        Instant until = Instant.parse(reason.details().getOrDefault("until", ""));
        assertThat(binance.exchange().limits().silentUntil()).contains(until);
        assertThat(((Placement.Rejected) second).reason().details())
                .containsEntry("until", until.toString());
        assertThat(((Lookup.Failed) lookup).error().category()).isEqualTo(ErrorCategory.RATE_LIMIT);
        assertThat(binance.requests("POST", ORDER)).hasSize(1);
        assertThat(binance.requests("GET", ORDER)).isEmpty();
    }

    @Test
    void isSilentWhenASilenceWasKeptFromAnEarlierRun() {
        Instant until = Instant.now().plusSeconds(600);
        binance.exchange().limits().silence().keepUntil(until);

        Placement placement = account.orders().place(limit(TimeInForce.GTC));

        assertThat(((Placement.Rejected) placement).reason().details())
                .containsEntry("until", until.toString());
        assertThat(binance.requests("POST", ORDER)).isEmpty();
    }

    @Test
    void readsTheBudgetFromTheHeaders() {
        binance.on(
                "POST " + ORDER,
                request ->
                        new Reply.Answer(
                                200,
                                Map.of("X-MBX-USED-WEIGHT-1M", "5000"),
                                order("NEW", "0", "0")));

        account.orders().place(limit(TimeInForce.GTC));

        assertThat(binance.exchange().limits().weightLeft()).isBetween(990L, 1_000L);
    }

    @Test
    void sendsNoOrderBeyondTheOrderCount() {
        binance.on(
                "POST " + ORDER,
                request ->
                        new Reply.Answer(
                                200,
                                Map.of("X-MBX-ORDER-COUNT-10S", "80"),
                                order("NEW", "0", "0")));
        account.orders().place(limit(TimeInForce.GTC));

        Placement second = account.orders().place(limit(TimeInForce.GTC));

        // The window may just have ended between the two.
        if (binance.requests("POST", ORDER).size() == 1) {
            assertThat(((Placement.Rejected) second).reason().category())
                    .isEqualTo(ErrorCategory.RATE_LIMIT);
        }
    }

    @Test
    void cancelsByTheExchangesIdWhereItIsKnown() {
        binance.on(
                "DELETE " + ORDER,
                request -> Reply.json(order("CANCELED", "0.20000000", "12990.02400000")));

        Cancellation cancellation =
                account.orders().cancel(reference(Optional.of(new ExchangeOrderId("28"))));

        OrderReport report = ((Cancellation.Acknowledged) cancellation).report().orElseThrow();
        assertThat(report.status()).isEqualTo(OrderStatus.CANCELLED);
        assertThat(report.filledQuantity()).isEqualByComparingTo("0.2");
        assertThat(report.averagePrice().orElseThrow()).isEqualByComparingTo("64950.12");
        assertThat(report.clientOrderId()).contains(OUR_ID);
        Request request = binance.requests("DELETE", ORDER).getFirst();
        assertThat(request.body()).isEmpty();
        assertThat(request.query()).startsWith("symbol=BTCUSDT&orderId=28&");
    }

    @Test
    void findsAndCancelsAnOrderOfElsewhereByTheExchangesIdAlone() {
        String foreign = order("NEW", "0", "0").replace(OUR_ID.text(), "web_7f-1");
        binance.on("GET " + ORDER, request -> Reply.json(foreign));
        binance.on("DELETE " + ORDER, request -> Reply.json(foreign.replace("NEW", "CANCELED")));
        OrderRef elsewhere = OrderRef.of(btc, new ExchangeOrderId("28"));

        Lookup found = account.orders().find(elsewhere);
        Cancellation cancellation = account.orders().cancel(elsewhere);

        assertThat(((Lookup.Found) found).report().clientOrderId()).isEmpty();
        assertThat(cancellation).isInstanceOf(Cancellation.Acknowledged.class);
        for (String method : List.of("GET", "DELETE")) {
            assertThat(binance.requests(method, ORDER).getFirst().query())
                    .startsWith("symbol=BTCUSDT&orderId=28&")
                    .doesNotContain("origClientOrderId");
        }
    }

    @Test
    void sendsACancelAgainUntilItIsAnswered() {
        var asked = new ArrayList<Request>();
        binance.on(
                "DELETE " + ORDER,
                request -> {
                    asked.add(request);
                    return asked.size() < 3
                            ? new Reply.Drop()
                            : Reply.status(400, "{\"code\":-2011,\"msg\":\"Unknown order sent.\"}");
                });

        Cancellation cancellation = account.orders().cancel(reference(Optional.empty()));

        assertThat(((Cancellation.Refused) cancellation).reason().category())
                .isEqualTo(ErrorCategory.ORDER_NOT_FOUND);
        assertThat(asked).hasSize(3);
        assertThat(asked.getFirst().query()).contains("origClientOrderId=k2abc123");
    }

    @Test
    void doesNotKnowWhatBecameOfACancelWithoutAnAnswer() {
        binance.on("DELETE " + ORDER, request -> Reply.status(503, ""));

        assertThat(account.orders().cancel(reference(Optional.empty())))
                .isInstanceOf(Cancellation.Unknown.class);
    }

    @Test
    void findsAnOrderByOurId() {
        binance.on("GET " + ORDER, request -> Reply.json(queried("PARTIALLY_FILLED", "k2abc123")));

        Lookup lookup = account.orders().find(reference(Optional.empty()));

        OrderReport report = ((Lookup.Found) lookup).report();
        assertThat(report.status()).isEqualTo(OrderStatus.PARTIAL);
        assertThat(report.clientOrderId()).contains(OUR_ID);
        assertThat(report.updatedAt()).isEqualTo(Instant.ofEpochMilli(1_700_000_000_123L));
    }

    @Test
    void saysAbsentOnlyWhenBinanceSaysThatThereIsNoSuchOrder() {
        binance.on(
                "GET " + ORDER,
                request -> Reply.status(400, "{\"code\":-2013,\"msg\":\"Order does not exist.\"}"));
        assertThat(account.orders().find(reference(Optional.empty())))
                .isInstanceOf(Lookup.Absent.class);

        binance.on("GET " + ORDER, request -> Reply.status(404, ""));
        assertThat(account.orders().find(reference(Optional.empty())))
                .isInstanceOf(Lookup.Failed.class);

        binance.on("GET " + ORDER, request -> Reply.status(500, "{\"code\":-1000,\"msg\":\"x\"}"));
        assertThat(account.orders().find(reference(Optional.empty())))
                .isInstanceOf(Lookup.Failed.class);
    }

    @Test
    void stopsAtAnOrderStatusThatIsNotKnown() {
        binance.on("GET " + ORDER, request -> Reply.json(queried("LEVITATING", "k2abc123")));
        assertThat(account.orders().find(reference(Optional.empty())))
                .isInstanceOf(Lookup.Failed.class);

        binance.on(
                "GET /api/v3/openOrders",
                request -> Reply.json("[" + queried("LEVITATING", "k2abc123") + "]"));
        assertThat(account.orders().open(Optional.empty())).isInstanceOf(Answer.Failed.class);
    }

    @Test
    void listsOpenOrdersOfAllInstruments() {
        binance.on(
                "GET /api/v3/openOrders",
                request ->
                        Reply.json(
                                "["
                                        + queried("NEW", "k2abc123")
                                        + ","
                                        + queried("NEW", "web_9f-1").replace("BTCUSDT", "币安USDT")
                                        + "]"));

        List<OrderReport> open = account.orders().open(Optional.empty()).orThrow();

        assertThat(open)
                .extracting(report -> report.instrument().text())
                .containsExactly("BTC-USDT", "币安-USDT");
        assertThat(open.getFirst().clientOrderId()).contains(OUR_ID);
        assertThat(open.getLast().clientOrderId()).isEmpty();
    }

    @Test
    void neverTakesAFailureForAnEmptyList() {
        binance.on("GET /api/v3/openOrders", request -> Reply.status(500, "[]"));
        binance.on("GET /api/v3/myTrades", request -> Reply.status(500, "[]"));

        assertThat(account.orders().open(Optional.of(btc))).isInstanceOf(Answer.Failed.class);
        assertThat(account.orders().fills(btc, Instant.now())).isInstanceOf(Answer.Failed.class);
    }

    @Test
    void readsAllPagesOfFills() {
        Instant since = Instant.now().minus(Duration.ofHours(50));
        long secondDay = since.plus(Duration.ofHours(24)).toEpochMilli();
        binance.on(
                "GET /api/v3/myTrades",
                request -> {
                    String query = request.query();
                    if (query.contains("startTime=" + secondDay)) {
                        return Reply.json(trades(1, 1_000, secondDay));
                    }
                    if (query.contains("fromId=1001")) {
                        return Reply.json(trades(1_001, 1_000, secondDay));
                    }
                    if (query.contains("fromId=2001")) {
                        return Reply.json(trades(2_001, 7, secondDay));
                    }
                    return Reply.json("[]");
                });

        List<Fill> fills = account.orders().fills(btc, since).orThrow();

        assertThat(fills).hasSize(2_007);
        assertThat(fills.stream().map(fill -> fill.trade().text()).distinct()).hasSize(2_007);
        assertThat(fills.getFirst().fee()).isEqualByComparingTo("0.00000001");
        assertThat(binance.requests("GET", "/api/v3/myTrades")).hasSize(4);
    }

    @Test
    void readsLongHistoriesById() {
        binance.on(
                "GET /api/v3/myTrades",
                request ->
                        request.query().contains("fromId=0&")
                                ? Reply.json(trades(1, 5, 1_700_000_000_000L))
                                : Reply.status(400, "{\"code\":-1127,\"msg\":\"window\"}"));

        List<Fill> fills = account.orders().fills(btc, Instant.EPOCH).orThrow();

        assertThat(fills).hasSize(5);
    }

    @Test
    void readsAllPagesOfTheHistoryAndNothingBeyondTheRange() {
        Instant from = Instant.parse("2026-11-18T00:00:00Z");
        Instant to = from.plus(Duration.ofHours(60));
        long second = from.plus(Duration.ofHours(24)).toEpochMilli();
        binance.on(
                "GET /api/v3/allOrders",
                request -> {
                    String query = request.query();
                    if (query.contains("startTime=" + second)) {
                        return Reply.json(orders(1, 1_000, second));
                    }
                    if (query.contains("orderId=1001&")) {
                        return Reply.json(orders(1_001, 1_000, second));
                    }
                    if (query.contains("orderId=2001&")) {
                        // The last of these was placed after the range.
                        return Reply.json(orders(2_001, 4, to.toEpochMilli() - 2_004));
                    }
                    return Reply.json("[]");
                });

        List<OrderReport> history = account.orders().history(btc, from, to).orThrow();

        assertThat(history).hasSize(2_003);
        assertThat(history.stream().map(OrderReport::id).distinct()).hasSize(2_003);
        assertThat(history).allMatch(order -> order.status() == OrderStatus.FILLED);
        assertThat(binance.requests("GET", "/api/v3/allOrders")).hasSize(4);
    }

    @Test
    void asksForNoWindowLongerThanADay() {
        binance.on("GET /api/v3/allOrders", request -> Reply.json("[]"));
        Instant to = Instant.parse("2026-11-21T12:00:00Z");

        List<OrderReport> history =
                account.orders().history(btc, to.minus(Duration.ofHours(30)), to).orThrow();

        assertThat(history).isEmpty();
        assertThat(binance.requests("GET", "/api/v3/allOrders"))
                .hasSize(2)
                .last()
                .satisfies(
                        last ->
                                assertThat(last.query())
                                        .contains("endTime=" + (to.toEpochMilli() - 1) + "&"));
    }

    @Test
    void cancelsEverythingOfAnInstrumentAndNamesIt() {
        binance.on(
                "DELETE /api/v3/openOrders",
                request ->
                        Reply.json(
                                "["
                                        + order("CANCELED", "0", "0")
                                        + ",{\"orderListId\":7,\"contingencyType\":\"OCO\","
                                        + "\"listClientOrderId\":\"x\",\"symbol\":\"BTCUSDT\","
                                        + "\"orders\":[{\"symbol\":\"BTCUSDT\",\"orderId\":30,"
                                        + "\"clientOrderId\":\"a\"},{\"symbol\":\"BTCUSDT\","
                                        + "\"orderId\":31,\"clientOrderId\":\"b\"}]}]"));

        assertThat(account.orders().cancelAll(btc).orThrow())
                .extracting(ExchangeOrderId::text)
                .containsExactly("28", "30", "31");
    }

    @Test
    void hasCancelledNothingWhereNothingIsOpen() {
        binance.on(
                "DELETE /api/v3/openOrders",
                request -> Reply.status(400, "{\"code\":-2011,\"msg\":\"Unknown order sent.\"}"));

        assertThat(account.orders().cancelAll(btc).orThrow()).isEmpty();

        binance.on("DELETE /api/v3/openOrders", request -> Reply.status(500, ""));
        assertThat(account.orders().cancelAll(btc)).isInstanceOf(Answer.Failed.class);
    }

    @Test
    void readsTheFillsOfOneOrder() {
        binance.on(
                "GET /api/v3/myTrades",
                request ->
                        request.query().contains("orderId=28&")
                                ? Reply.json(trades(1, 2, 1_700_000_000_000L))
                                : Reply.json("[]"));

        List<Fill> fills = account.orders().fillsOf(btc, new ExchangeOrderId("28")).orThrow();

        assertThat(fills).hasSize(2);
    }

    @Test
    void readsBalancesAndFees() {
        binance.on(
                "GET /api/v3/account",
                request ->
                        Reply.json(
                                "{\"canTrade\":true,\"balances\":[{\"asset\":\"BTC\",\"free\":\"1.5\","
                                    + "\"locked\":\"0.5\"},{\"asset\":\"X\",\"free\":\"0.0\",\"locked\":\"0\"}]}"));
        binance.on(
                "GET /api/v3/account/commission",
                request ->
                        Reply.json(
                                "{\"symbol\":\"BTCUSDT\",\"standardCommission\":{\"maker\":\"0.001\","
                                    + "\"taker\":\"0.002\",\"buyer\":\"0\",\"seller\":\"0\"},"
                                    + "\"taxCommission\":{\"maker\":\"0.0001\",\"taker\":\"0.0002\","
                                    + "\"buyer\":\"0\",\"seller\":\"0\"},\"discount\":{}}"));

        List<Balance> balances = account.balances().orThrow();

        assertThat(balances)
                .containsExactly(new Balance("BTC", new BigDecimal("1.5"), new BigDecimal("0.5")));
        assertThat(account.fees(btc).orThrow().taker()).isEqualByComparingTo("0.0022");
    }

    @Test
    void signsWithTheExchangesTime() throws IOException {
        var ours = new SettableClock(Instant.parse("2026-11-21T10:00:00Z"));
        var theirs = new SettableClock(Instant.parse("2026-11-21T10:00:00.700Z"));
        try (var other = new TestBinance(1, ours, theirs)) {
            other.on("GET /api/v3/openOrders", request -> Reply.json("[]"));

            other.exchange().account(TestBinance.CREDENTIALS).orders().open(Optional.empty());

            assertThat(other.requests("GET", "/api/v3/openOrders").getFirst().query())
                    .contains("timestamp=" + theirs.instant().toEpochMilli());
            assertThat(other.requests("GET", "/api/v3/time")).hasSize(5);
        }
    }

    @ParameterizedTest
    @CsvSource({"5", "-5"})
    void signsNothingWhenTheClockIsTooFarOff(int seconds) throws IOException {
        var ours = new SettableClock(Instant.parse("2026-11-21T10:00:00Z"));
        var theirs = new SettableClock(ours.instant().plusSeconds(seconds));
        try (var other = new TestBinance(1, ours, theirs)) {
            Account late = other.exchange().account(TestBinance.CREDENTIALS);

            Placement placement =
                    late.orders()
                            .place(
                                    new NewOrder(
                                            other.instrument("BTC-USDT"),
                                            OUR_ID,
                                            Side.BUY,
                                            OrderType.MARKET,
                                            TimeInForce.GTC,
                                            BigDecimal.ONE,
                                            Optional.empty(),
                                            Optional.empty(),
                                            OrderTerms.PLAIN));

            assertThat(((Placement.Rejected) placement).reason().details())
                    .containsEntry("clock_offset_ms", Integer.toString(seconds * 1_000));
            assertThat(other.requests("POST", ORDER)).isEmpty();
        }
    }

    @Test
    void measuresTheClockAnewWhenBinanceSaysThatItIsWrong() {
        var asked = new ArrayList<Request>();
        binance.on(
                "GET " + ORDER,
                request -> {
                    asked.add(request);
                    return asked.size() == 1
                            ? Reply.status(
                                    400, "{\"code\":-1021,\"msg\":\"outside of the recvWindow\"}")
                            : Reply.json(queried("NEW", "k2abc123"));
                });

        Lookup lookup = account.orders().find(reference(Optional.empty()));

        assertThat(lookup).isInstanceOf(Lookup.Found.class);
        assertThat(asked).hasSize(2);
        assertThat(binance.requests("GET", "/api/v3/time")).hasSize(10);
    }

    @Test
    void saysThatNothingWasSentWhereBinanceIsNotThere() throws IOException {
        var gone = new TestBinance(1);
        Account lonely = gone.exchange().account(TestBinance.CREDENTIALS);
        Instrument instrument = gone.instrument("BTC-USDT");
        gone.on("GET /api/v3/openOrders", request -> Reply.json("[]"));
        lonely.orders().open(Optional.empty()).orThrow();
        gone.stopListening();
        // A kept connection that has just died leaves the outcome open; a question clears it away.
        assertThat(gone.exchange().market().time()).isInstanceOf(Answer.Failed.class);

        Placement placement = lonely.orders().place(limit(instrument, TimeInForce.GTC));

        assertThat(((Placement.Rejected) placement).reason().category())
                .isEqualTo(ErrorCategory.NETWORK);
        gone.close();
    }

    private void assertUnknown(Placement placement) {
        assertThat(placement).isInstanceOf(Placement.Unknown.class);
        ExchangeError cause = ((Placement.Unknown) placement).cause();
        assertThat(cause.category()).isEqualTo(ErrorCategory.UNKNOWN_OUTCOME);
        assertThat(cause.retryable()).isFalse();
        assertThat(binance.requests("POST", ORDER)).hasSize(1);
    }

    private Request only(String method) {
        assertThat(binance.requests(method, ORDER)).hasSize(1);
        return binance.requests(method, ORDER).getFirst();
    }

    private NewOrder limit(TimeInForce time) {
        return limit(btc, time);
    }

    private static NewOrder limit(Instrument instrument, TimeInForce time) {
        return new NewOrder(
                instrument,
                OUR_ID,
                Side.BUY,
                OrderType.LIMIT,
                time,
                new BigDecimal("0.50000"),
                Optional.of(new BigDecimal("64950.12")),
                Optional.empty(),
                OrderTerms.PLAIN);
    }

    private OrderRef reference(Optional<ExchangeOrderId> id) {
        return OrderRef.of(btc, OUR_ID, id);
    }

    private static String order(String status, String filled, String quote) {
        return """
        {"symbol":"BTCUSDT","orderId":28,"orderListId":-1,"clientOrderId":"cancel1",
         "origClientOrderId":"k2abc123","transactTime":1700000000123,"price":"64950.12000000",
         "origQty":"0.50000000","executedQty":"%s","cummulativeQuoteQty":"%s",
         "status":"%s","timeInForce":"GTC","type":"LIMIT","side":"BUY"}
        """
                .formatted(filled, quote, status);
    }

    private static String queried(String status, String clientOrderId) {
        return """
        {"symbol":"BTCUSDT","orderId":28,"orderListId":-1,"clientOrderId":"%s",
         "price":"64950.12000000","origQty":"0.50000000","executedQty":"0.00000000",
         "cummulativeQuoteQty":"0.00000000","status":"%s","timeInForce":"GTC","type":"LIMIT",
         "side":"BUY","stopPrice":"0.0","icebergQty":"0.0","time":1700000000000,
         "updateTime":1700000000123,"isWorking":true}
        """
                .formatted(clientOrderId, status);
    }

    private static String orders(int from, int count, long millis) {
        List<String> rows = new ArrayList<>();
        for (int id = from; id < from + count; id++) {
            rows.add(
                    queried("FILLED", "web" + id)
                            .replace("\"orderId\":28", "\"orderId\":" + id)
                            .replace("\"time\":1700000000000", "\"time\":" + (millis + id)));
        }
        return "[" + String.join(",", rows) + "]";
    }

    private static String trades(int from, int count, long millis) {
        List<String> rows = new ArrayList<>();
        for (int id = from; id < from + count; id++) {
            rows.add(
                    """
                    {"symbol":"BTCUSDT","id":%d,"orderId":28,"orderListId":-1,"price":"64950.12",
                     "qty":"0.001","quoteQty":"64.95012","commission":"0.00000001",
                     "commissionAsset":"BNB","time":%d,"isBuyer":true,"isMaker":false,
                     "isBestMatch":true}
                    """
                            .formatted(id, millis + id));
        }
        return "[" + String.join(",", rows) + "]";
    }
}
