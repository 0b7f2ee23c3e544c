package dev.k2.exchange.binance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.Amendment;
import dev.k2.exchange.Answer;
import dev.k2.exchange.Cancellation;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.Lookup;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderChange;
import dev.k2.exchange.OrderEntry;
import dev.k2.exchange.OrderRef;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.OrderTerms;
import dev.k2.exchange.OrderTerms.SelfTrade;
import dev.k2.exchange.OrderTerms.TriggerPrice;
import dev.k2.exchange.Placement;
import dev.k2.exchange.net.ScriptedHttpServer.Reply;
import dev.k2.model.ClientOrderId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.Instrument;
import dev.k2.model.OrderStatus;
import dev.k2.model.OrderType;
import dev.k2.model.PositionSide;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Orders of futures against a scripted host. */
class BinanceFuturesOrdersTest {
    private static final ClientOrderId ID = new ClientOrderId("k2abc");
    private static final String ORDER = "/fapi/v1/order";
    private static final String ALGO = "/fapi/v1/algoOrder";
    private static final String BATCH = "/fapi/v1/batchOrders";

    private final TestFutures futures = new TestFutures(1);
    private final Instrument btc = futures.btc();
    private final OrderEntry orders = futures.account().orders();

    @AfterEach
    void close() {
        futures.close();
    }

    @Test
    void placesALimitOrderWithItsTerms() {
        futures.on("POST " + ORDER, TestFutures.order(7, "k2abc", "NEW", "0"));
        Instant end = Instant.now().plus(Duration.ofHours(1));

        Placement placement =
                orders.place(
                        order(OrderType.LIMIT, TimeInForce.GTD, "60000", null)
                                .terms(
                                        OrderTerms.PLAIN
                                                .reducing()
                                                .until(end)
                                                .onSelfTrade(SelfTrade.EXPIRE_BOTH)));

        assertThat(((Placement.Accepted) placement).id().text()).isEqualTo("7");
        assertThat(sent("POST", ORDER))
                .containsEntry("symbol", "BTCUSDT")
                .containsEntry("side", "BUY")
                .containsEntry("type", "LIMIT")
                .containsEntry("timeInForce", "GTD")
                .containsEntry("quantity", "0.01")
                .containsEntry("price", "60000")
                .containsEntry("reduceOnly", "true")
                .containsEntry("selfTradePreventionMode", "EXPIRE_BOTH")
                .containsEntry("goodTillDate", end.getEpochSecond() + "000")
                .containsEntry("newClientOrderId", "k2abc")
                .containsEntry("newOrderRespType", "RESULT")
                .containsKeys("timestamp", "signature");
    }

    @Test
    void writesPostOnlyAsTheExchangeDoes() {
        futures.on("POST " + ORDER, TestFutures.order(7, "k2abc", "NEW", "0"));

        orders.place(order(OrderType.LIMIT, TimeInForce.POST_ONLY, "60000", null).plain());

        assertThat(sent("POST", ORDER)).containsEntry("timeInForce", "GTX");
    }

    @Test
    void namesThePositionInHedgeMode() {
        futures.on("POST " + ORDER, TestFutures.order(7, "k2abc", "FILLED", "0.010"));

        Placement placement =
                orders.place(
                        order(OrderType.MARKET, TimeInForce.GTC, null, null)
                                .terms(OrderTerms.PLAIN.forPosition(PositionSide.SHORT)));

        assertThat(sent("POST", ORDER))
                .containsEntry("positionSide", "SHORT")
                .containsEntry("type", "MARKET")
                .doesNotContainKeys("timeInForce", "price", "reduceOnly");
        assertThat(((Placement.Accepted) placement).report().orElseThrow().status())
                .isEqualTo(OrderStatus.FILLED);
    }

    @Test
    void sendsOrdersThatWaitToTheirOwnEndpoint() {
        futures.on("POST " + ALGO, TestFutures.algo(99, "k2abc", "NEW", ""));

        Placement placement =
                orders.place(
                        order(OrderType.STOP_LIMIT, TimeInForce.GTC, "60000", "61000")
                                .terms(OrderTerms.PLAIN.triggeredBy(TriggerPrice.MARK)));

        assertThat(((Placement.Accepted) placement).id().text()).isEqualTo("algo-99");
        assertThat(sent("POST", ALGO))
                .containsEntry("algoType", "CONDITIONAL")
                .containsEntry("type", "STOP")
                .containsEntry("triggerPrice", "61000")
                .containsEntry("workingType", "MARK_PRICE")
                .containsEntry("price", "60000")
                .containsEntry("clientAlgoId", "k2abc")
                .doesNotContainKeys("stopPrice", "newClientOrderId");
        assertThat(futures.requests("POST", ORDER)).isEmpty();
    }

    @Test
    void sendsHowFarATrailingStopStaysBehind() {
        futures.on("POST " + ALGO, TestFutures.algo(99, "k2abc", "NEW", ""));

        orders.place(
                order(OrderType.TRAILING_STOP, TimeInForce.GTC, null, "59000")
                        .terms(OrderTerms.PLAIN.trailing(new BigDecimal("1.5"))));

        assertThat(sent("POST", ALGO))
                .containsEntry("type", "TRAILING_STOP_MARKET")
                .containsEntry("activatePrice", "59000")
                .containsEntry("callbackRate", "1.5")
                .doesNotContainKeys("triggerPrice", "timeInForce");
    }

    static Stream<NewOrder> notOffered() {
        Instrument btc = instrument();
        OrderTerms plain = OrderTerms.PLAIN;
        var limit = new Draft(btc, OrderType.LIMIT, TimeInForce.GTC, "60000", null);
        return Stream.of(
                limit.terms(plain.showing(new BigDecimal("0.001"))),
                limit.terms(plain.until(Instant.now().plus(Duration.ofHours(1)))),
                limit.terms(plain.triggeredBy(TriggerPrice.MARK)),
                limit.terms(plain.reducing().forPosition(PositionSide.LONG)),
                new Draft(btc, OrderType.LIMIT, TimeInForce.GTD, "60000", null).plain(),
                new Draft(btc, OrderType.LIMIT, TimeInForce.GTD, "60000", null)
                        .terms(plain.until(Instant.now().plus(Duration.ofMinutes(2)))),
                new Draft(btc, OrderType.MARKET, TimeInForce.FOK, null, null).plain(),
                new Draft(btc, OrderType.MARKET, TimeInForce.POST_ONLY, null, null).plain(),
                new Draft(btc, OrderType.TRAILING_STOP, TimeInForce.GTC, null, null)
                        .terms(plain.trailing(new BigDecimal("11"))),
                new Draft(btc, OrderType.LIMIT, TimeInForce.GTC, "60000.01", null).plain());
    }

    @ParameterizedTest
    @MethodSource("notOffered")
    void refusesBeforeSendingWhatTheExchangeDoesNotHave(NewOrder order) {
        Placement placement = orders.place(order);

        assertThat(((Placement.Rejected) placement).reason().category())
                .isEqualTo(ErrorCategory.VALIDATION);
        assertThat(futures.requests("POST", ORDER)).isEmpty();
        assertThat(futures.requests("POST", ALGO)).isEmpty();
    }

    @Test
    void takesAnUnclearEndForUnknownAndSendsNothingTwice() {
        futures.on("POST " + ORDER, request -> Reply.status(503, ""));
        futures.on("POST " + ALGO, request -> new Reply.Drop());

        Placement limit =
                orders.place(order(OrderType.LIMIT, TimeInForce.GTC, "60000", null).plain());
        Placement stop =
                orders.place(order(OrderType.STOP, TimeInForce.GTC, null, "61000").plain());

        assertThat(limit).isInstanceOf(Placement.Unknown.class);
        assertThat(stop).isInstanceOf(Placement.Unknown.class);
        assertThat(futures.requests("POST", ORDER)).hasSize(1);
        assertThat(futures.requests("POST", ALGO)).hasSize(1);
    }

    @Test
    void findsAnOrderThatWaitsByOurIdAlone() {
        futures.refuses("GET " + ORDER, -2013, "Order does not exist.");
        futures.on("GET " + ALGO, TestFutures.algo(99, "k2abc", "NEW", ""));

        Lookup found = orders.find(ref(Optional.empty()));

        OrderReport report = ((Lookup.Found) found).report();
        assertThat(report.id().text()).isEqualTo("algo-99");
        assertThat(report.status()).isEqualTo(OrderStatus.OPEN);
        assertThat(report.type()).isEqualTo(OrderType.STOP);
    }

    @Test
    void isAbsentOnlyWhereBothKindsAre() {
        futures.refuses("GET " + ORDER, -2013, "Order does not exist.");
        futures.refuses("GET " + ALGO, -2013, "Order does not exist.");

        assertThat(orders.find(ref(Optional.empty()))).isInstanceOf(Lookup.Absent.class);

        futures.on("GET " + ALGO, request -> Reply.status(503, ""));
        assertThat(orders.find(ref(Optional.empty()))).isInstanceOf(Lookup.Failed.class);
    }

    @Test
    void tellsWhatATriggeredOrderBecameUnderItsOwnId() {
        futures.on("GET " + ALGO, TestFutures.algo(99, "k2abc", "TRIGGERED", "4711"));
        futures.on("GET " + ORDER, TestFutures.order(4711, "x9", "PARTIALLY_FILLED", "0.004"));
        futures.on("GET /fapi/v1/userTrades", trades(4711, 1));

        Lookup found = orders.find(ref(Optional.of("algo-99")));
        Answer<List<Fill>> fills = orders.fillsOf(btc, new ExchangeOrderId("algo-99"));

        OrderReport report = ((Lookup.Found) found).report();
        assertThat(report.id().text()).isEqualTo("algo-99");
        assertThat(report.clientOrderId()).contains(ID);
        assertThat(report.status()).isEqualTo(OrderStatus.PARTIAL);
        assertThat(report.type()).isEqualTo(OrderType.STOP);
        assertThat(sent("GET", ORDER)).containsEntry("orderId", "4711");
        assertThat(fills.orThrow())
                .singleElement()
                .satisfies(
                        fill -> {
                            assertThat(fill.order().text()).isEqualTo("algo-99");
                            assertThat(fill.clientOrderId()).contains(ID);
                        });
    }

    @Test
    void cancelsWhatATriggeredOrderBecame() {
        futures.refuses("DELETE " + ALGO, -2011, "Unknown order sent.");
        futures.on("GET " + ALGO, TestFutures.algo(99, "k2abc", "TRIGGERED", "4711"));
        futures.on("DELETE " + ORDER, TestFutures.order(4711, "x9", "CANCELED", "0"));

        Cancellation cancellation = orders.cancel(ref(Optional.of("algo-99")));

        OrderReport report = ((Cancellation.Acknowledged) cancellation).report().orElseThrow();
        assertThat(report.id().text()).isEqualTo("algo-99");
        assertThat(sent("DELETE", ORDER)).containsEntry("orderId", "4711");
    }

    @Test
    void looksForAWaitingOrderToCancelWhereOnlyOurIdIsKnown() {
        futures.refuses("DELETE " + ORDER, -2011, "Unknown order sent.");
        futures.on("DELETE " + ALGO, "{\"algoId\":99,\"clientAlgoId\":\"k2abc\",\"code\":\"200\"}");

        Cancellation cancellation = orders.cancel(ref(Optional.empty()));

        assertThat(cancellation).isInstanceOf(Cancellation.Acknowledged.class);
        assertThat(sent("DELETE", ALGO)).containsEntry("clientAlgoId", "k2abc");
    }

    @Test
    void refusesACancelOfWhatNeitherKindKnows() {
        futures.refuses("DELETE " + ORDER, -2011, "Unknown order sent.");
        futures.refuses("DELETE " + ALGO, -2011, "Unknown order sent.");
        futures.refuses("GET " + ALGO, -2013, "Order does not exist.");

        Cancellation cancellation = orders.cancel(ref(Optional.empty()));

        assertThat(((Cancellation.Refused) cancellation).reason().category())
                .isEqualTo(ErrorCategory.ORDER_NOT_FOUND);
    }

    @Test
    void amendsALimitOrder() {
        futures.on("PUT " + ORDER, TestFutures.order(7, "k2abc", "NEW", "0"));

        Amendment amendment = orders.amend(change(OrderType.LIMIT, "60000", null));

        assertThat(((Amendment.Amended) amendment).id().text()).isEqualTo("7");
        assertThat(sent("PUT", ORDER))
                .containsEntry("orderId", "7")
                .containsEntry("side", "BUY")
                .containsEntry("quantity", "0.01")
                .containsEntry("price", "60000");
    }

    @Test
    void findsAmendsAndCancelsAnOrderOfElsewhereByTheExchangesIdAlone() {
        String foreign = TestFutures.order(7, "web_7f-1", "NEW", "0");
        futures.on("GET " + ORDER, foreign);
        futures.on("PUT " + ORDER, foreign);
        futures.on("DELETE " + ORDER, foreign.replace("NEW", "CANCELED"));
        OrderRef elsewhere = OrderRef.of(btc, new ExchangeOrderId("7"));
        NewOrder wanted = order(OrderType.LIMIT, TimeInForce.GTC, "60000", null).plain();

        Lookup found = orders.find(elsewhere);
        Amendment amendment = orders.amend(new OrderChange(elsewhere, wanted));
        Cancellation cancellation = orders.cancel(elsewhere);

        assertThat(((Lookup.Found) found).report().clientOrderId()).isEmpty();
        assertThat(((Amendment.Amended) amendment).clientOrderId()).isEmpty();
        assertThat(cancellation).isInstanceOf(Cancellation.Acknowledged.class);
        for (String method : List.of("GET", "PUT", "DELETE")) {
            assertThat(sent(method, ORDER))
                    .containsEntry("orderId", "7")
                    .doesNotContainKey("origClientOrderId");
        }
    }

    @Test
    void findsAndCancelsAWaitingOrderOfElsewhereByTheExchangesIdAlone() {
        futures.on("GET " + ALGO, TestFutures.algo(99, "web_7f-1", "NEW", ""));
        futures.on("DELETE " + ALGO, "{\"algoId\":99,\"clientAlgoId\":\"web\",\"code\":\"200\"}");
        OrderRef elsewhere = OrderRef.of(btc, new ExchangeOrderId("algo-99"));

        assertThat(orders.find(elsewhere)).isInstanceOf(Lookup.Found.class);
        assertThat(orders.cancel(elsewhere)).isInstanceOf(Cancellation.Acknowledged.class);
        assertThat(sent("GET", ALGO)).containsEntry("algoId", "99");
        assertThat(sent("DELETE", ALGO)).containsEntry("algoId", "99");
        assertThat(futures.requests("GET", ORDER)).isEmpty();
    }

    @Test
    void amendsNothingButLimitOrders() {
        Amendment amendment = orders.amend(change(OrderType.STOP, null, "61000"));

        assertThat(amendment).isInstanceOf(Amendment.Refused.class);
        assertThat(futures.requests("PUT", ORDER)).isEmpty();
    }

    @Test
    void takesNothingToChangeForAChange() {
        futures.refuses("PUT " + ORDER, -5027, "No need to modify the order.");
        futures.on("GET " + ORDER, TestFutures.order(7, "k2abc", "NEW", "0"));

        assertThat(orders.amend(change(OrderType.LIMIT, "60000", null)))
                .isInstanceOf(Amendment.Amended.class);

        futures.refuses("PUT " + ORDER, -5026, "Exceed maximum modify order limit.");
        assertThat(orders.amend(change(OrderType.LIMIT, "60000", null)))
                .isInstanceOf(Amendment.Refused.class);
    }

    @Test
    void saysThatAnAmendEndedAnOrderThatWasFilledFarEnough() {
        futures.on("PUT " + ORDER, TestFutures.order(7, "k2abc", "CANCELED", "0.010"));

        assertThat(orders.amend(change(OrderType.LIMIT, "60000", null)))
                .isInstanceOf(Amendment.Refused.class);
    }

    @Test
    void takesAnUnclearAmendForUnknownAndSendsItOnce() {
        futures.on("PUT " + ORDER, request -> new Reply.Drop());

        assertThat(orders.amend(change(OrderType.LIMIT, "60000", null)))
                .isInstanceOf(Amendment.Unknown.class);
        assertThat(futures.requests("PUT", ORDER)).hasSize(1);
    }

    @Test
    void givesEachOrderOfABatchItsOwnOutcome() {
        futures.on(
                "POST " + BATCH,
                request ->
                        Reply.json(
                                "["
                                        + TestFutures.order(7, "k2a", "NEW", "0")
                                        + ",{\"code\":-2019,\"msg\":\"Margin is insufficient.\"}"
                                        + ",{\"code\":-1007,\"msg\":\"Timeout.\"}]"));
        futures.on("POST " + ALGO, TestFutures.algo(99, "k2abc", "NEW", ""));
        NewOrder limit = order(OrderType.LIMIT, TimeInForce.GTC, "60000", null).plain();
        NewOrder bad = order(OrderType.LIMIT, TimeInForce.GTC, "60000.01", null).plain();
        NewOrder stop = order(OrderType.STOP, TimeInForce.GTC, null, "61000").plain();

        List<Placement> placements = orders.placeEach(List.of(limit, bad, limit, stop, limit));

        assertThat(placements.get(0)).isInstanceOf(Placement.Accepted.class);
        assertThat(placements.get(1)).isInstanceOf(Placement.Rejected.class);
        assertThat(placements.get(2)).isInstanceOf(Placement.Rejected.class);
        assertThat(placements.get(3)).isInstanceOf(Placement.Accepted.class);
        assertThat(placements.get(4)).isInstanceOf(Placement.Unknown.class);
        assertThat(sent("POST", BATCH).get("batchOrders"))
                .startsWith("[{\"symbol\":\"BTCUSDT\"")
                .doesNotContain("60000.01");
    }

    @Test
    void sendsNoMoreThanFiveOrdersTogether() {
        var sizes = new ArrayList<Integer>();
        futures.on(
                "POST " + BATCH,
                request -> {
                    int size =
                            decoded(request.parameters())
                                            .getOrDefault("batchOrders", "")
                                            .split("symbol", -1)
                                            .length
                                    - 1;
                    sizes.add(size);
                    return Reply.json(
                            "["
                                    + String.join(
                                            ",",
                                            IntStream.range(0, size)
                                                    .mapToObj(
                                                            i ->
                                                                    TestFutures.order(
                                                                            i + 1, "k2a", "NEW",
                                                                            "0"))
                                                    .toList())
                                    + "]");
                });
        NewOrder limit = order(OrderType.LIMIT, TimeInForce.GTC, "60000", null).plain();

        List<Placement> placements = orders.placeEach(java.util.Collections.nCopies(12, limit));

        assertThat(placements).hasSize(12).allMatch(Placement.Accepted.class::isInstance);
        assertThat(sizes).containsExactly(5, 5, 2);
    }

    @Test
    void takesAWholeBatchForUnknownWhereItsEndIsUnclear() {
        futures.on("POST " + BATCH, request -> new Reply.Drop());
        NewOrder limit = order(OrderType.LIMIT, TimeInForce.GTC, "60000", null).plain();

        assertThat(orders.placeEach(List.of(limit, limit)))
                .allMatch(Placement.Unknown.class::isInstance);
        assertThat(futures.requests("POST", BATCH)).hasSize(1);
    }

    @Test
    void cancelsSeveralOrdersTogether() {
        futures.on(
                "DELETE " + BATCH,
                request ->
                        Reply.json(
                                "["
                                        + TestFutures.order(7, "k2a", "CANCELED", "0")
                                        + ",{\"code\":-2011,\"msg\":\"Unknown order sent.\"}]"));
        futures.on("DELETE " + ALGO, "{\"algoId\":99,\"clientAlgoId\":\"k2abc\",\"code\":\"200\"}");

        List<Cancellation> cancellations =
                orders.cancelEach(
                        List.of(
                                ref(Optional.of("7")),
                                ref(Optional.of("algo-99")),
                                ref(Optional.of("8"))));

        assertThat(cancellations.get(0)).isInstanceOf(Cancellation.Acknowledged.class);
        assertThat(cancellations.get(1)).isInstanceOf(Cancellation.Acknowledged.class);
        assertThat(cancellations.get(2)).isInstanceOf(Cancellation.Refused.class);
        assertThat(sent("DELETE", BATCH)).containsEntry("orderIdList", "[7,8]");
    }

    @Test
    void cancelsBothKindsOfOrdersOfASymbol() {
        futures.on("DELETE /fapi/v1/allOpenOrders", "{\"code\":200,\"msg\":\"done\"}");
        futures.on("DELETE /fapi/v1/algoOpenOrders", "{\"code\":200,\"msg\":\"done\"}");
        assertThat(orders.cancelAll(btc)).isInstanceOf(Answer.Ok.class);

        futures.refuses("DELETE /fapi/v1/algoOpenOrders", -1000, "unknown");
        assertThat(orders.cancelAll(btc)).isInstanceOf(Answer.Failed.class);
    }

    @Test
    void setsTheCountdownThatCancelsAll() {
        futures.on(
                "POST /fapi/v1/countdownCancelAll",
                "{\"symbol\":\"BTCUSDT\",\"countdownTime\":\"30000\"}");

        Answer<Duration> answer = orders.cancelAllAfter(btc, Duration.ofSeconds(30));

        assertThat(answer.orThrow()).isEqualTo(Duration.ofSeconds(30));
        assertThat(sent("POST", "/fapi/v1/countdownCancelAll"))
                .containsEntry("countdownTime", "30000");
    }

    @Test
    void listsOpenOrdersOfBothKindsEachOnce() {
        futures.on(
                "GET /fapi/v1/openAlgoOrders",
                "["
                        + TestFutures.algo(98, "k2one", "NEW", "")
                        + ","
                        + TestFutures.algo(99, "k2two", "TRIGGERED", "4711")
                        + "]");
        futures.on(
                "GET /fapi/v1/openOrders",
                "["
                        + TestFutures.order(7, "k2three", "NEW", "0")
                        + ","
                        + TestFutures.order(4711, "x9", "PARTIALLY_FILLED", "0.004")
                        + "]");

        List<OrderReport> open = orders.open(Optional.of(btc)).orThrow();

        assertThat(open)
                .extracting(report -> report.id().text())
                .containsExactlyInAnyOrder("algo-98", "algo-99", "7");
        assertThat(open)
                .filteredOn(report -> report.id().text().equals("algo-99"))
                .singleElement()
                .satisfies(report -> assertThat(report.status()).isEqualTo(OrderStatus.PARTIAL));
    }

    @Test
    void takesNoFailureForAnEmptyList() {
        futures.on("GET /fapi/v1/openAlgoOrders", "[]");
        futures.on("GET /fapi/v1/openOrders", request -> Reply.status(503, ""));

        assertThat(orders.open(Optional.of(btc))).isInstanceOf(Answer.Failed.class);
    }

    @Test
    void readsHistoryInWindowsOfLessThanSevenDays() {
        Instant to = Instant.parse("2026-03-20T00:00:00Z");
        Instant from = to.minus(Duration.ofDays(20));
        var asked = new ArrayList<long[]>();
        futures.on("GET /fapi/v1/allAlgoOrders", "[]");
        futures.on(
                "GET /fapi/v1/allOrders",
                request -> {
                    Map<String, String> parameters = decoded(request.parameters());
                    long start = Long.parseLong(parameters.getOrDefault("startTime", "0"));
                    long end = Long.parseLong(parameters.getOrDefault("endTime", "0"));
                    asked.add(new long[] {start, end});
                    return Reply.json(
                            "[" + TestFutures.order(asked.size(), "k2a", "FILLED", "0.010") + "]");
                });

        List<OrderReport> history = orders.history(btc, from, to).orThrow();

        assertThat(history).hasSize(3);
        assertThat(asked).hasSize(3);
        assertThat(asked.getFirst()[0]).isEqualTo(from.toEpochMilli());
        assertThat(asked.getLast()[1]).isEqualTo(to.toEpochMilli() - 1);
        assertThat(asked).allMatch(window -> window[1] - window[0] < Duration.ofDays(7).toMillis());
        for (int i = 1; i < asked.size(); i++) {
            assertThat(asked.get(i)[0]).isEqualTo(asked.get(i - 1)[1] + 1);
        }
    }

    @Test
    void readsAllPagesOfFillsOfOneInstant() {
        Instant now = Instant.now();
        long at = now.minusSeconds(60).toEpochMilli();
        futures.on(
                "GET /fapi/v1/userTrades",
                request -> {
                    Map<String, String> parameters = decoded(request.parameters());
                    long from = Long.parseLong(parameters.getOrDefault("fromId", "1"));
                    boolean any =
                            parameters.containsKey("fromId")
                                    || Long.parseLong(parameters.getOrDefault("startTime", "0"))
                                            <= at;
                    int count = any ? Math.clamp(2_501 - from, 0, 1_000) : 0;
                    return Reply.json(
                            "["
                                    + String.join(
                                            ",",
                                            IntStream.range(0, count)
                                                    .mapToObj(i -> trade(from + i, 7, at))
                                                    .toList())
                                    + "]");
                });

        List<Fill> fills = orders.fills(btc, now.minusSeconds(120)).orThrow();

        assertThat(fills).hasSize(2_500);
        assertThat(fills.stream().map(Fill::trade).distinct()).hasSize(2_500);
    }

    @Test
    void readsTheFillsOfAnOrderInPages() {
        var pages = new AtomicInteger();
        futures.on(
                "GET /fapi/v1/userTrades",
                request -> {
                    boolean first = pages.getAndIncrement() == 0;
                    return Reply.json(first ? trades(7, 1_000) : trades(7, 1));
                });

        List<Fill> fills = orders.fillsOf(btc, new ExchangeOrderId("7")).orThrow();

        assertThat(fills).hasSize(1_001);
        assertThat(sent("GET", "/fapi/v1/userTrades")).containsEntry("fromId", "1001");
    }

    private Draft order(
            OrderType type, TimeInForce force, @Nullable String price, @Nullable String stop) {
        return new Draft(btc, type, force, price, stop);
    }

    private OrderRef ref(Optional<String> id) {
        return OrderRef.of(btc, ID, id.map(ExchangeOrderId::new));
    }

    private OrderChange change(OrderType type, @Nullable String price, @Nullable String stop) {
        return new OrderChange(
                ref(Optional.of("7")), order(type, TimeInForce.GTC, price, stop).plain());
    }

    /** What the last request for an endpoint carried. */
    private Map<String, String> sent(String method, String path) {
        return decoded(futures.requests(method, path).getLast().parameters());
    }

    private static Map<String, String> decoded(String parameters) {
        Map<String, String> decoded = new LinkedHashMap<>();
        for (String pair : parameters.split("&", -1)) {
            int equals = pair.indexOf('=');
            decoded.put(
                    pair.substring(0, equals),
                    URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return decoded;
    }

    private static String trades(long order, int count) {
        return "["
                + String.join(
                        ",",
                        IntStream.range(0, count)
                                .mapToObj(i -> trade(i + 1, order, 1_700_000_000_000L))
                                .toList())
                + "]";
    }

    private static String trade(long id, long order, long time) {
        return """
        {"symbol":"BTCUSDT","id":%d,"orderId":%d,"side":"BUY","price":"60000","qty":"0.001",
         "realizedPnl":"0","quoteQty":"60","commission":"0.03","commissionAsset":"USDT",
         "time":%d,"positionSide":"BOTH","maker":false,"buyer":true}
        """
                .formatted(id, order, time);
    }

    private static Instrument instrument() {
        try (TestFutures futures = new TestFutures(1)) {
            return futures.btc();
        }
    }

    /** An order of 0.01 to be bought, without its terms. */
    private record Draft(
            Instrument instrument,
            OrderType type,
            TimeInForce force,
            @Nullable String price,
            @Nullable String stop) {
        NewOrder plain() {
            return terms(OrderTerms.PLAIN);
        }

        NewOrder terms(OrderTerms terms) {
            return new NewOrder(
                    instrument,
                    ID,
                    Side.BUY,
                    type,
                    force,
                    new BigDecimal("0.010"),
                    Optional.ofNullable(price).map(BigDecimal::new),
                    Optional.ofNullable(stop).map(BigDecimal::new),
                    terms);
        }
    }
}
