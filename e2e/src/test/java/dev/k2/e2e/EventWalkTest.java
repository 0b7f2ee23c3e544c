package dev.k2.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** An event from its opening to what its contracts paid, with nothing but HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EventWalkTest {
    private static final String EVENT = "KXWALK-1";
    private static final String ANNA = EVENT + "-A";
    private static final String BERT = EVENT + "-B";
    private static final String CARL = EVENT + "-C";
    private static final BigDecimal TEN = BigDecimal.TEN;

    /** An exchange is asked for its events once a minute. */
    private static final Duration LISTED_WITHIN = Duration.ofMinutes(3);

    private static final Duration PAID_WITHIN = Duration.ofMinutes(2);

    private final Folder folder = new Folder();
    private final Server.Place place = Server.Place.alone(folder.path());
    private final Simulation simulation = Simulation.inside(place.simPortBase());
    private final Map<String, JsonNode> bought = new TreeMap<>();
    private Server server;
    private Api api;
    private String resting = "";
    private BigDecimal moneyAtFirst = BigDecimal.ZERO;

    @BeforeAll
    void start() {
        server = Server.start(place);
        api = server.login();
        simulation.script(
                "kalshi",
                EVENT,
                "create",
                """
                {"series":"KXMAYORHV","title":"Who walks to the end?","close_in_s":36000,
                 "settlement_timer_s":36000,
                 "markets":[{"suffix":"A","title":"Anna","chance":0.55},
                            {"suffix":"B","title":"Bert","chance":0.40},
                            {"suffix":"C","title":"Carl","chance":0.50}]}\
                """);
    }

    @AfterAll
    void stop() {
        try (folder) {
            server.close();
        }
    }

    @Test
    @Order(1)
    void anEventThatOpensWhileTheProgramRunsIsFound() {
        Until.holds(
                LISTED_WITHIN,
                EVENT + " among the events",
                () ->
                        tickers("/v1/events?search=walks+to+the+END&category=elections")
                                .contains(EVENT));
        Until.holds(
                LISTED_WITHIN,
                "its contracts among the instruments",
                () -> api.get("/v1/instruments/" + CARL).status() == 200);

        JsonNode event = api.get("/v1/events/" + EVENT).data(200);
        JsonNode contract = event.path("contracts").path(0);

        assertThat(event.path("status").asText()).isEqualTo("open");
        assertThat(contract.path("instrument").asText()).isEqualTo(ANNA);
        assertThat(contract.path("yes").asText()).isEqualTo("Anna");
        assertThat(contract.path("result").isNull()).isTrue();
        assertThat(api.get("/v1/events/KXNOTHING").errorCode()).isEqualTo("EVENT_NOT_FOUND");
        assertThat(tickers("/v1/events?status=open&sort=-volume_24h")).contains(EVENT);
        assertThat(tickers("/v1/events?search=walks+to+the+end&status=settled")).isEmpty();
    }

    @Test
    @Order(2)
    void thePricesOfBothOutcomesAddUpToOne() {
        JsonNode price = api.livePrice(ANNA);

        assertThat(number(price, "probability")).isBetween(decimal("0.5"), decimal("0.6"));
        assertThat(number(price, "bid").add(number(price.path("no"), "ask")))
                .isEqualByComparingTo("1");
        assertThat(number(price, "ask").add(number(price.path("no"), "bid")))
                .isEqualByComparingTo("1");
    }

    @Test
    @Order(3)
    void aBidForNoStandsAsAnAskForYesAtTheExchange() {
        moneyAtFirst = money();

        JsonNode order = placed(limit(ANNA, "no", "0.38"));

        resting = order.path("id").asText();
        assertThat(order.path("status").asText()).isEqualTo("open");
        assertThat(order.path("outcome").asText()).isEqualTo("no");
        assertThat(number(order, "price")).isEqualByComparingTo("0.38");
        assertThat(simulation.ledger("kalshi", "demo"))
                .singleElement()
                .satisfies(
                        entry -> {
                            assertThat(entry.side()).isEqualTo("SELL");
                            assertThat(entry.price()).isEqualByComparingTo("0.62");
                            assertThat(entry.quantity()).isEqualByComparingTo(TEN);
                            assertThat(entry.status()).isEqualTo("NEW");
                        });
    }

    @Test
    @Order(4)
    void anOrderAtAnyPriceNeedsTheWorstOneAndNeverRests() {
        Http.Answer without = api.place(market(ANNA, "yes", null));
        JsonNode beneath = placed(market(ANNA, "yes", "0.51"));

        JsonNode ended = api.orderOnce(beneath.path("id").asText(), "cancelled");

        assertThat(without.errorCode()).isEqualTo("PRICE_REQUIRED");
        assertThat(ended.path("time_in_force").asText()).isEqualTo("ioc");
        assertThat(number(ended, "filled_quantity")).isZero();
    }

    @Test
    @Order(5)
    void bothOutcomesAreBoughtAndShownAsPositions() {
        api.livePrice(BERT);
        api.livePrice(CARL);

        buy(market(ANNA, "yes", "0.60"));
        buy(limit(BERT, "no", "0.64"));
        buy(market(CARL, "yes", "0.55"));

        Map<String, JsonNode> held =
                Until.present(
                        PAID_WITHIN,
                        "three positions",
                        () -> Optional.of(positions("open")).filter(all -> all.size() == 3));
        assertThat(of(held, ANNA).path("outcome").asText()).isEqualTo("yes");
        assertThat(of(held, BERT).path("outcome").asText()).isEqualTo("no");
        held.forEach(
                (instrument, position) -> {
                    assertThat(number(position, "quantity")).isEqualByComparingTo(TEN);
                    assertThat(number(position, "average_price"))
                            .isEqualByComparingTo(number(of(bought, instrument), "avg_price"));
                });
    }

    @Test
    @Order(6)
    void aContractThatEndsWithYesPaysOneAndIsToldOnce() {
        simulation.script("kalshi", ANNA, "close", "{}");
        assertThat(number(api.orderOnce(resting, "expired"), "filled_quantity")).isZero();
        simulation.script("kalshi", ANNA, "determine", "{\"result\":\"yes\"}");
        simulation.script("kalshi", ANNA, "settle", "{}");

        JsonNode settled = settled(ANNA, "yes");

        assertThat(number(settled, "mark_price")).isEqualByComparingTo("1");
        assertThat(number(settled, "settled_profit"))
                .isEqualByComparingTo(TEN.subtract(paidFor(ANNA)));
        assertThat(told(ANNA, 1))
                .singleElement()
                .satisfies(
                        details -> {
                            assertThat(details.path("result").asText()).isEqualTo("yes");
                            assertThat(number(details, "revenue")).isEqualByComparingTo(TEN);
                            assertThat(details.path("correction").asText()).isEqualTo("false");
                        });
    }

    @Test
    @Order(7)
    void aVoidContractPaysHalfToBothSides() {
        simulation.script("kalshi", BERT, "close", "{}");
        simulation.script("kalshi", BERT, "void", "{\"result\":\"0.5\"}");

        JsonNode settled = settled(BERT, "partly");

        assertThat(number(settled, "mark_price")).isEqualByComparingTo("0.5");
        assertThat(number(settled, "settled_profit"))
                .isEqualByComparingTo(decimal("5").subtract(paidFor(BERT)));
    }

    @Test
    @Order(8)
    void aReversedResultIsBookedBesideTheFirst() {
        simulation.script("kalshi", CARL, "close", "{}");
        simulation.script("kalshi", CARL, "determine", "{\"result\":\"yes\"}");
        simulation.script("kalshi", CARL, "settle", "{}");
        settled(CARL, "yes");

        simulation.script("kalshi", CARL, "settle", "{\"result\":\"no\"}");

        assertThat(number(settled(CARL, "no"), "settled_profit"))
                .isEqualByComparingTo(paidFor(CARL).negate());
        List<JsonNode> told = told(CARL, 2);
        assertThat(told.getFirst().path("correction").asText()).isEqualTo("true");
        assertThat(number(told.getFirst(), "booked")).isEqualByComparingTo("-10");
    }

    @Test
    @Order(9)
    void whatWasGainedIsWhatTheMoneyAtTheExchangeGrewBy() {
        BigDecimal gained =
                positions("settled").values().stream()
                        .map(position -> number(position, "settled_profit"))
                        .reduce(BigDecimal.ZERO, BigDecimal::add);

        assertThat(positions("open")).isEmpty();
        assertThat(api.get("/v1/events/" + EVENT).data(200).path("status").asText())
                .isEqualTo("settled");
        Until.holds(
                PAID_WITHIN,
                "money that grew by " + gained + " from " + moneyAtFirst,
                () -> money().subtract(moneyAtFirst).compareTo(gained) == 0);
    }

    /** A book that nobody looked at takes a moment to come. */
    private JsonNode placed(ObjectNode order) {
        return api.place(order, "PRICE_STALE");
    }

    private void buy(ObjectNode order) {
        JsonNode placed = placed(order);
        bought.put(
                order.path("instrument").asText(),
                api.orderOnce(placed.path("id").asText(), "filled"));
    }

    /** What contracts cost, fees included. */
    private BigDecimal paidFor(String instrument) {
        JsonNode order = of(bought, instrument);
        BigDecimal paid = number(order, "avg_price").multiply(number(order, "filled_quantity"));
        for (JsonNode execution : api.executions(order.path("id").asText())) {
            paid = paid.add(number(execution, "fee"));
        }
        return paid;
    }

    private JsonNode settled(String instrument, String ruling) {
        return Until.present(
                PAID_WITHIN,
                () -> instrument + " settled with " + ruling + ": " + positions("settled"),
                () ->
                        Optional.ofNullable(positions("settled").get(instrument))
                                .filter(
                                        position ->
                                                position.path("result")
                                                        .path("ruling")
                                                        .asText()
                                                        .equals(ruling)));
    }

    private Map<String, JsonNode> positions(String status) {
        Map<String, JsonNode> all = new TreeMap<>();
        api.get("/v1/portfolio/positions?exchange=kalshi&status=" + status)
                .data(200)
                .forEach(position -> all.put(position.path("instrument").asText(), position));
        return all;
    }

    /** What so many notifications say of how a contract ended, newest first. */
    private List<JsonNode> told(String instrument, int count) {
        return Until.present(
                PAID_WITHIN,
                count + " notifications of the end of " + instrument,
                () -> Optional.of(told(instrument)).filter(all -> all.size() >= count));
    }

    private List<JsonNode> told(String instrument) {
        JsonNode notifications = api.get("/v1/notifications?limit=100").data(200);
        return StreamSupport.stream(notifications.spliterator(), false)
                .filter(one -> one.path("kind").asText().equals("event_settled"))
                .map(one -> one.path("details"))
                .filter(details -> details.path("instrument").asText().equals(instrument))
                .toList();
    }

    private List<String> tickers(String path) {
        return StreamSupport.stream(api.get(path).data(200).spliterator(), false)
                .map(event -> event.path("ticker").asText())
                .toList();
    }

    private BigDecimal money() {
        return StreamSupport.stream(api.balances().spliterator(), false)
                .filter(balance -> balance.path("exchange").asText().equals("kalshi"))
                .map(balance -> number(balance, "total"))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static JsonNode of(Map<String, JsonNode> all, String instrument) {
        return Objects.requireNonNull(all.get(instrument), instrument);
    }

    private static ObjectNode limit(String instrument, String outcome, String price) {
        return order(instrument, outcome, "limit").put("price", price);
    }

    private static ObjectNode market(String instrument, String outcome, @Nullable String worst) {
        ObjectNode order = order(instrument, outcome, "market");
        return worst == null ? order : order.put("price", worst);
    }

    private static ObjectNode order(String instrument, String outcome, String type) {
        return Api.object()
                .put("client_order_id", "walk-" + UUID.randomUUID())
                .put("exchange", "kalshi")
                .put("instrument", instrument)
                .put("side", "buy")
                .put("outcome", outcome)
                .put("type", type)
                .put("quantity", "10");
    }

    private static BigDecimal number(JsonNode node, String field) {
        return new BigDecimal(node.path(field).asText());
    }

    private static BigDecimal decimal(String text) {
        return new BigDecimal(text);
    }
}
