package dev.k2.exchange.cryptocom;

import static dev.k2.exchange.net.RecordingFeed.prices;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Channel;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.MarketFeed;
import dev.k2.exchange.net.Backoff;
import dev.k2.exchange.net.Eventually;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Net;
import dev.k2.exchange.net.RecordingFeed;
import dev.k2.exchange.net.ScriptedSocketServer;
import dev.k2.exchange.net.ScriptedSocketServer.Connection;
import dev.k2.model.Instrument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The feed against a scripted socket: gaps, heartbeats, refusals, cuts, nonsense. */
class CryptocomFeedTest {
    private static final Instrument BTC = TestCryptocom.PERPETUAL;
    private static final String BOOK = "book.BTCUSD-PERP.50";
    private static final String TICKER = "ticker.BTCUSD-PERP";
    private static final String TRADES = "trade.BTCUSD-PERP";

    private final ScriptedSocketServer sockets = new ScriptedSocketServer();
    private final RecordingFeed heard = new RecordingFeed();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final MarketFeed feed = feed(config -> config);

    private MarketFeed feed(UnaryOperator<CryptocomConfig> change) {
        CryptocomExchange cryptocom =
                CryptocomExchange.open(
                        change.apply(CryptocomConfig.sim(sockets.port())),
                        Net.open(InstantSource.system()));
        open.add(cryptocom);
        return cryptocom.feed(heard);
    }

    @BeforeEach
    void answerRequests() {
        sockets.onText(CryptocomFeedTest::acknowledge);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        sockets.close();
    }

    @Test
    void takesPairsAndContractsFromOneConnectionAndMarksFromAnother() throws Exception {
        Connection first = sockets.next();
        feed.subscribe(BTC, Channel.BOOK);
        feed.subscribe(TestCryptocom.SPOT, Channel.BOOK);
        feed.subscribe(BTC, Channel.MARK_PRICE);
        Connection second = sockets.next();

        assertThat(first.target()).isEqualTo("/exchange/v1/market");
        assertThat(second.target()).isEqualTo("/exchange/v1/market");
        Eventually.holds(
                "both books",
                () -> asked(first, "subscribe").containsAll(List.of(BOOK, "book.BTC_USD.50")));
        Eventually.holds(
                "a mark with its funding and its index",
                () ->
                        asked(second, "subscribe")
                                .equals(
                                        List.of(
                                                "mark.BTCUSD-PERP",
                                                "funding.BTCUSD-PERP",
                                                "index.BTCUSD-INDEX")));
    }

    @Test
    void asksForBooksByTheirChanges() throws Exception {
        Connection connection = subscribed(Channel.BOOK, BOOK);

        JsonNode params = json(connection.heard().getFirst()).path("params");
        assertThat(params.path("book_subscription_type").asText()).isEqualTo("SNAPSHOT_AND_UPDATE");
        assertThat(params.path("book_update_frequency").asInt()).isEqualTo(10);
    }

    @Test
    void keepsABookFromItsSnapshotAndChanges() throws Exception {
        Connection connection = begun();

        connection.send(change(100, 105, "[\"64950.2\",\"2\",\"1\"]", ""));
        connection.send(change(105, 107, "[\"64950.1\",\"0\",\"0\"]", "[\"64950.4\",\"3\",\"0\"]"));

        assertThat(prices(heard.bookAt(107))).containsExactly("64950.2", "64950.4", "64950.5");
        assertThat(heard.sawAnInvalidBook()).isFalse();
        assertThat(heard.skipped).isEmpty();
    }

    @Test
    void asksForTheBookAnewAfterAGap() throws Exception {
        Connection connection = begun();

        connection.send(change(103, 105, "[\"64950.2\",\"2\",\"1\"]", ""));
        Eventually.holds("asked anew", () -> asked(connection, "subscribe").size() == 2);
        connection.send(change(105, 106, "[\"64950.3\",\"2\",\"1\"]", ""));
        connection.send(snapshot(110, "64000", "64001"));

        assertThat(prices(heard.bookAt(110))).containsExactly("64000", "64001");
        assertThat(asked(connection, "unsubscribe")).containsExactly(BOOK);
        assertThat(heard.books.stream().filter(shown -> shown.isEmpty())).hasSize(1);
        connection.send(change(110, 111, "[\"64000.5\",\"1\",\"1\"]", ""));
        assertThat(prices(heard.bookAt(111))).startsWith("64000.5");
    }

    @Test
    void takesEqualNumbersAsASignOfLifeOfAQuietBook() throws Exception {
        Connection connection = begun();

        connection.send(change(100, 100, "", ""));
        connection.send(change(100, 102, "[\"64950.2\",\"2\",\"1\"]", ""));

        assertThat(prices(heard.bookAt(102))).startsWith("64950.2", "64950.1");
        assertThat(heard.sawAnInvalidBook()).isFalse();
        assertThat(asked(connection, "subscribe")).containsExactly(BOOK);
    }

    @Test
    void takesASnapshotInTheMiddleForTheWholeBook() throws Exception {
        Connection connection = begun();

        connection.send(snapshot(140, "64000", "64001"));
        connection.send(change(140, 141, "[\"64000.5\",\"1\",\"1\"]", ""));

        assertThat(prices(heard.bookAt(141))).containsExactly("64000.5", "64000", "64001");
        assertThat(heard.sawAnInvalidBook()).isFalse();
    }

    @Test
    void makesABookInvalidThatIsCrossed() throws Exception {
        Connection connection = begun();

        connection.send(change(100, 101, "[\"64950.5\",\"2\",\"1\"]", ""));
        Eventually.holds("asked anew", () -> asked(connection, "subscribe").size() == 2);
        connection.send(snapshot(110, "64000", "64001"));

        heard.bookAt(110);
        assertThat(heard.books.get(1)).isEmpty();
    }

    @Test
    void makesABookInvalidWhoseChangeCannotBeRead() throws Exception {
        Connection connection = begun();

        connection.send(change(100, 101, "[\"NaN\",\"2\",\"1\"]", ""));
        Eventually.holds("asked anew", () -> asked(connection, "subscribe").size() == 2);
        connection.send(snapshot(110, "64000", "64001"));

        heard.bookAt(110);
        assertThat(heard.books.get(1)).isEmpty();
        assertThat(heard.skipped).singleElement().asString().startsWith(BOOK);
    }

    @Test
    void saysWhatCryptocomRefuses() throws Exception {
        sockets.onText(
                (connection, text) ->
                        connection.send(
                                """
                                {"id":%s,"method":"subscribe","code":"40003","message":"Unknown symbol",\
                                "channel":"%s"}\
                                """
                                        .formatted(json(text).path("id"), BOOK)));

        feed.subscribe(BTC, Channel.BOOK);

        Eventually.holds(
                "said", () -> heard.skipped.stream().anyMatch(words -> words.contains("40003")));
        assertThat(heard.skipped.getFirst()).startsWith("subscription refused");
    }

    @Test
    void subscribesToEverythingAgainAfterACut() throws Exception {
        feed.subscribe(BTC, Channel.TRADES);
        Connection first = begun();
        first.send(trade("2290000000000000001"));
        Eventually.holds("a trade", () -> heard.trades.size() == 1);

        first.cut();
        Connection second = sockets.next();
        Eventually.holds("asked again", () -> asked(second, "subscribe").size() == 2);
        second.send(snapshot(7, "64000", "64001"));
        second.send(trade("2290000000000000001"));
        second.send(trade("2290000000000000002"));

        heard.bookAt(7);
        Eventually.holds("another trade", () -> heard.trades.size() == 2);
        assertThat(asked(second, "subscribe")).containsExactlyInAnyOrder(BOOK, TRADES);
        assertThat(heard.books.get(1)).isEmpty();
        assertThat(feed.reconnects()).isEqualTo(1);
    }

    @Test
    void leavesAStreamThatNobodyWants() throws Exception {
        Connection connection = begun();

        feed.unsubscribe(BTC, Channel.BOOK);

        Eventually.holds("left", () -> asked(connection, "unsubscribe").equals(List.of(BOOK)));
    }

    @Test
    void goesOnAfterMessagesThatItCannotRead() throws Exception {
        Connection connection = subscribed(Channel.QUOTES, TICKER);

        connection.send("no json");
        connection.send("{\"id\":-1,\"method\":\"news\",\"code\":0}");
        connection.send(quote("64950.1").replace("64950.1", "NaN"));
        connection.send(quote("64950.1"));

        Eventually.holds("the quote", () -> heard.quotes.size() == 1);
        assertThat(heard.quotes).containsExactly("BTC-USD-PERP 64950.1 64950.5");
        assertThat(heard.skipped).hasSize(3);
    }

    @Test
    void answersAHeartbeatAtOnceWithItsNumber() throws Exception {
        Connection connection = begun();

        connection.send("{\"id\":1587523073344,\"method\":\"public/heartbeat\",\"code\":0}");
        connection.send(
                "{ \"method\" : \"public/heartbeat\", \"id\" : \"1587523103344\", \"code\":\"0\""
                        + " }");

        Eventually.holds(
                "both answers",
                () ->
                        connection
                                .heard()
                                .containsAll(
                                        List.of(
                                                "{\"id\":1587523073344,\"method\":\"public/respond-heartbeat\"}",
                                                "{\"id\":\"1587523103344\",\"method\":\"public/respond-heartbeat\"}")));
        assertThat(heard.skipped).isEmpty();
        assertThat(feed.state()).isEqualTo(ConnectionState.LIVE);
    }

    @Test
    void noticesThatNoHeartbeatComes() throws Exception {
        Connection stopped = quick(Duration.ofSeconds(30), Duration.ofMillis(700));
        Eventually.holds("asked", () -> asked(stopped, "subscribe").contains(TICKER));
        stopped.send(quote("64950.1"));

        Connection next = sockets.next();

        assertThat(next.target()).isEqualTo("/exchange/v1/market");
        Eventually.holds("left", stopped::isClosed);
        Eventually.holds("asked there", () -> asked(next, "subscribe").contains(TICKER));
    }

    @Test
    void noticesThatNothingComes() throws Exception {
        Connection silent = quick(Duration.ofMillis(700), Duration.ofMinutes(2));

        Connection next = sockets.next();

        assertThat(next.target()).isEqualTo("/exchange/v1/market");
        Eventually.holds("left", silent::isClosed);
    }

    @Test
    void renewsAConnectionBeforeItsTimeIsOverWithoutAHole() throws Exception {
        Connection first = young();
        Eventually.holds("asked", () -> asked(first, "subscribe").contains(BOOK));
        first.send(snapshot(100, "64950.1", "64950.5"));
        heard.bookAt(100);

        Connection second = sockets.next();
        Eventually.holds("asked there", () -> asked(second, "subscribe").contains(BOOK));
        first.send(change(100, 101, "[\"64950.2\",\"1\",\"1\"]", ""));
        heard.bookAt(101);
        second.send(snapshot(101, "64950.2", "64950.5"));
        second.send(change(101, 102, "[\"64950.3\",\"1\",\"1\"]", ""));

        heard.bookAt(102);
        Eventually.holds("the old one is left", first::isClosed);
        assertThat(heard.sawAnInvalidBook()).isFalse();
    }

    @Test
    void opensAnotherConnectionWhenOneIsFull() throws Exception {
        List<CryptocomRestWire.Symbol> many = new ArrayList<>();
        for (int i = 0; i < 410; i++) {
            many.add(TestCryptocom.pair("C" + i, "USD"));
        }
        Connection first = sockets.next();

        for (Instrument each : CryptocomSymbols.of(many, what -> {}).all()) {
            feed.subscribe(each, Channel.TRADES);
        }

        Connection second = sockets.next();
        Eventually.holds(
                "all asked for",
                () ->
                        asked(first, "subscribe").size() == 400
                                && asked(second, "subscribe").size() == 10);
        assertThat(first.heard())
                .allMatch(text -> json(text).path("params").path("channels").size() <= 100);
    }

    /** A connection of a second feed that is watched closely. */
    private Connection quick(Duration silence, Duration heartbeat) throws Exception {
        sockets.next();
        feed(config -> lively(config, silence, heartbeat, Duration.ofHours(1)))
                .subscribe(BTC, Channel.QUOTES);
        return sockets.next();
    }

    /** A connection of a second feed that does not grow old. */
    private Connection young() throws Exception {
        sockets.next();
        feed(config ->
                        lively(
                                config,
                                Duration.ofSeconds(30),
                                Duration.ofMinutes(2),
                                Duration.ofSeconds(2)))
                .subscribe(BTC, Channel.BOOK);
        return sockets.next();
    }

    private static CryptocomConfig lively(
            CryptocomConfig config, Duration silence, Duration heartbeat, Duration age) {
        return config.withLiveness(
                silence,
                heartbeat,
                age,
                new Backoff(Duration.ofMillis(20), Duration.ofMillis(100)));
    }

    private Connection subscribed(Channel channel, String name)
            throws InterruptedException, TimeoutException {
        feed.subscribe(BTC, channel);
        Connection connection = sockets.next();
        Eventually.holds("asked", () -> asked(connection, "subscribe").contains(name));
        return connection;
    }

    /** A book that has begun with number 100. */
    private Connection begun() throws InterruptedException, TimeoutException {
        Connection connection = subscribed(Channel.BOOK, BOOK);
        connection.send(snapshot(100, "64950.1", "64950.5"));
        heard.bookAt(100);
        return connection;
    }

    /** Books and trades have an answer of their own; of a ticker the first message is the answer. */
    private static void acknowledge(Connection connection, String text) {
        JsonNode request = json(text);
        if (!request.path("method").asText().equals("subscribe")) {
            return;
        }
        for (JsonNode channel : request.path("params").path("channels")) {
            String name = channel.asText();
            if (name.startsWith("book.") || name.startsWith("trade.")) {
                connection.send(
                        "{\"id\":%s,\"method\":\"subscribe\",\"code\":0,\"channel\":\"%s\"}"
                                .formatted(request.path("id"), name));
            }
        }
    }

    private static List<String> asked(Connection connection, String method) {
        List<String> channels = new ArrayList<>();
        for (String text : connection.heard()) {
            JsonNode request = json(text);
            if (request.path("method").asText().equals(method)) {
                request.path("params").path("channels").forEach(one -> channels.add(one.asText()));
            }
        }
        return channels;
    }

    private static String snapshot(long number, String bid, String ask) {
        return data(
                BOOK,
                "book",
                """
                {"asks":[["%s","1","1"]],"bids":[["%s","1","1"]],"t":1700000000000,\
                "tt":1700000000000,"u":%d,"cs":1}\
                """
                        .formatted(ask, bid, number));
    }

    private static String change(long previous, long number, String bids, String asks) {
        return data(
                BOOK,
                "book.update",
                """
                {"update":{"asks":[%s],"bids":[%s]},"t":1700000000000,"tt":1700000000000,\
                "u":%d,"pu":%d,"cs":1}\
                """
                        .formatted(asks, bids, number, previous));
    }

    private static String quote(String bid) {
        return data(
                TICKER,
                "ticker",
                """
                {"h":"65000","l":"64000","a":"64950.5","c":"0.01","b":"%s","bs":"1","k":"64950.5",\
                "ks":"2","i":"BTCUSD-PERP","v":"10","vv":"649505","oi":"3","t":1700000000000}\
                """
                        .formatted(bid));
    }

    private static String trade(String id) {
        return data(
                TRADES,
                "trade",
                """
                {"d":"%s","t":1700000000000,"tn":1700000000000000000,"q":"0.001","p":"64950.5",\
                "s":"BUY","i":"BTCUSD-PERP"}\
                """
                        .formatted(id));
    }

    private static String data(String subscription, String channel, String row) {
        return """
        {"id":-1,"method":"subscribe","code":0,"result":{"instrument_name":"BTCUSD-PERP",\
        "subscription":"%s","channel":"%s","data":[%s]}}\
        """
                .formatted(subscription, channel, row);
    }

    private static JsonNode json(String text) {
        try {
            return Json.lenient().readTree(text);
        } catch (IOException noJson) {
            throw new UncheckedIOException(noJson);
        }
    }
}
