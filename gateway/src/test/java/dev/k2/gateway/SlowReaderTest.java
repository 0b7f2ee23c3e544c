package dev.k2.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.accounts.Tokens;
import dev.k2.model.Order;
import dev.k2.model.OrderId;
import dev.k2.model.UserId;
import dev.k2.platform.Eventually;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Readers that do not keep up: the newest state for them, and no harm to anybody else. */
class SlowReaderTest {
    private static final List<String> BUSY = List.of("BTC-USDT", "ETH-USDT", "PEPE-USDT");

    private final House house = House.shared();

    @Test
    void tellsTheNewestStateAndNoOldQueue() {
        try (Gateway gateway = house.open(with(Duration.ofMinutes(5)));
                Reader lazy = Reader.lazy(gateway);
                Reader witness = Reader.open(gateway, "/ws")) {
            witness.subscribe("prices", "BTC-USDT");
            subscribeToEverything(lazy::say);
            double before = slowReaders();

            int moves = 0;
            for (; slowReaders() == before && moves < 20_000; moves++) {
                moveAll(5_000_000 + moves);
            }
            for (int i = 0; i < 200; i++) {
                moveAll(6_000_000 + i);
            }
            moveAll(7_777_777);
            witness.await("price", p -> p.getString("bid").equals("77777.76"));
            lazy.request(Long.MAX_VALUE / 2);
            lazy.await("price", p -> p.getString("bid").equals("77777.76"));
            lazy.await(
                    "book",
                    b ->
                            b.getString("instrument").equals("BTC-USDT")
                                    && b.getJsonArray("bids").encode().contains("77777.76"));

            assertThat(slowReaders()).isGreaterThan(before);
            assertThat(lazy.all("price").size()).isLessThan(moves + 200);
            assertChained(lazy);
        }
    }

    @Test
    void closesAReaderThatReadsNothingAndHarmsNobody() {
        try (Gateway gateway = house.open(with(Duration.ofMillis(500)));
                Reader lazy = Reader.lazy(gateway);
                Reader witness = Reader.open(gateway, "/ws")) {
            subscribeToEverything(lazy::say);
            witness.subscribe("trades", "SOL-USDT");
            witness.await("subscribed");
            String reason = "k2_ws_closed_total{reason=\"too_slow\"}";
            double before = figure(reason);

            int[] moves = {0};
            Eventually.until(
                    "the reader was closed",
                    () -> {
                        moveAll(5_000_000 + moves[0]++);
                        return figure(reason) > before;
                    });
            house.exchange.trade("SOL-USDT", 100, 1);

            witness.await("trade");
        }
    }

    @Test
    void keepsLittleForOneThatStallsAmongFiveHundredAndTellsTheOthersEverything() {
        Duration slowReaderMax = Duration.ofMinutes(1);
        List<Reader> others = new ArrayList<>();
        try (Gateway gateway = house.open(with(slowReaderMax));
                Reader witness = Reader.open(gateway, "/ws")) {
            subscribeToEverything(witness::say);
            for (int i = 0; i < 498; i++) {
                others.add(Reader.open(gateway, "/ws/prices"));
                others.getLast().subscribe("prices", "SOL-USDT");
            }
            others.forEach(reader -> reader.await("subscribed"));
            Eventually.until(
                    "one that reads again in time hears why it was closed",
                    () -> {
                        StalledReader.Sent sent = stall(gateway, witness, slowReaderMax);
                        assertThat(sent.bytes()).isLessThan(1024 * 1024);
                        return sent.closeCode() == 4408;
                    });
            house.exchange.moveTo("SOL-USDT", 7_777_777);

            for (Reader reader : others) {
                reader.await("price", price -> "77777.76".equals(price.getString("bid")));
            }
        } finally {
            others.forEach(Reader::close);
            // The clock was put forward, and what nobody moved is stale for whoever comes next.
            house.settle();
        }
    }

    /** Has a reader stall until twice as much as may be kept for it was told to one who reads. */
    private StalledReader.Sent stall(Gateway gateway, Reader witness, Duration slowReaderMax) {
        try (StalledReader stalled = StalledReader.open(gateway)) {
            String reason = "k2_ws_closed_total{reason=\"too_slow\"}";
            double closed = figure(reason);
            double slow = slowReaders();
            subscribeToEverything(stalled::say);
            int known = witness.messages.size();
            int[] moves = {0};
            Eventually.until(
                    "more was told than may be kept",
                    () -> {
                        moveAll(5_000_000 + moves[0]++);
                        house.exchange.moveTo("SOL-USDT", 1_000_000 + moves[0] / 10);
                        return moves[0] % 50 == 0 && bytes(witness, known) > 2 * 1024 * 1024;
                    });
            assertThat(slowReaders()).isGreaterThan(slow);
            house.clock.forward(slowReaderMax.plusSeconds(1));
            Eventually.until("the reader was closed", () -> figure(reason) > closed);
            return stalled.read();
        }
    }

    private static long bytes(Reader reader, int from) {
        return reader.messages.stream().skip(from).mapToLong(m -> m.encode().length()).sum();
    }

    @Test
    void closesForResumingWhenOrdersCannotBeKept() {
        Tokens anna = house.visitor();
        try (Gateway gateway = house.open(with(Duration.ofMinutes(5)));
                Reader lazy = Reader.lazy(gateway)) {
            lazy.say(new JsonObject().put("type", "auth").put("token", anna.access().reveal()));
            lazy.await("authenticated");
            lazy.say("{\"type\":\"subscribe\",\"channel\":\"orders\"}");
            String reason = "k2_ws_closed_total{reason=\"resume\"}";
            double before = figure(reason);
            Order order = place(gateway, anna);

            Eventually.until(
                    "the reader was closed",
                    () -> {
                        for (int i = 0; i < 200; i++) {
                            house.trading.tell(order);
                        }
                        house.events.awaitIdle(Duration.ofSeconds(5));
                        return figure(reason) > before;
                    });
            lazy.request(Long.MAX_VALUE / 2);
            lazy.awaitClose(4409);

            List<JsonObject> updates = lazy.all("order_update");
            for (int i = 1; i < updates.size(); i++) {
                assertThat(updates.get(i).getLong("seq"))
                        .isEqualTo(updates.get(i - 1).getLong("seq") + 1);
            }
        }
    }

    @Test
    void closesWhenItsTokenHasEndedUnlessItWasRenewed() {
        Gateway gateway = House.gateway();
        House.Pair tokens = house.briefAndUsual();
        try (Reader ending = Reader.open(gateway, "/ws").as(tokens.brief());
                Reader renewed = Reader.open(gateway, "/ws").as(tokens.brief())) {
            renewed.say(new JsonObject().put("type", "auth").put("token", tokens.usual()));
            Eventually.until("it is renewed", () -> renewed.all("authenticated").size() == 2);

            ending.awaitClose(4401);
            renewed.say("{\"type\":\"ping\"}");
            renewed.await("pong");
        }
    }

    @Test
    void limitsSubscriptions() {
        GatewayConfig.Limits usual = house.config(Optional.empty()).limits();
        GatewayConfig.Limits few =
                new GatewayConfig.Limits(
                        usual.bodyBytesMax(),
                        usual.requestsInFlight(),
                        1,
                        2,
                        usual.sessionCheckEvery(),
                        usual.slowReaderMax());
        try (Gateway gateway = house.open(house.config(Optional.empty()).with(few));
                Reader reader = Reader.open(gateway, "/ws")) {
            reader.subscribe("prices", "BTC-USDT", "ETH-USDT");
            reader.await("subscribed");
            reader.subscribe("trades", "BTC-USDT");
            JsonObject error = reader.await("error");
            reader.subscribe("prices", "BTC-USDT");

            assertThat(error.getString("code")).isEqualTo("TOO_MANY_SUBSCRIPTIONS");
            Browser.Answered full =
                    RawHttp.send(
                            gateway.port(),
                            String.join(
                                    "\r\n",
                                    "GET /ws HTTP/1.1",
                                    "Host: k2",
                                    "Upgrade: websocket",
                                    "Connection: Upgrade",
                                    "Sec-WebSocket-Version: 13",
                                    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
                                    "",
                                    ""));
            ContractBook.assertError(full);
            assertThat(full.status()).isEqualTo(503);
        }
    }

    private GatewayConfig with(Duration slowReaderMax) {
        GatewayConfig config = house.config(Optional.empty());
        GatewayConfig.Limits usual = config.limits();
        return config.with(
                new GatewayConfig.Limits(
                        usual.bodyBytesMax(),
                        usual.requestsInFlight(),
                        usual.socketsMax(),
                        usual.subscriptionsMax(),
                        usual.sessionCheckEvery(),
                        slowReaderMax));
    }

    private static void subscribeToEverything(Consumer<JsonObject> reader) {
        reader.accept(subscription("prices"));
        reader.accept(subscription("book"));
        for (int depth : List.of(5, 10, 20)) {
            reader.accept(subscription("book").put("depth", depth));
        }
    }

    private static JsonObject subscription(String channel) {
        return new JsonObject()
                .put("type", "subscribe")
                .put("channel", channel)
                .put("instruments", BUSY);
    }

    /** Waits a little, so that market data tells of each move. */
    private void moveAll(long price) {
        for (String name : BUSY) {
            house.exchange.moveTo(name, price);
        }
        LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }

    /** Every change of a book follows the message before it, or a snapshot stands between. */
    private static void assertChained(Reader reader) {
        for (String name : BUSY) {
            long seq = -1;
            for (JsonObject book :
                    reader.all(
                            "book",
                            b ->
                                    b.getString("instrument").equals(name)
                                            && !b.containsKey("depth"))) {
                if (book.getString("kind").equals("delta")) {
                    assertThat(book.getLong("prev_seq")).isEqualTo(seq);
                }
                seq = book.getLong("seq");
            }
        }
    }

    private Order place(Gateway gateway, Tokens person) {
        String id =
                Browser.of(gateway)
                        .as(person.access().reveal())
                        .post(
                                "/v1/orders",
                                new JsonObject()
                                        .put("client_order_id", "slow-" + UUID.randomUUID())
                                        .put("instrument", "BTC-USDT")
                                        .put("side", "buy")
                                        .put("type", "limit")
                                        .put("quantity", "0.01")
                                        .put("price", "64950"))
                        .data()
                        .getString("id");
        UserId user = person.user();
        return house.trading.find(user, OrderId.parse(id).orElseThrow()).orElseThrow();
    }

    private double slowReaders() {
        return figure("k2_ws_slow_readers_total");
    }

    private double figure(String name) {
        return house.metrics
                .scrape()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }
}
