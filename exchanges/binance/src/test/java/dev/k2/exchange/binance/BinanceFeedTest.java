package dev.k2.exchange.binance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Channel;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.Health;
import dev.k2.exchange.HealthStatus;
import dev.k2.exchange.MarketFeed;
import dev.k2.exchange.net.Eventually;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.RecordingFeed;
import dev.k2.exchange.net.ScriptedHttpServer.Reply;
import dev.k2.exchange.net.ScriptedSocketServer;
import dev.k2.exchange.net.ScriptedSocketServer.Connection;
import dev.k2.model.BookSnapshot;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The feed against a scripted socket: gaps, cuts, announcements, nonsense. */
class BinanceFeedTest {
    private static final String DEPTH = "btcusdt@depth@100ms";

    private final ScriptedSocketServer sockets = new ScriptedSocketServer();
    private final TestBinance binance = start(sockets);
    private final RecordingFeed heard = new RecordingFeed();
    private final AtomicReference<String> snapshot =
            new AtomicReference<>(snapshot(100, "64950.10", "64950.20"));
    private final Instrument btc = binance.instrument("BTC-USDT");
    private final MarketFeed feed = binance.exchange().feed(heard);

    private static TestBinance start(ScriptedSocketServer sockets) {
        try {
            return new TestBinance(sockets.port());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @BeforeEach
    void answerSubscriptionsAndSnapshots() {
        sockets.onText(BinanceFeedTest::acknowledge);
        binance.on("GET /api/v3/depth", request -> Reply.json(snapshot.get()));
    }

    @AfterEach
    void close() throws IOException {
        binance.close();
        sockets.close();
    }

    @Test
    void tellsQuotesTradesAndTickers() throws Exception {
        feed.subscribe(btc, Channel.QUOTES);
        feed.subscribe(btc, Channel.TRADES);
        feed.subscribe(btc, Channel.TICKER);
        Connection connection = subscribed(3);
        assertThat(connection.target()).isEqualTo("/stream");

        connection.send(quote(7, "64950.10", "64950.20"));
        connection.send(trade(41, "64950.15", true));
        connection.send(
                wrapped(
                        "btcusdt@ticker",
                        "{\"e\":\"24hrTicker\",\"E\":1700000000000,\"s\":\"BTCUSDT\",\"p\":\"1\",\"P\":\"2.5\","
                            + "\"c\":\"64950.15\",\"h\":\"70000\",\"l\":\"60000\",\"v\":\"12.5\",\"q\":\"800000\"}"));

        Eventually.holds("all three", () -> heard.tickers.size() == 1);
        assertThat(heard.quotes).containsExactly("BTC-USDT 64950.1 64950.2");
        assertThat(heard.trades).containsExactly("BTC-USDT 41 64950.15 SELL");
        assertThat(heard.tickers.getFirst().changePercent()).isEqualByComparingTo("2.5");
        assertThat(heard.skipped).isEmpty();
    }

    @Test
    void tellsNothingTwice() throws Exception {
        feed.subscribe(btc, Channel.QUOTES);
        feed.subscribe(btc, Channel.TRADES);
        Connection connection = subscribed(2);

        connection.send(quote(7, "1", "2"));
        connection.send(quote(7, "1", "2"));
        connection.send(quote(6, "1", "2"));
        connection.send(trade(41, "1", false));
        connection.send(trade(41, "1", false));
        connection.send(trade(42, "1", false));

        Eventually.holds("the last trade", () -> heard.trades.size() == 2);
        assertThat(heard.quotes).hasSize(1);
    }

    @Test
    void startsABookFromASnapshotAndTheChangesAfterIt() throws Exception {
        var released = new AtomicBoolean();
        binance.on(
                "GET /api/v3/depth",
                request -> {
                    Eventually.holds("released", released::get);
                    return Reply.json(snapshot.get());
                });
        feed.subscribe(btc, Channel.BOOK);
        Connection connection = subscribed(1);
        connection.send(depth(99, 100, "64950.10", "9"));
        connection.send(depth(101, 102, "64950.11", "2"));
        connection.send(depth(103, 103, "64950.12", "3"));
        connection.send(quote(1, "1", "2"));
        released.set(true);

        BookSnapshot book = bookAt(103);

        assertThat(prices(book)).containsExactly("64950.12", "64950.11", "64950.1");
        assertThat(book.bids().getLast().quantity()).isEqualByComparingTo("1");
        assertThat(binance.requests("GET", "/api/v3/depth")).hasSize(1);
        connection.send(depth(104, 104, "64950.12", "0"));
        assertThat(prices(bookAt(104))).containsExactly("64950.11", "64950.1");
    }

    @Test
    @DisplayName("thrasher-corp/gocryptotrader#746: a book never recovered from a lost change")
    void asksForASnapshotAfterAGap() throws Exception {
        feed.subscribe(btc, Channel.BOOK);
        Connection connection = subscribed(1);
        bookAt(100);
        snapshot.set(snapshot(110, "64000", "64001"));

        connection.send(depth(105, 110, "64950.11", "2"));

        assertThat(prices(bookAt(110))).containsExactly("64000");
        assertThat(heard.books.stream().filter(book -> book.isEmpty())).hasSize(1);
        assertThat(binance.requests("GET", "/api/v3/depth")).hasSize(2);
        connection.send(depth(111, 111, "64000.5", "2"));
        bookAt(111);
    }

    @Test
    void fetchesASnapshotAgainThatIsOlderThanTheFirstChange() throws Exception {
        snapshot.set(snapshot(50, "1", "2"));
        var asked = new AtomicInteger();
        binance.on(
                "GET /api/v3/depth",
                request -> {
                    if (asked.incrementAndGet() == 1) {
                        Eventually.holds("a change", () -> !heard.quotes.isEmpty());
                        return Reply.json(snapshot(50, "1", "2"));
                    }
                    return Reply.json(snapshot(101, "64950.10", "64950.20"));
                });
        feed.subscribe(btc, Channel.BOOK);
        feed.subscribe(btc, Channel.QUOTES);
        Connection connection = subscribed(2);
        connection.send(depth(100, 101, "64950.11", "2"));
        connection.send(quote(1, "1", "2"));

        bookAt(101);

        assertThat(asked).hasValue(2);
        assertThat(heard.books.getFirst()).isPresent();
    }

    @Test
    void makesABookInvalidThatIsCrossed() throws Exception {
        feed.subscribe(btc, Channel.BOOK);
        Connection connection = subscribed(1);
        bookAt(100);
        snapshot.set(snapshot(120, "64000", "64001"));

        connection.send(depth(101, 101, "64950.20", "2"));

        bookAt(120);
        assertThat(heard.books.get(1)).isEmpty();
    }

    @Test
    void ignoresAChangeThatCameBefore() throws Exception {
        feed.subscribe(btc, Channel.BOOK);
        Connection connection = subscribed(1);
        bookAt(100);
        connection.send(depth(101, 101, "64950.11", "2"));
        bookAt(101);

        connection.send(depth(101, 101, "64950.11", "7"));
        connection.send(depth(102, 102, "64950.12", "1"));

        BookSnapshot book = bookAt(102);
        assertThat(book.bids().get(1).quantity()).isEqualByComparingTo("2");
        assertThat(binance.requests("GET", "/api/v3/depth")).hasSize(1);
    }

    @Test
    void makesABookInvalidWhoseChangeCannotBeRead() throws Exception {
        feed.subscribe(btc, Channel.BOOK);
        Connection connection = subscribed(1);
        bookAt(100);
        snapshot.set(snapshot(130, "64000", "64001"));

        connection.send(
                wrapped(
                        DEPTH,
                        "{\"e\":\"depthUpdate\",\"E\":1,\"s\":\"BTCUSDT\",\"U\":101,\"u\":101,"
                                + "\"b\":[[\"64950.11\",\"2\"],[\"NaN\",\"1\"]],\"a\":[]}"));

        bookAt(130);
        assertThat(heard.books.get(1)).isEmpty();
        assertThat(heard.skipped).hasSize(1);
        assertThat(heard.skipped.getFirst()).startsWith(DEPTH);
    }

    @Test
    void goesOnAfterMessagesThatItCannotRead() throws Exception {
        feed.subscribe(btc, Channel.QUOTES);
        Connection connection = subscribed(1);

        connection.send("no json");
        connection.send("{\"news\":1}");
        connection.send("{\"stream\":\"btcusdt@bookTicker\",\"data\":{\"u\":1}}");
        connection.send("{\"stream\":\"btcusdt@bookTicker\",\"data\":");
        connection.send(quote(7, "1", "2"));

        Eventually.holds("the quote", () -> heard.quotes.size() == 1);
        assertThat(heard.skipped).hasSize(4);
    }

    @Test
    void subscribesToEverythingAgainAfterACut() throws Exception {
        feed.subscribe(btc, Channel.BOOK);
        feed.subscribe(btc, Channel.TRADES);
        Connection first = subscribed(2);
        bookAt(100);
        first.send(trade(41, "1", false));
        Eventually.holds("a trade", () -> heard.trades.size() == 1);
        snapshot.set(snapshot(200, "64000", "64001"));

        first.cut();
        Connection second = subscribed(2);

        bookAt(200);
        assertThat(feed.reconnects()).isEqualTo(1);
        assertThat(heard.books.get(1)).isEmpty();
        assertThat(heard.states)
                .containsExactly(
                        ConnectionState.LIVE,
                        ConnectionState.BACKING_OFF,
                        ConnectionState.CONNECTING,
                        ConnectionState.LIVE);
        second.send(trade(42, "1", false));
        Eventually.holds("another trade", () -> heard.trades.size() == 2);
    }

    @Test
    void changesConnectionsWhenAShutdownIsAnnounced() throws Exception {
        feed.subscribe(btc, Channel.BOOK);
        Connection first = subscribed(1);
        bookAt(100);

        first.send("{\"stream\":\"!serverShutdown\",\"data\":{\"e\":\"serverShutdown\",\"E\":1}}");
        Connection second = subscribed(1);
        Eventually.holds("the old one is closed", first::isClosed);
        second.send(depth(101, 101, "64950.11", "2"));

        bookAt(101);
        assertThat(heard.states).containsExactly(ConnectionState.LIVE);
        assertThat(heard.books).allMatch(book -> book.isPresent());
        assertThat(binance.requests("GET", "/api/v3/depth")).hasSize(1);
    }

    @Test
    void losesNothingWhileTwoConnectionsTell() throws Exception {
        feed.subscribe(btc, Channel.BOOK);
        Connection first = subscribed(1);
        bookAt(100);
        var secondIsAnswered = new AtomicBoolean();
        sockets.onText(
                (connection, text) -> {
                    if (secondIsAnswered.get()) {
                        acknowledge(connection, text);
                    }
                });
        first.send("{\"e\":\"serverShutdown\",\"E\":1}");
        Connection second = sockets.next();
        Eventually.holds("asked", () -> !second.heard().isEmpty());

        first.send(depth(101, 101, "64950.11", "2"));
        bookAt(101);
        second.send(depth(101, 102, "64950.12", "3"));
        bookAt(102);
        first.send(depth(102, 102, "64950.12", "3"));
        second.send(depth(103, 103, "64950.13", "4"));

        bookAt(103);
        assertThat(heard.books).allMatch(book -> book.isPresent());
        assertThat(first.isClosed()).isFalse();
    }

    @Test
    void asksForManyStreamsInFewMessages() throws Exception {
        List<Instrument> many = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            many.add(named(btc, "COIN" + i));
        }
        for (Instrument instrument : many) {
            feed.subscribe(instrument, Channel.TRADES);
        }

        Connection connection = sockets.next();

        Eventually.holds("all asked for", () -> streams(connection).size() == 250);
        assertThat(connection.heard().size()).isLessThanOrEqualTo(6);
    }

    @Test
    void opensAnotherConnectionWhenOneIsFull() throws Exception {
        for (int i = 0; i < 1_100; i++) {
            feed.subscribe(named(btc, "COIN" + i), Channel.TRADES);
        }

        Connection first = sockets.next();
        Connection second = sockets.next();

        Eventually.holds("all asked for", () -> streams(first).size() == 1_000);
        Eventually.holds("the rest asked for", () -> streams(second).size() == 100);
    }

    @Test
    void stopsAStream() throws Exception {
        feed.subscribe(btc, Channel.TRADES);
        feed.subscribe(btc, Channel.QUOTES);
        Connection connection = subscribed(2);

        feed.unsubscribe(btc, Channel.TRADES);

        Eventually.holds(
                "asked to stop",
                () ->
                        connection.heard().stream()
                                .anyMatch(
                                        text ->
                                                text.contains("UNSUBSCRIBE")
                                                        && text.contains("btcusdt@trade")));
        connection.send(trade(41, "1", false));
        connection.send(quote(7, "1", "2"));
        Eventually.holds("the quote", () -> heard.quotes.size() == 1);
        assertThat(heard.trades).isEmpty();
    }

    @Test
    void tellsThatBinanceRefusedAStream() throws Exception {
        sockets.onText(
                (connection, text) ->
                        connection.send(
                                "{\"error\":{\"code\":2,\"msg\":\"Invalid request\"},\"id\":"
                                        + json(text).path("id")
                                        + "}"));

        feed.subscribe(btc, Channel.TRADES);

        Eventually.holds("told", () -> !heard.skipped.isEmpty());
        assertThat(heard.skipped.getFirst()).contains("Invalid request");
    }

    @Test
    void echoesPingsAndStays() throws Exception {
        feed.subscribe(btc, Channel.TRADES);
        Connection connection = subscribed(1);

        connection.ping("1700000000000");

        Eventually.holds("a pong", () -> connection.pongs().contains("1700000000000"));
        assertThat(feed.state()).isEqualTo(ConnectionState.LIVE);
    }

    @Test
    void noticesAStreamThatFallsSilentOnALivingConnection() throws Exception {
        try (var other =
                new TestBinance(
                        sockets.port(),
                        config ->
                                config.withLiveness(
                                        Duration.ofSeconds(2),
                                        Duration.ofMillis(500),
                                        Duration.ofHours(1)))) {
            var told = new RecordingFeed();
            other.on("GET /api/v3/depth", request -> Reply.json(snapshot.get()));
            MarketFeed quiet = other.exchange().feed(told);
            quiet.subscribe(btc, Channel.BOOK);
            Eventually.holds(
                    "a book", () -> told.book().map(BookSnapshot::sequence).orElse(0L) == 100);

            snapshot.set(snapshot(140, "64000", "64001"));

            Eventually.holds(
                    "the book of later",
                    () -> told.book().map(BookSnapshot::sequence).orElse(0L) == 140);
            assertThat(told.books.stream().filter(book -> book.isEmpty())).hasSize(1);
        }
    }

    @Test
    void leavesAQuietMarketAlone() throws Exception {
        try (var other =
                new TestBinance(
                        sockets.port(),
                        config ->
                                config.withLiveness(
                                        Duration.ofSeconds(1),
                                        Duration.ofMillis(500),
                                        Duration.ofHours(1)))) {
            var told = new RecordingFeed();
            other.on("GET /api/v3/depth", request -> Reply.json(snapshot.get()));
            other.exchange().feed(told).subscribe(btc, Channel.BOOK);

            Eventually.holds(
                    "several comparisons",
                    () -> other.requests("GET", "/api/v3/depth").size() >= 4);

            assertThat(told.books).hasSize(1);
            assertThat(told.book()).isPresent();
        }
    }

    @Test
    void noticesThatTradesFellSilent() throws Exception {
        try (var other = watched(Duration.ofSeconds(2), Duration.ofHours(1))) {
            var told = new RecordingFeed();
            var newest = new AtomicInteger(41);
            other.on("GET /api/v3/ticker/24hr", request -> Reply.json(ticker(newest.get())));
            other.exchange().feed(told).subscribe(btc, Channel.TRADES);
            Connection connection = sockets.next();
            Eventually.holds("asked", () -> asked(connection, "SUBSCRIBE") == 1);
            connection.send(trade(41, "1", false));
            Eventually.holds(
                    "a comparison", () -> !other.requests("GET", "/api/v3/ticker/24hr").isEmpty());
            assertThat(asked(connection, "UNSUBSCRIBE")).isZero();

            newest.set(45);

            Eventually.holds("asked anew", () -> asked(connection, "SUBSCRIBE") == 2);
            assertThat(asked(connection, "UNSUBSCRIBE")).isEqualTo(1);
            assertThat(told.states).containsExactly(ConnectionState.LIVE);
        }
    }

    @Test
    void noticesThatBestPricesFellSilent() throws Exception {
        try (var other = watched(Duration.ofSeconds(2), Duration.ofHours(1))) {
            other.on("GET /api/v3/depth", request -> Reply.json(snapshot.get()));
            other.exchange().feed(new RecordingFeed()).subscribe(btc, Channel.QUOTES);
            Connection connection = sockets.next();
            Eventually.holds("asked", () -> asked(connection, "SUBSCRIBE") == 1);

            connection.send(quote(7, "64950.10", "64950.20"));
            Eventually.holds(
                    "a comparison", () -> !other.requests("GET", "/api/v3/depth").isEmpty());
            assertThat(asked(connection, "SUBSCRIBE")).isEqualTo(1);
            snapshot.set(snapshot(300, "64000", "64001"));

            Eventually.holds("asked anew", () -> asked(connection, "SUBSCRIBE") == 2);
        }
    }

    @Test
    void renewsAConnectionBeforeItsTimeIsOverWithoutAHole() throws Exception {
        try (var other = watched(Duration.ofSeconds(10), Duration.ofSeconds(3))) {
            var told = new RecordingFeed();
            other.on("GET /api/v3/depth", request -> Reply.json(snapshot.get()));
            MarketFeed young = other.exchange().feed(told);
            young.subscribe(btc, Channel.BOOK);
            young.subscribe(btc, Channel.TRADES);
            Connection first = sockets.next();
            Eventually.holds("a book", () -> told.book().isPresent());
            first.send(trade(41, "1", false));

            Connection second = sockets.next();
            Eventually.holds("asked for both", () -> streams(second).size() == 2);
            // The new connection is ahead, and the old one still brings what is missing.
            second.send(depth(103, 103, "64950.13", "1"));
            second.send(trade(43, "1", false));
            first.send(depth(101, 102, "64950.11", "2"));
            first.send(trade(42, "1", false));
            first.send(trade(43, "1", false));

            Eventually.holds(
                    "the book of both",
                    () -> told.book().map(BookSnapshot::sequence).orElse(0L) == 103);
            Eventually.holds("all trades", () -> told.trades.size() == 3);
            assertThat(told.trades).doesNotHaveDuplicates();
            assertThat(told.books).allMatch(book -> book.isPresent());
            assertThat(told.states).containsExactly(ConnectionState.LIVE);
        }
    }

    @Test
    void tellsHowItStands() throws Exception {
        feed.subscribe(btc, Channel.BOOK);
        Connection connection = subscribed(1);
        bookAt(100);
        connection.send("no json");
        Eventually.holds("skipped", () -> heard.skipped.size() == 1);

        Health whole = ((BinanceFeed) feed).health();

        assertThat(whole.status()).isEqualTo(HealthStatus.HEALTHY);
        Health way = whole.parts().getFirst();
        assertThat(way.facts())
                .containsEntry("state", "live")
                .containsEntry("streams", "1")
                .containsEntry("invalid_books", "0")
                .containsEntry("skipped_messages", "1")
                .containsKey("last_message_age_ms");
        assertThat(way.parts().getFirst().facts()).containsEntry("reconnects", "0");
        connection.cut();
        Eventually.holds(
                "another connection",
                () ->
                        "1"
                                .equals(
                                        ((BinanceFeed) feed)
                                                .health()
                                                .parts()
                                                .getFirst()
                                                .parts()
                                                .getFirst()
                                                .facts()
                                                .get("reconnects")));
    }

    @Test
    void isOverOnceItIsClosed() throws Exception {
        feed.subscribe(btc, Channel.TRADES);
        Connection connection = subscribed(1);

        feed.close();

        assertThat(feed.state()).isEqualTo(ConnectionState.CLOSED);
        Eventually.holds("the socket is closed", connection::isClosed);
    }

    /** Another Binance of other limits; the next connection is its own. */
    private TestBinance watched(Duration silence, Duration age) throws Exception {
        sockets.next();
        return new TestBinance(
                sockets.port(),
                config -> config.withLiveness(silence, Duration.ofMillis(600), age));
    }

    private static long asked(Connection connection, String method) {
        return connection.heard().stream()
                .filter(text -> json(text).path("method").asText().equals(method))
                .count();
    }

    private static String ticker(long lastId) {
        return """
        {"symbol":"BTCUSDT","priceChangePercent":"1","lastPrice":"1","highPrice":"1","lowPrice":"1",
         "volume":"1","quoteVolume":"1","closeTime":1,"lastId":%d}
        """
                .formatted(lastId);
    }

    /** The next connection, once it has asked for so many streams and the feed is live. */
    private Connection subscribed(int streams) throws Exception {
        Connection connection = sockets.next();
        Eventually.holds("asked for streams", () -> streams(connection).size() == streams);
        Eventually.holds("live", () -> feed.state() == ConnectionState.LIVE);
        return connection;
    }

    private BookSnapshot bookAt(long sequence) {
        Eventually.holds(
                "a valid book at " + sequence,
                () -> heard.book().map(book -> book.sequence() == sequence).orElse(false));
        return heard.book().orElseThrow();
    }

    private static List<String> prices(BookSnapshot book) {
        return book.bids().stream()
                .map(level -> level.price().stripTrailingZeros().toPlainString())
                .toList();
    }

    private static Set<String> streams(Connection connection) {
        Set<String> streams = new HashSet<>();
        for (String text : connection.heard()) {
            JsonNode message = json(text);
            if (message.path("method").asText().equals("SUBSCRIBE")) {
                message.path("params").forEach(name -> streams.add(name.asText()));
            }
        }
        return streams;
    }

    private static void acknowledge(Connection connection, String text) {
        connection.send("{\"result\":null,\"id\":" + json(text).path("id") + "}");
    }

    private static JsonNode json(String text) {
        try {
            return Json.lenient().readTree(text);
        } catch (IOException noJson) {
            throw new UncheckedIOException(noJson);
        }
    }

    private static Instrument named(Instrument like, String base) {
        return new Instrument(
                like.exchange(),
                InstrumentId.spot(base, like.quote()),
                base + like.quote(),
                like.kind(),
                base,
                like.quote(),
                like.contractSize(),
                like.status(),
                like.rules(),
                like.priceScale(),
                like.quantityScale());
    }

    private static String snapshot(long sequence, String bid, String ask) {
        return "{\"lastUpdateId\":%d,\"bids\":[[\"%s\",\"1.00000000\"]],\"asks\":[[\"%s\",\"1.00000000\"]]}"
                .formatted(sequence, bid, ask);
    }

    private static String depth(long first, long last, String bid, String quantity) {
        return wrapped(
                DEPTH,
                "{\"e\":\"depthUpdate\",\"E\":1700000000000,\"s\":\"BTCUSDT\",\"U\":%d,\"u\":%d,\"b\":[[\"%s\",\"%s\"]],\"a\":[]}"
                        .formatted(first, last, bid, quantity));
    }

    private static String quote(long number, String bid, String ask) {
        return wrapped(
                "btcusdt@bookTicker",
                "{\"u\":%d,\"s\":\"BTCUSDT\",\"b\":\"%s\",\"B\":\"1\",\"a\":\"%s\",\"A\":\"2\"}"
                        .formatted(number, bid, ask));
    }

    private static String trade(long id, String price, boolean buyerIsMaker) {
        return wrapped(
                "btcusdt@trade",
                "{\"e\":\"trade\",\"E\":1700000000001,\"s\":\"BTCUSDT\",\"t\":%d,\"p\":\"%s\",\"q\":\"0.5\",\"T\":1700000000000,\"m\":%s,\"M\":true}"
                        .formatted(id, price, buyerIsMaker));
    }

    private static String wrapped(String stream, String data) {
        return "{\"stream\":\"" + stream + "\",\"data\":" + data + "}";
    }
}
