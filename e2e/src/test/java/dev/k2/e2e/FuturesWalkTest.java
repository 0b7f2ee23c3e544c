package dev.k2.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Linking accounts and trading perpetual contracts beside spot, with nothing but HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FuturesWalkTest {
    private static final String FUTURES = "binance-futures";
    private static final String PERPETUAL = "BTC-USDT-PERP";
    private static final String PAIR = "BTC-USDT";

    private final Folder folder = new Folder();
    private final Server.Place place = Server.Place.alone(folder.path());
    private final Simulation simulation = Simulation.inside(place.simPortBase());
    private Server server;

    @BeforeAll
    void start() {
        server = Server.start(place);
    }

    @AfterAll
    void stop() {
        try (folder) {
            server.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"binance, binance-futures, 0.01", "bybit, bybit, 0.01", "okx, okx, 1"})
    void theDemoUserTradesAPairAndItsPerpetualSideBySide(
            String ofPairs, String ofContracts, String contracts) {
        Api demo = server.login();
        BigDecimal spot = number(demo.livePrice(PAIR, ofPairs), "price");
        JsonNode perpetual = demo.livePrice(PERPETUAL, ofContracts);

        filled(demo, market(ofContracts, PERPETUAL, contracts));
        filled(demo, market(ofPairs, PAIR));

        assertThat(perpetual.path("exchange").asText()).isEqualTo(ofContracts);
        assertThat(number(perpetual, "price"))
                .isBetween(
                        spot.multiply(new BigDecimal("0.9")), spot.multiply(new BigDecimal("1.1")));
        List<Simulation.Entry> orders =
                Stream.of(ofPairs, ofContracts)
                        .distinct()
                        .flatMap(exchange -> simulation.ledger(exchange, "demo").stream())
                        .toList();
        assertThat(orders)
                .hasSize(2)
                .allSatisfy(entry -> assertThat(entry.filled()).isEqualByComparingTo("0.01"));
    }

    @Test
    void aNewcomerLinksAKeyAndTradesFutures() {
        Api person = newcomer();
        Simulation.Trader trader = simulation.open(FUTURES, "newcomer", "HMAC", money());

        JsonNode link = link(person, FUTURES, trader).data(201);
        JsonNode order = person.place(market(FUTURES, PERPETUAL), "EXCHANGE_RECONCILING");

        assertThat(link.path("access").asText()).isEqualTo("trade");
        assertThat(link.path("permissions").path("trade").asBoolean()).isTrue();
        assertThat(link.path("permissions").path("withdraw").isNull()).isTrue();
        person.orderOnce(order.path("id").asText(), "filled");
        assertThat(simulation.ledger(FUTURES, "newcomer")).hasSize(1);
    }

    @Test
    void aKeyThatOnlyReadsShowsTheAccountAndSendsNothing() {
        Api person = newcomer();
        Simulation.Trader reader =
                simulation.openWithRights("binance", "reader", false, false, money());

        JsonNode link = link(person, "binance", reader).data(201);

        assertThat(link.path("access").asText()).isEqualTo("read_only");
        assertThat(link.path("warnings").toString()).contains("read_only");
        Until.present(
                Server.STOPPED_WITHIN,
                "the balances of the account",
                () -> Optional.of(person.balances()).filter(rows -> !rows.isEmpty()));
        Http.Answer refused =
                Until.present(
                        Server.STOPPED_WITHIN,
                        "an order refused for good",
                        () ->
                                Optional.of(person.place(market("binance", PAIR)))
                                        .filter(
                                                answer ->
                                                        answer.status() != 503
                                                                && !answer.errorCode()
                                                                        .equals(
                                                                                "EXCHANGE_NOT_LINKED")));
        assertThat(refused.errorCode()).isEqualTo("LINK_NOT_USABLE");
        assertThat(refused.text()).contains("read_only");
        assertThat(simulation.ledger("binance", "reader")).isEmpty();
    }

    @Test
    void keysThatMayDoTooMuchOrNothingAreNotLinked() {
        Api person = newcomer();
        Simulation.Trader rich = simulation.openWithRights("binance", "rich", true, true, money());
        Simulation.Trader wrong = new Simulation.Trader(rich.key(), "x".repeat(64), "", "");

        Http.Answer withdrawing = link(person, "binance", rich);
        Http.Answer unsigned = link(person, "binance", wrong);

        assertThat(withdrawing.status()).isEqualTo(422);
        assertThat(withdrawing.errorCode()).isEqualTo("KEY_CAN_WITHDRAW");
        assertThat(unsigned.status()).isEqualTo(422);
        assertThat(unsigned.errorCode()).isEqualTo("EXCHANGE_AUTHENTICATION");
        assertThat(person.get("/v1/exchange-links").data(200)).isEmpty();
    }

    @Test
    void everyExchangeTellsItsHealthInParts() {
        Api demo = server.login();

        for (String exchange : List.of("binance", FUTURES, "bybit", "okx")) {
            JsonNode health =
                    Until.present(
                            Server.STOPPED_WITHIN,
                            exchange + " to be healthy",
                            () ->
                                    Optional.of(demo.get("/health/" + exchange).data(200))
                                            .filter(
                                                    told ->
                                                            told.path("status")
                                                                    .asText()
                                                                    .equals("healthy")));
            assertThat(health.path("parts").toString())
                    .contains("\"rest\"", "market data", "user stream");
        }
    }

    /** Registers, confirms the address by the mail that mode sim shows, logs in and says the password once more. */
    private Api newcomer() {
        Http http = new Http(server.origin());
        String email = "person-" + UUID.randomUUID() + "@example.org";
        String password = "four random words: otter lamp brisk quay";
        String who = Api.object().put("email", email).put("password", password).toString();
        http.send("POST", "/v1/auth/register", who).expect(201);
        String token =
                Until.present(
                        Server.STOPPED_WITHIN,
                        "the mail that confirms " + email,
                        () -> Mails.token(http, email));
        http.send("POST", "/v1/auth/verify-email", Api.object().put("token", token).toString())
                .expect(200);
        return Api.login(http, email, password).steppedUp(password);
    }

    private static Http.Answer link(Api person, String exchange, Simulation.Trader trader) {
        return person.send(
                "POST",
                "/v1/exchange-links",
                Api.object()
                        .put("exchange", exchange)
                        .put("label", "main")
                        .put("api_key", trader.key())
                        .put("api_secret", trader.secret())
                        .toString());
    }

    private static ObjectNode market(String exchange, String instrument) {
        return market(exchange, instrument, "0.01");
    }

    private static ObjectNode market(String exchange, String instrument, String quantity) {
        return Api.object()
                .put("client_order_id", "walk-" + UUID.randomUUID())
                .put("exchange", exchange)
                .put("instrument", instrument)
                .put("side", "buy")
                .put("type", "market")
                .put("quantity", quantity);
    }

    private static Map<String, String> money() {
        return Map.of("USDT", "50000");
    }

    /** Prices age on a busy machine, and orders are refused meanwhile, as they should be. */
    private static void filled(Api person, ObjectNode order) {
        person.orderOnce(person.place(order, "PRICE_STALE").path("id").asText(), "filled");
    }

    private static BigDecimal number(JsonNode node, String field) {
        return new BigDecimal(node.path(field).asText());
    }
}
