package dev.k2.sim.okx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.TestSocket;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SocketsTest {
    private static final String BOOKS = "{\"channel\":\"books\",\"instId\":\"BTC-USDT\"}";
    private static TestVenue venue;

    @BeforeAll
    static void start() {
        venue = new TestVenue();
    }

    @AfterAll
    static void stop() {
        venue.close();
    }

    private static void subscribe(TestSocket socket, String arg) {
        socket.send("{\"op\":\"subscribe\",\"args\":[" + arg + "]}");
    }

    private static Predicate<JsonNode> of(String channel) {
        return m -> m.has("data") && m.at("/arg/channel").asText().equals(channel);
    }

    private static Predicate<JsonNode> event(String name) {
        return m -> m.path("event").asText().equals(name);
    }

    @Test
    void answersABarePing() {
        try (TestSocket socket = venue.socket("/ws/v5/public")) {
            socket.send("ping");

            assertThat(socket.nextText()).isEqualTo("pong");
        }
    }

    @Test
    void chainsABookThatStaysSound() {
        try (TestSocket socket = venue.socket("/ws/v5/public")) {
            subscribe(socket, BOOKS);
            JsonNode confirmed = socket.next(event("subscribe"));
            JsonNode snapshot = socket.next(of("books"));
            TreeMap<BigDecimal, String> bids = new TreeMap<>(Comparator.reverseOrder());
            TreeMap<BigDecimal, String> asks = new TreeMap<>();
            apply(snapshot, bids, asks);
            long last = snapshot.at("/data/0/seqId").asLong();

            assertThat(confirmed.path("connId").asText()).isNotEmpty();
            assertThat(snapshot.path("action").asText()).isEqualTo("snapshot");
            assertThat(snapshot.at("/data/0/prevSeqId").asLong()).isEqualTo(-1);
            for (int i = 0; i < 30; i++) {
                JsonNode update = socket.next(of("books"));
                assertThat(update.path("action").asText()).isEqualTo("update");
                assertThat(update.at("/data/0/prevSeqId").asLong()).isEqualTo(last);
                assertThat(update.at("/data/0/checksum").asInt(-1)).isZero();
                last = update.at("/data/0/seqId").asLong();
                apply(update, bids, asks);
                assertThat(bids.firstKey()).isLessThan(asks.firstKey());
            }
        }
    }

    private static void apply(
            JsonNode message, Map<BigDecimal, String> bids, Map<BigDecimal, String> asks) {
        apply(message.at("/data/0/bids"), bids);
        apply(message.at("/data/0/asks"), asks);
    }

    private static void apply(JsonNode levels, Map<BigDecimal, String> side) {
        for (JsonNode level : levels) {
            BigDecimal price = new BigDecimal(level.get(0).asText());
            if (level.get(1).asText().equals("0")) {
                side.remove(price);
            } else {
                side.put(price, level.get(1).asText());
            }
        }
    }

    @Test
    void goesOnFromALowerNumberAfterMaintenance() {
        try (TestSocket socket = venue.socket("/ws/v5/public")) {
            subscribe(socket, BOOKS);
            JsonNode before = socket.next(of("books"));
            venue.setting("sequence_resets", System.nanoTime() >>> 1);
            JsonNode reset =
                    socket.next(
                            of("books")
                                    .and(
                                            m ->
                                                    m.at("/data/0/seqId").asLong()
                                                            < m.at("/data/0/prevSeqId").asLong()));
            JsonNode next = socket.next(of("books"));

            assertThat(before.path("action").asText()).isEqualTo("snapshot");
            assertThat(next.at("/data/0/prevSeqId")).isEqualTo(reset.at("/data/0/seqId"));
        }
    }

    @Test
    void saysThatNothingChangedWithEqualNumbers() {
        venue.setting("keep_alive_ms", 1);
        assertThat(venue.admin("POST", "/market/okx/SHIB-USDT", "{\"status\":\"HALT\"}").status())
                .isEqualTo(200);
        try (TestSocket socket = venue.socket("/ws/v5/public")) {
            subscribe(socket, "{\"channel\":\"books\",\"instId\":\"SHIB-USDT\"}");
            JsonNode idle =
                    socket.next(
                            of("books")
                                    .and(
                                            m ->
                                                    m.at("/data/0/seqId")
                                                            .equals(m.at("/data/0/prevSeqId"))));

            assertThat(idle.at("/data/0/asks")).isEmpty();
        }
        venue.setting("keep_alive_ms", 60_000);
    }

    @Test
    void tellsWhatIsServedElsewhereOrNowhere() {
        try (TestSocket socket = venue.socket("/ws/v5/public")) {
            subscribe(socket, "{\"channel\":\"candle1m\",\"instId\":\"BTC-USDT\"}");
            assertThat(socket.next(event("error")).path("code").asText()).isEqualTo("64001");
            subscribe(socket, "{\"channel\":\"nothing\",\"instId\":\"BTC-USDT\"}");
            assertThat(socket.next(event("error")).path("code").asText()).isEqualTo("60018");
            subscribe(socket, "{\"channel\":\"books\",\"instId\":\"NO-SUCH\"}");
            assertThat(socket.next(event("error")).path("code").asText()).isEqualTo("60018");
            subscribe(socket, "{\"channel\":\"books-l2-tbt\",\"instId\":\"BTC-USDT\"}");
            assertThat(socket.next(event("error")).path("code").asText()).isEqualTo("64003");
            socket.send("{\"op\":\"nothing\",\"args\":[]}");
            assertThat(socket.next(event("error")).path("code").asText()).isEqualTo("60019");
            socket.send("no json");
            assertThat(socket.next(event("error")).path("code").asText()).isEqualTo("60012");
        }
        try (TestSocket socket = venue.socket("/ws/v5/business")) {
            subscribe(socket, BOOKS);
            assertThat(socket.next(event("error")).path("code").asText()).isEqualTo("64002");
        }
        try (TestSocket socket = venue.socket("/ws/v5/private")) {
            subscribe(socket, "{\"channel\":\"orders\",\"instType\":\"ANY\"}");
            assertThat(socket.next(event("error")).path("code").asText()).isEqualTo("60011");
        }
    }

    @Test
    void refusesWrongPapersAtLogin() {
        String good = venue.login("demo");
        try (TestSocket socket = venue.socket("/ws/v5/private")) {
            socket.send(good.replaceFirst("\"sign\":\"...", "\"sign\":\"xyz"));
            assertThat(socket.next(event("error")).path("code").asText()).isEqualTo("60007");
            socket.send(good.replaceFirst("\"passphrase\":\"", "\"passphrase\":\"x"));
            assertThat(socket.next(event("error")).path("code").asText()).isEqualTo("60024");
            socket.send(good.replaceFirst("\"apiKey\":\"", "\"apiKey\":\"x"));
            assertThat(socket.next(event("error")).path("code").asText()).isEqualTo("60032");
            socket.send(good.replaceFirst("\"timestamp\":\"[0-9]+", "\"timestamp\":\"1000"));
            assertThat(socket.next(event("error")).path("code").asText()).isEqualTo("60006");
            socket.send(good);
            assertThat(socket.next(event("login")).path("code").asText()).isEqualTo("0");
        }
    }

    @Test
    void placesAmendsAndCancelsByCode() {
        int code = venue.code("BTC-USDT");
        String order =
                TestVenue.with(
                        TestVenue.spot("buy", "limit", "0.01"), "px", venue.below("BTC-USDT", 5));
        try (TestSocket socket = venue.socketOf("alice")) {
            subscribe(socket, "{\"channel\":\"orders\",\"instType\":\"SPOT\"}");
            assertThat(socket.next(event("channel-conn-count")).path("connCount").asText())
                    .isEqualTo("1");
            socket.send(op("a1", "order", order));
            assertThat(
                            socket.next(m -> m.path("id").asText().equals("a1"))
                                            .at("/data/0/sCode")
                                            .asText()
                                    + "/")
                    .isNotEqualTo("0/");

            String coded = order.replaceFirst("\"instId\":\"BTC-USDT\"", "\"instIdCode\":" + code);
            socket.send(op("a2", "order", coded));
            JsonNode live = socket.next(of("orders"));
            JsonNode placed = socket.next(m -> m.path("id").asText().equals("a2"));
            String id = placed.at("/data/0/ordId").asText();
            assertThat(placed.path("code").asText()).isEqualTo("0");
            assertThat(live.at("/data/0/ordId").asText()).isEqualTo(id);
            assertThat(live.at("/data/0/state").asText()).isEqualTo("live");

            String one = "{\"instIdCode\":" + code + ",\"ordId\":\"" + id + "\"";
            socket.send(op("a3", "amend-order", one + ",\"newSz\":\"0.02\",\"reqId\":\"q1\"}"));
            JsonNode amended = socket.next(of("orders"));
            assertThat(amended.at("/data/0/amendResult").asText()).isEqualTo("0");
            assertThat(amended.at("/data/0/reqId").asText()).isEqualTo("q1");
            assertThat(amended.at("/data/0/sz").asText()).isEqualTo("0.02");

            socket.send(op("a4", "batch-cancel-orders", one + "}"));
            JsonNode gone = socket.next(of("orders"));
            assertThat(gone.at("/data/0/state").asText()).isEqualTo("canceled");
            assertThat(socket.next(m -> m.path("id").asText().equals("a4")).path("code").asText())
                    .isEqualTo("0");
        }
    }

    private static String op(String id, String op, String arg) {
        return "{\"id\":\"" + id + "\",\"op\":\"" + op + "\",\"args\":[" + arg + "]}";
    }

    @Test
    void tellsEachFillWithItsFee() {
        try (TestSocket socket = venue.socketOf("bob")) {
            subscribe(socket, "{\"channel\":\"orders\",\"instType\":\"ANY\"}");
            JsonNode placed =
                    venue.post("trade/order", "bob", TestVenue.swap("buy", "market", "3")).row();
            BigDecimal filled = BigDecimal.ZERO;
            JsonNode last = socket.next(of("orders"));
            assertThat(last.at("/data/0/state").asText()).isEqualTo("live");
            while (!last.at("/data/0/state").asText().equals("filled")) {
                last = socket.next(of("orders"));
                filled = filled.add(new BigDecimal(last.at("/data/0/fillSz").asText()));
                assertThat(last.at("/data/0/tradeId").asText()).isNotEmpty();
                assertThat(last.at("/data/0/execType").asText()).isEqualTo("T");
                assertThat(last.at("/data/0/fillFee").asText()).startsWith("-");
            }

            assertThat(filled).isEqualByComparingTo("3");
            assertThat(last.at("/data/0/ordId")).isEqualTo(placed.path("ordId"));
            assertThat(last.at("/arg/uid").asText()).isNotEmpty();
        }
    }

    @Test
    void tellsOnlyTheInstrumentsThatWereAskedFor() {
        try (TestSocket socket = venue.socketOf("demo")) {
            subscribe(
                    socket,
                    "{\"channel\":\"orders\",\"instType\":\"SPOT\",\"instId\":\"ETH-USDT\"}");
            socket.next(event("subscribe"));
            venue.post("trade/order", "demo", TestVenue.spot("buy", "market", "0.001")).row();
            venue.post(
                            "trade/order",
                            "demo",
                            TestVenue.order("ETH-USDT", "cash", "buy", "market", "0.01"))
                    .row();

            assertThat(socket.next(of("orders")).at("/data/0/instId").asText())
                    .isEqualTo("ETH-USDT");
        }
    }

    @Test
    void countsConnectionsOfAChannel() {
        venue.setting("connections_per_channel", 1);
        try (TestSocket one = venue.socketOf("edward");
                TestSocket other = venue.socketOf("edward")) {
            subscribe(one, "{\"channel\":\"account\"}");
            one.next(of("account"));
            subscribe(other, "{\"channel\":\"account\"}");

            assertThat(other.next(event("channel-conn-count-error")).path("channel").asText())
                    .isEqualTo("account");
        } finally {
            venue.setting("connections_per_channel", 30);
        }
    }

    @Test
    void endsASocketOnWhichNothingIsSaid() {
        venue.setting("idle_ms", 50);
        try (TestSocket socket = venue.socket("/ws/v5/public")) {
            assertThat(socket.endsSoon()).isTrue();
        } finally {
            venue.setting("idle_ms", 30_000);
        }
    }
}
