package dev.k2.exchange.kalshi;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.k2.exchange.Account;
import dev.k2.exchange.Amendment;
import dev.k2.exchange.Answer;
import dev.k2.exchange.Cancellation;
import dev.k2.exchange.Credentials;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.Lookup;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderChange;
import dev.k2.exchange.OrderRef;
import dev.k2.exchange.OrderTerms;
import dev.k2.exchange.Placement;
import dev.k2.exchange.net.ScriptedHttpServer;
import dev.k2.exchange.net.ScriptedHttpServer.Reply;
import dev.k2.exchange.net.ScriptedHttpServer.Request;
import dev.k2.model.ClientOrderId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.Instrument;
import dev.k2.model.OrderStatus;
import dev.k2.model.Outcome;
import dev.k2.model.Side;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Orders of an account against a host that answers by a script. */
final class KalshiOrdersTest {
    private static final String LIST = "/trade-api/v2/portfolio/orders";
    private static final String OLD_LIST = "/trade-api/v2/historical/orders";
    private static final String ORDERS = "/trade-api/v2/portfolio/events/orders";
    private static final Instrument MARKET = TestMarket.of("KXA-1");
    private static final ClientOrderId ID = new ClientOrderId("k2a");
    private static final String KEY_ID = "11111111-2222-3333-4444-555555555555";

    private final Map<String, Reply> script = new ConcurrentHashMap<>();
    private ScriptedHttpServer server;
    private KalshiExchange exchange;
    private Account account;
    private String pem;

    @BeforeEach
    void open() throws Exception {
        server = new ScriptedHttpServer(this::answer);
        script.put(
                "GET /trade-api/v2/account/limits",
                Reply.json(
                        "{\"usage_tier\":\"basic\",\"read\":{\"refill_rate\":2000,"
                                + "\"bucket_capacity\":2000},\"write\":{\"refill_rate\":1000,"
                                + "\"bucket_capacity\":1000},\"grants\":[]}"));
        script.put(
                "GET /trade-api/v2/account/endpoint_costs",
                Reply.json("{\"default_cost\":10,\"endpoint_costs\":[]}"));
        exchange = KalshiExchange.open(KalshiConfig.sim(server.port()), InstantSource.system());
        pem = KalshiSignerTest.key();
        account = exchange.account(Credentials.keyPair(KEY_ID, pem));
    }

    @AfterEach
    void close() throws Exception {
        account.close();
        exchange.close();
        server.close();
    }

    @Test
    void placesAnOrderForNoAsAnAskForYes() {
        script.put("POST " + ORDERS, created("0.00", "10.00"));

        Placement placement =
                account.orders().place(order().withTerms(OrderTerms.PLAIN.on(Outcome.NO)));

        Request sent = server.requests("POST", ORDERS).getFirst();
        assertThat(sent.body())
                .contains("\"side\":\"ask\"")
                .contains("\"price\":\"0.62\"")
                .contains("\"self_trade_prevention_type\":\"taker_at_cross\"");
        assertThat(sent.headers()).containsEntry("kalshi-access-key", KEY_ID);
        assertThat(placement).isInstanceOf(Placement.Accepted.class);
        var accepted = (Placement.Accepted) placement;
        assertThat(accepted.report().orElseThrow().status()).isEqualTo(OrderStatus.OPEN);
    }

    @Test
    void neverSendsAnOrderTwiceWhoseAnswerWasLost() {
        script.put("POST " + ORDERS, new Reply.Drop());

        Placement placement = account.orders().place(order());

        assertThat(placement).isInstanceOf(Placement.Unknown.class);
        assertThat(server.requests("POST", ORDERS)).hasSize(1);
    }

    @Test
    void tellsADuplicateAsOne() {
        script.put(
                "POST " + ORDERS,
                Reply.status(
                        409,
                        "{\"error\":{\"code\":\"order_already_exists\",\"message\":\"exists\"}}"));

        var rejected = (Placement.Rejected) account.orders().place(order());

        assertThat(rejected.reason().category()).isEqualTo(ErrorCategory.DUPLICATE_ORDER);
    }

    @Test
    void namesTheMarketInEveryCancel() {
        script.put(
                "DELETE " + ORDERS + "/o1",
                Reply.json("{\"order_id\":\"o1\",\"reduced_by\":\"1.00\",\"ts_ms\":1}"));

        Cancellation said = account.orders().cancel(OrderRef.of(MARKET, new ExchangeOrderId("o1")));

        assertThat(said).isInstanceOf(Cancellation.Acknowledged.class);
        assertThat(server.requests("DELETE", ORDERS + "/o1").getFirst().query())
                .isEqualTo("market_ticker=KXA-1");
    }

    @Test
    void looksThroughAllPagesForAnOrderOfOurs() {
        script.put(
                "GET " + LIST,
                Reply.json("{\"orders\":[" + row("o9", "someone") + "],\"cursor\":\"next\"}"));
        script.put(
                "GET /trade-api/v2/portfolio/orders next",
                Reply.json("{\"orders\":[" + row("o1", "k2a") + "],\"cursor\":\"\"}"));

        Lookup found = account.orders().find(OrderRef.of(MARKET, ID));

        assertThat(found).isInstanceOf(Lookup.Found.class);
        assertThat(((Lookup.Found) found).report().id().text()).isEqualTo("o1");
    }

    @Test
    void looksAmongOldOrdersBeforeItCallsOneAbsent() {
        script.put("GET " + LIST, Reply.json("{\"orders\":[],\"cursor\":\"\"}"));
        script.put(
                "GET " + OLD_LIST,
                Reply.json("{\"orders\":[" + row("o1", "k2a") + "],\"cursor\":\"\"}"));

        Lookup found = account.orders().find(OrderRef.of(MARKET, ID));

        assertThat(((Lookup.Found) found).report().id().text()).isEqualTo("o1");
    }

    @Test
    void tellsNoFillsWhereItIsNotToldHowFarTheListGoesBack() {
        script.put(
                "GET /trade-api/v2/portfolio/fills", Reply.json("{\"fills\":[],\"cursor\":\"\"}"));
        script.put("GET /trade-api/v2/historical/cutoff", Reply.status(503, "busy"));

        Answer<List<Fill>> fills = account.orders().fills(MARKET, Instant.EPOCH);

        assertThat(fills).isInstanceOf(Answer.Failed.class);
    }

    @Test
    void tellsEachOrderOfABatchItsOwnOutcome() {
        script.put(
                "POST " + ORDERS + "/batched",
                Reply.json(
                        "{\"orders\":[{\"order_id\":\"o1\",\"client_order_id\":\"k2a\","
                            + "\"fill_count\":\"0.00\",\"remaining_count\":\"10.00\",\"ts_ms\":1},"
                            + "{\"client_order_id\":\"k2b\",\"error\":{\"code\":\"insufficient_balance\",\"message\":\"too"
                            + " little\"}}]}"));

        List<Placement> placements =
                account.orders()
                        .placeEach(
                                List.of(
                                        order(),
                                        NewOrder.limit(
                                                MARKET,
                                                new ClientOrderId("k2b"),
                                                Side.BUY,
                                                BigDecimal.TEN,
                                                new BigDecimal("0.5"))));

        assertThat(placements.getFirst()).isInstanceOf(Placement.Accepted.class);
        assertThat(((Placement.Rejected) placements.getLast()).reason().category())
                .isEqualTo(ErrorCategory.INSUFFICIENT_FUNDS);
    }

    @Test
    void makesAnOrderSmallerWithoutLosingItsPlace() {
        script.put(
                "GET /trade-api/v2/portfolio/orders/o1",
                Reply.json("{\"order\":" + row("o1", "k2a") + "}"));
        script.put(
                "POST " + ORDERS + "/o1/decrease",
                Reply.json("{\"order_id\":\"o1\",\"remaining_count\":\"5.00\",\"ts_ms\":1}"));
        NewOrder less =
                NewOrder.limit(MARKET, ID, Side.BUY, new BigDecimal("5"), new BigDecimal("0.38"));

        Amendment said =
                account.orders()
                        .amend(
                                new OrderChange(
                                        OrderRef.of(
                                                MARKET, ID, Optional.of(new ExchangeOrderId("o1"))),
                                        less));

        assertThat(said).isInstanceOf(Amendment.Amended.class);
        assertThat(server.requests("POST", ORDERS + "/o1/decrease").getFirst().body())
                .contains("\"reduce_to\":\"5.00\"")
                .contains("\"market_ticker\":\"KXA-1\"");
    }

    @Test
    void stopsWhenItsTokensAreUsedUp() {
        script.put(
                "GET /trade-api/v2/portfolio/positions",
                Reply.status(429, "{\"error\":\"too many requests\"}"));

        var failed = (Answer.Failed<?>) account.positions();

        assertThat(failed.error().category()).isEqualTo(ErrorCategory.RATE_LIMIT);
    }

    @Test
    void showsNoSecretWhateverHappens() {
        var root = (Logger) LoggerFactory.getLogger("dev.k2");
        Level before = root.getLevel();
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        root.addAppender(log);
        root.setLevel(Level.TRACE);
        script.put("POST " + ORDERS, new Reply.Drop());

        String shown = account.orders().place(order()) + " " + account.balances() + account;

        root.detachAppender(log);
        root.setLevel(before);
        String logged =
                log.list.stream()
                        .map(ILoggingEvent::getFormattedMessage)
                        .collect(Collectors.joining("\n"));
        String signature =
                server.requests("POST", ORDERS).getFirst().headers().get("kalshi-access-signature");
        assertThat(signature).isNotBlank();
        assertThat(shown + logged)
                .doesNotContain(KEY_ID)
                .doesNotContain(signature)
                .doesNotContain(pem.lines().skip(1).findFirst().orElseThrow());
    }

    private Reply answer(Request request) {
        if (request.path().endsWith("/user_data_timestamp")) {
            Instant now = InstantSource.system().instant();
            return Reply.json("{\"as_of_time\":\"" + now + "\"}");
        }
        String page = request.query().contains("cursor=next") ? " next" : "";
        Reply reply = script.get(request.method() + " " + request.path() + page);
        return reply == null
                ? Reply.status(
                        404, "{\"error\":{\"code\":\"not_found\",\"message\":\"not found\"}}")
                : reply;
    }

    private static Reply created(String filled, String left) {
        return Reply.status(
                201,
                "{\"order_id\":\"o1\",\"client_order_id\":\"k2a\",\"fill_count\":\""
                        + filled
                        + "\",\"remaining_count\":\""
                        + left
                        + "\",\"ts_ms\":1700000000000}");
    }

    private static String row(String id, String ours) {
        return "{\"order_id\":\""
                + id
                + "\",\"client_order_id\":\""
                + ours
                + "\",\"ticker\":\"KXA-1\",\"book_side\":\"bid\",\"status\":\"resting\","
                + "\"yes_price_dollars\":\"0.3800\",\"fill_count_fp\":\"0.00\","
                + "\"remaining_count_fp\":\"10.00\",\"initial_count_fp\":\"10.00\","
                + "\"created_time\":\"2026-11-21T00:00:00Z\"}";
    }

    private static NewOrder order() {
        return NewOrder.limit(MARKET, ID, Side.BUY, BigDecimal.TEN, new BigDecimal("0.38"));
    }
}
