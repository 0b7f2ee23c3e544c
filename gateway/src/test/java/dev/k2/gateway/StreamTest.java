package dev.k2.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k2.accounts.Tokens;
import dev.k2.model.Side;
import dev.k2.platform.Eventually;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stream as its clients see it. */
class StreamTest {
    private final House house = House.shared();
    private final Gateway gateway = House.gateway();

    @BeforeEach
    void settleTheMarket() {
        House.shared().settle();
    }

    @Test
    void tellsThePriceAtOnceAndThenEveryChange() {
        try (Reader reader = Reader.open(gateway, "/ws/prices")) {
            reader.say(
                    "{\"type\":\"subscribe\",\"channel\":\"prices\",\"instruments\":[\"ETH-USDT\"],\"id\":1}");
            JsonObject subscribed = reader.await("subscribed");
            JsonObject first = reader.await("price");
            house.exchange.moveTo("ETH-USDT", 310_000);
            JsonObject second = reader.await("price", p -> p.getString("bid").equals("3099.99"));

            assertThat(subscribed)
                    .isEqualTo(
                            new JsonObject()
                                    .put("type", "subscribed")
                                    .put("id", 1)
                                    .put("channel", "prices")
                                    .put("instruments", new JsonArray().add("ETH-USDT")));
            assertThat(first.getString("exchange")).isEqualTo("binance");
            assertThat(second.getString("ask")).isEqualTo("3100.01");
            assertThat(second.getString("state")).isEqualTo("live");
            assertThat(second.getLong("seq")).isGreaterThan(first.getLong("seq"));
        }
    }

    @Test
    void tellsPricesOfTheExchangeThatIsNamed() {
        try (Reader reader = Reader.open(gateway, "/ws")) {
            reader.say(
                    "{\"type\":\"subscribe\",\"channel\":\"prices\",\"instruments\":[\"BTC-USDT\"],"
                            + "\"exchange\":\"okx\"}");

            assertThat(reader.await("price").getString("exchange")).isEqualTo("okx");
        }
    }

    @Test
    void tellsABookAndThenItsChangesWithoutAGap() {
        house.exchange.moveTo("PEPE-USDT", 1_000);
        try (Reader reader = Reader.open(gateway, "/ws")) {
            reader.subscribe("book", "PEPE-USDT");
            reader.await("book");
            for (int i = 0; i < 30; i++) {
                house.exchange.level("PEPE-USDT", Side.BUY, 900 + i % 7, i % 5);
                house.exchange.level("PEPE-USDT", Side.SELL, 1_100 + i % 3, 1 + i);
            }
            house.exchange.level("PEPE-USDT", Side.BUY, 500, 77_000);
            reader.await("book", m -> m.getJsonArray("bids").encode().contains("\"77\""));

            Map<String, String> bids = new TreeMap<>();
            long seq = 0;
            for (JsonObject message : reader.all("book")) {
                boolean snapshot = message.getString("kind").equals("snapshot");
                if (snapshot) {
                    bids.clear();
                } else {
                    assertThat(message.getLong("prev_seq")).isEqualTo(seq);
                }
                seq = message.getLong("seq");
                for (Object level : message.getJsonArray("bids")) {
                    JsonArray pair = (JsonArray) level;
                    if (pair.getString(1).equals("0")) {
                        bids.remove(pair.getString(0));
                    } else {
                        bids.put(pair.getString(0), pair.getString(1));
                    }
                }
            }
            JsonObject now = Browser.loggedIn().get("/v1/orderbook/PEPE-USDT?depth=100").data();
            assertThat(bids).isEqualTo(levels(now.getJsonArray("bids")));
            assertThat(seq).isEqualTo(now.getLong("seq"));
        }
    }

    @Test
    void tellsTheMarkPriceOfAPerpetualAtOnceAndThenEveryChange() {
        house.other.mark("OKB-USDT-PERP", "64950.10");
        Eventually.until(
                "the market heard the mark price",
                () -> house.market.markPrice(house.other.listed("OKB-USDT-PERP")).isPresent());
        try (Reader reader = Reader.open(gateway, "/ws/prices")) {
            reader.subscribe("mark_price", "OKB-USDT-PERP");
            JsonObject first = reader.await("mark_price");
            house.other.mark("OKB-USDT-PERP", "64951.2");
            JsonObject second =
                    reader.await("mark_price", m -> m.getString("mark_price").equals("64951.2"));

            assertThat(first.getString("exchange")).isEqualTo("okx");
            assertThat(first.getString("index_price")).isEqualTo("64949.9");
            assertThat(first.getString("funding_rate")).isEqualTo("-0.0001");
            assertThat(first.getString("next_funding_at")).isEqualTo("2031-01-01T08:00:00.000Z");
            assertThat(first.getString("state")).isEqualTo("live");
            assertThat(second.getLong("seq")).isGreaterThan(first.getLong("seq"));
        }
    }

    @Test
    void tellsLiquidationsAsTheyHappen() {
        try (Reader reader = Reader.open(gateway, "/ws")) {
            reader.subscribe("liquidations", "OKB-USDT-PERP");
            reader.await("subscribed");
            house.other.liquidate("OKB-USDT-PERP", "64000.50", "1.25");
            JsonObject told = reader.await("liquidation");

            assertThat(told.getString("price")).isEqualTo("64000.5");
            assertThat(told.getString("quantity")).isEqualTo("1.25");
            assertThat(told.getString("side")).isEqualTo("sell");
        }
    }

    @ParameterizedTest
    @CsvSource({"mark_price,BTC-USDT", "liquidations,BTC-USDT"})
    void refusesWhatTheExchangeDoesNotTellOfAnInstrument(String channel, String instrument) {
        try (Reader reader = Reader.open(gateway, "/ws")) {
            reader.subscribe(channel, instrument);
            JsonObject refusal = reader.await("error");

            assertThat(refusal.getString("code")).isEqualTo("CHANNEL_NOT_OFFERED");
            assertThat(refusal.getJsonObject("details").getString("exchange")).isEqualTo("binance");
        }
    }

    @Test
    void tellsWholeBooksOfTheDepthThatIsAskedFor() {
        try (Reader reader = Reader.open(gateway, "/ws")) {
            reader.say(
                    "{\"type\":\"subscribe\",\"channel\":\"book\",\"depth\":5,\"instruments\":[\"BTC-USDT\"]}");
            reader.await("book");
            house.exchange.level("BTC-USDT", Side.BUY, 6_494_999, 123_000);
            JsonObject book =
                    reader.await("book", m -> m.getJsonArray("bids").encode().contains("\"123\""));

            assertThat(book.getString("kind")).isEqualTo("snapshot");
            assertThat(book.getInteger("depth")).isEqualTo(5);
            assertThat(book.getJsonArray("asks")).hasSize(5);
        }
    }

    @Test
    void tellsTradesAndCandles() {
        try (Reader reader = Reader.open(gateway, "/ws")) {
            reader.subscribe("trades", "BTC-USDT");
            reader.say(
                    "{\"type\":\"subscribe\",\"channel\":\"candles\",\"interval\":\"1m\",\"id\":\"c\","
                        + "\"instruments\":[\"BTC-USDT\"]}");
            reader.await("subscribed", m -> "c".equals(m.getValue("id")));
            house.exchange.trade("BTC-USDT", 6_500_000, 42);
            JsonObject trade = reader.await("trade", m -> m.getString("quantity").equals("0.042"));
            JsonObject candle = reader.await("candle");

            assertThat(trade.getString("price")).isEqualTo("65000");
            assertThat(trade.getString("side")).isEqualTo("buy");
            assertThat(candle.getString("interval")).isEqualTo("1m");
            assertThat(candle.getBoolean("closed")).isFalse();
        }
    }

    @Test
    void tellsNothingMoreAfterUnsubscribe() {
        try (Reader reader = Reader.open(gateway, "/ws");
                Reader witness = Reader.open(gateway, "/ws")) {
            reader.subscribe("trades", "ETH-USDT");
            witness.subscribe("trades", "ETH-USDT");
            reader.await("subscribed");
            witness.await("subscribed");
            reader.say(
                    "{\"type\":\"unsubscribe\",\"channel\":\"trades\",\"instruments\":[\"ETH-USDT\"]}");
            reader.await("unsubscribed");
            house.exchange.trade("ETH-USDT", 300_000, 5);
            witness.await("trade");
            reader.say("{\"type\":\"ping\",\"id\":9}");
            reader.await("pong");

            assertThat(reader.all("trade")).isEmpty();
        }
    }

    @Test
    void answersAPing() {
        try (Reader reader = Reader.open(gateway, "/ws")) {
            reader.say("{\"type\":\"ping\",\"id\":\"p-1\"}");

            JsonObject pong = reader.await("pong");
            assertThat(pong.getString("id")).isEqualTo("p-1");
            assertThat(pong.getString("timestamp")).endsWith("Z");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{|MALFORMED_JSON|null",
                "[]|VALIDATION_FAILED|body",
                "{\"type\":\"dance\",\"id\":3}|VALIDATION_FAILED|type",
                "{\"type\":\"ping\",\"id\":[]}|VALIDATION_FAILED|id",
                "{\"type\":\"ping\",\"colour\":1}|UNKNOWN_FIELD|colour",
                "{\"type\":\"subscribe\"}|VALIDATION_FAILED|channel",
                "{\"type\":\"subscribe\",\"channel\":\"gossip\"}|VALIDATION_FAILED|channel",
                "{\"type\":\"subscribe\",\"channel\":\"prices\"}|VALIDATION_FAILED|instruments",
                "{\"type\":\"subscribe\",\"channel\":\"prices\",\"instruments\":[]}|VALIDATION_FAILED|instruments",
                "{\"type\":\"subscribe\",\"channel\":\"prices\",\"instruments\":[5]}|VALIDATION_FAILED|instruments",
                "{\"type\":\"subscribe\",\"channel\":\"prices\",\"instruments\":[\"DOGE-USDT\"]}|INSTRUMENT_NOT_FOUND|instruments",
                "{\"type\":\"subscribe\",\"channel\":\"prices\",\"instruments\":[\"BTC-USDT\"],\"exchange\":\"x\"}|VALIDATION_FAILED|exchange",
                "{\"type\":\"subscribe\",\"channel\":\"prices\",\"instruments\":[\"BTC-USDT\"],\"depth\":5}|UNKNOWN_FIELD|depth",
                "{\"type\":\"subscribe\",\"channel\":\"book\",\"instruments\":[\"BTC-USDT\"],\"depth\":7}|VALIDATION_FAILED|depth",
                "{\"type\":\"subscribe\",\"channel\":\"book\",\"instruments\":[\"BTC-USDT\"],\"depth\":4294967301}|VALIDATION_FAILED|depth",
                "{\"type\":\"subscribe\",\"channel\":\"candles\",\"instruments\":[\"BTC-USDT\"]}|VALIDATION_FAILED|interval",
                "{\"type\":\"subscribe\",\"channel\":\"candles\",\"instruments\":[\"BTC-USDT\"],\"interval\":\"7m\"}|VALIDATION_FAILED|interval",
                "{\"type\":\"subscribe\",\"channel\":\"orders\",\"after\":-1}|VALIDATION_FAILED|after",
                "{\"type\":\"subscribe\",\"channel\":\"orders\"}|UNAUTHENTICATED|null",
                "{\"type\":\"auth\"}|VALIDATION_FAILED|token",
                "{\"type\":\"auth\",\"token\":\"a\",\"ticket\":\"b\"}|VALIDATION_FAILED|token",
                "{\"type\":\"auth\",\"token\":\"a.b.c\"}|TOKEN_INVALID|Authorization",
                "{\"type\":\"auth\",\"ticket\":\"none\"}|TICKET_INVALID|null"
            })
    void refusesWhatItDoesNotUnderstand(String message, String code, String field) {
        try (Reader reader = Reader.open(gateway, "/ws")) {
            reader.say(message);

            JsonObject error = reader.await("error");
            assertThat(error.getString("code")).isEqualTo(code);
            assertThat(String.valueOf(error.getJsonObject("details").getValue("field")))
                    .isEqualTo(field);
            assertThat(reader.closeCode).hasValue(0);
        }
    }

    @Test
    void repeatsTheIdOfARequestInItsError() {
        try (Reader reader = Reader.open(gateway, "/ws")) {
            reader.say("{\"type\":\"dance\",\"id\":3}");

            assertThat(reader.await("error").getInteger("id")).isEqualTo(3);
        }
    }

    @Test
    void tellsOrdersToTheirOwnerOnly() {
        Tokens anna = house.visitor();
        Tokens berta = house.visitor();
        try (Reader hers = Reader.open(gateway, "/ws").as(anna.access().reveal());
                Reader other = Reader.open(gateway, "/ws").as(berta.access().reveal())) {
            hers.say("{\"type\":\"subscribe\",\"channel\":\"orders\",\"id\":1}");
            other.say("{\"type\":\"subscribe\",\"channel\":\"orders\",\"id\":1}");
            hers.await("subscribed");
            other.await("subscribed");
            JsonObject placed = place(anna);
            JsonObject update = hers.await("order_update");
            place(berta);
            other.await("order_update");

            assertThat(update.getString("order_id")).isEqualTo(placed.getString("id"));
            assertThat(update.getString("status")).isEqualTo("open");
            assertThat(update.getString("order_type")).isEqualTo("limit");
            assertThat(update.getString("quantity")).isEqualTo("0.01");
            assertThat(update.getLong("seq")).isPositive();
            assertThat(hers.all("order_update")).hasSize(1);
            assertThat(other.all("order_update")).hasSize(1);
        }
    }

    @Test
    void resumesOrdersAfterTheLastSeq() {
        Tokens anna = house.visitor();
        long seen;
        try (Reader first = Reader.open(gateway, "/ws").as(anna.access().reveal())) {
            first.say("{\"type\":\"subscribe\",\"channel\":\"orders\"}");
            first.await("subscribed");
            place(anna);
            seen = first.await("order_update").getLong("seq");
        }
        JsonObject missed = place(anna);
        Eventually.until(
                "the events are told", () -> house.events.awaitIdle(Duration.ofSeconds(1)));

        try (Reader second = Reader.open(gateway, "/ws").as(anna.access().reveal())) {
            second.say("{\"type\":\"subscribe\",\"channel\":\"orders\",\"after\":" + seen + "}");
            JsonObject subscribed = second.await("subscribed");
            JsonObject update = second.await("order_update");

            assertThat(subscribed.getBoolean("resumed")).isTrue();
            assertThat(update.getString("order_id")).isEqualTo(missed.getString("id"));
        }
    }

    @Test
    void saysWhenItCannotResume() {
        Tokens anna = house.visitor();
        try (Reader reader = Reader.open(gateway, "/ws").as(anna.access().reveal())) {
            reader.say("{\"type\":\"subscribe\",\"channel\":\"orders\",\"after\":5}");

            assertThat(reader.await("subscribed").getBoolean("resumed")).isFalse();
        }
    }

    /** ASVS 4.4.3: one ticket, one socket. */
    @Test
    void takesATicketOnceAndNoSecondTime() {
        String token = house.visitor().access().reveal();
        String ticket =
                Browser.of(gateway)
                        .as(token)
                        .send("POST", "/v1/ws/ticket", null)
                        .data()
                        .getString("ticket");
        String auth = new JsonObject().put("type", "auth").put("ticket", ticket).encode();

        try (Reader first = Reader.open(gateway, "/ws");
                Reader second = Reader.open(gateway, "/ws")) {
            first.say(auth);
            first.await("authenticated");
            second.say(auth);

            assertThat(second.await("error").getString("code")).isEqualTo("TICKET_INVALID");
        }
    }

    @Test
    void closesAfterThreeDenials() {
        try (Reader reader = Reader.open(gateway, "/ws")) {
            for (int i = 0; i < 3; i++) {
                reader.say("{\"type\":\"auth\",\"token\":\"a.b.c\"}");
            }

            reader.awaitClose(4401);
        }
    }

    /** ASVS 4.4.4, 7.4.1: the streams of a session end with it. */
    @Test
    void closesWhenItsSessionIsRevoked() {
        Tokens anna = house.visitor();
        try (Reader reader = Reader.open(gateway, "/ws").as(anna.access().reveal());
                Reader berta = Reader.open(gateway, "/ws").as(house.visitor().access().reveal())) {
            Browser.of(gateway).as(anna.access().reveal()).send("POST", "/v1/auth/logout", null);

            reader.awaitClose(4401);
            berta.say("{\"type\":\"ping\"}");
            berta.await("pong");
        }
    }

    /** ASVS 7.4.1, 4.4.1-4: a revocation reaches the streams of every node. */
    @Test
    void closesWhenItsSessionIsRevokedAtAnotherNode() {
        Tokens anna = house.visitor();
        try (Reader reader = Reader.open(gateway, "/ws").as(anna.access().reveal());
                Reader berta = Reader.open(gateway, "/ws").as(house.visitor().access().reveal())) {
            house.endElsewhere(anna);

            reader.awaitClose(4401);
            berta.say("{\"type\":\"ping\"}");
            berta.await("pong");
        }
    }

    /** ASVS 4.4.3: a ticket in the place of a token, and the other way round, opens nothing. */
    @Test
    void takesATicketForATicketAndATokenForAToken() {
        String token = house.visitor().access().reveal();
        String ticket =
                Browser.of(gateway)
                        .as(token)
                        .send("POST", "/v1/ws/ticket", null)
                        .data()
                        .getString("ticket");
        try (Reader reader = Reader.open(gateway, "/ws")) {
            reader.say(new JsonObject().put("type", "auth").put("token", ticket).put("id", 1));
            reader.await("error", m -> Integer.valueOf(1).equals(m.getValue("id")));
            reader.say(new JsonObject().put("type", "auth").put("ticket", token).put("id", 2));
            reader.await("error", m -> Integer.valueOf(2).equals(m.getValue("id")));

            assertThat(reader.all("authenticated")).isEmpty();
        }
        assertThat(Browser.of(gateway).as(ticket).get("/v1/users/me").status()).isEqualTo(401);
    }

    @Test
    void keepsOneConnectionForOnePerson() {
        Tokens anna = house.visitor();
        try (Reader reader = Reader.open(gateway, "/ws").as(anna.access().reveal())) {
            String berta = house.visitor().access().reveal();
            reader.say(new JsonObject().put("type", "auth").put("token", berta));

            assertThat(reader.await("error").getString("code")).isEqualTo("FORBIDDEN");
        }
    }

    @Test
    void limitsThePublicAddressToPublicChannels() {
        try (Reader reader = Reader.open(gateway, "/ws/prices")) {
            reader.say("{\"type\":\"subscribe\",\"channel\":\"orders\",\"id\":1}");
            JsonObject orders =
                    reader.await("error", m -> Integer.valueOf(1).equals(m.getValue("id")));
            reader.say(
                    new JsonObject()
                            .put("type", "auth")
                            .put("token", house.visitor().access().reveal())
                            .put("id", 2));
            JsonObject auth =
                    reader.await("error", m -> Integer.valueOf(2).equals(m.getValue("id")));

            assertThat(List.of(orders.getString("code"), auth.getString("code")))
                    .containsOnly("FORBIDDEN");
        }
    }

    /** ASVS 4.4.2: Origin is checked before the handshake. */
    @Test
    void letsOnlyItsOwnPagesIn() {
        String own = "http://127.0.0.1:" + gateway.port();
        try (Reader reader = Reader.open(gateway, "/ws", own, true)) {
            reader.say("{\"type\":\"ping\"}");
            reader.await("pong");
        }

        assertThatThrownBy(() -> Reader.open(gateway, "/ws", "https://evil.example", true))
                .hasStackTraceContaining("403");
    }

    @Test
    void asksForAnUpgradeOfWhoeverSpeaksHttp() {
        Browser.Answered answered = Browser.of(gateway).get("/ws");

        ContractBook.assertError(answered);
        assertThat(answered.status()).isEqualTo(426);
    }

    @Test
    void closesWhoeverAsksTooMuch() {
        try (Reader reader = Reader.open(gateway, "/ws")) {
            for (int i = 0; i < 150; i++) {
                try {
                    reader.say("{\"type\":\"ping\"}");
                } catch (CompletionException closed) {
                    break;
                }
            }

            reader.awaitClose(4429);
        }
    }

    @Test
    void closesWhoeverSaysTooMuchAtOnce() {
        try (Reader reader = Reader.open(gateway, "/ws")) {
            reader.say("{\"type\":\"" + "a".repeat(20_000) + "\"}");

            Eventually.until("the socket was closed", () -> reader.closeCode.get() != 0);
            reader.awaitClose(1009);
        }
    }

    @Test
    void tellsItsReadersThatItStops() {
        Gateway second = house.open(house.config(Optional.empty()));
        try (Reader reader = Reader.open(second, "/ws")) {
            reader.say("{\"type\":\"ping\"}");
            reader.await("pong");

            second.close();

            reader.awaitClose(1001);
        }
    }

    private JsonObject place(Tokens person) {
        return Browser.of(gateway)
                .as(person.access().reveal())
                .post(
                        "/v1/orders",
                        new JsonObject()
                                .put("client_order_id", "s-" + UUID.randomUUID())
                                .put("instrument", "BTC-USDT")
                                .put("side", "buy")
                                .put("type", "limit")
                                .put("quantity", "0.01")
                                .put("price", "64950"))
                .data();
    }

    private static Map<String, String> levels(JsonArray pairs) {
        Map<String, String> levels = new TreeMap<>();
        for (Object pair : pairs) {
            levels.put(((JsonArray) pair).getString(0), ((JsonArray) pair).getString(1));
        }
        return levels;
    }
}
