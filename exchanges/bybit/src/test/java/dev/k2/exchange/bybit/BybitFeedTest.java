package dev.k2.exchange.bybit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Channel;
import dev.k2.exchange.MarketFeed;
import dev.k2.exchange.net.Backoff;
import dev.k2.exchange.net.Eventually;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Net;
import dev.k2.exchange.net.RecordingFeed;
import dev.k2.exchange.net.ScriptedSocketServer;
import dev.k2.exchange.net.ScriptedSocketServer.Connection;
import dev.k2.model.BookSnapshot;
import dev.k2.model.CandleInterval;
import dev.k2.model.Instrument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The feed against a scripted socket: gaps, restarts, refusals, cuts, nonsense. */
class BybitFeedTest {
    private static final String BOOK = "orderbook.50.BTCUSDT";
    private static final String BEST = "orderbook.1.BTCUSDT";
    private static final Instrument BTC = TestBybit.LINEAR;

    private final ScriptedSocketServer sockets = new ScriptedSocketServer();
    private final RecordingFeed heard = new RecordingFeed();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final MarketFeed feed = feed(config -> config);

    private MarketFeed feed(UnaryOperator<BybitConfig> change) {
        BybitExchange bybit =
                BybitExchange.open(
                        change.apply(BybitConfig.sim(sockets.port())),
                        Net.open(InstantSource.system()));
        open.add(bybit);
        return bybit.feed(heard);
    }

    @BeforeEach
    void answerRequests() {
        sockets.onText((connection, text) -> answer(connection, text, true));
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        sockets.close();
    }

    @Test
    void takesEachCategoryFromItsOwnConnection() throws Exception {
        Connection first = sockets.next();
        feed.subscribe(BTC, Channel.BOOK);
        feed.subscribe(TestBybit.SPOT, Channel.BOOK);
        feed.subscribe(TestBybit.SPOT, Channel.candles(CandleInterval.M1));
        Connection second = sockets.next();

        assertThat(first.target()).isEqualTo("/v5/public/linear");
        assertThat(second.target()).isEqualTo("/v5/public/spot");
        Eventually.holds("linear asked", () -> asked(first, "subscribe").equals(List.of(BOOK)));
        Eventually.holds(
                "spot asked",
                () -> asked(second, "subscribe").containsAll(List.of(BOOK, "kline.1.BTCUSDT")));
    }

    @Test
    void keepsABookFromItsSnapshotAndChanges() throws Exception {
        Connection connection = subscribed(Channel.BOOK, BOOK);

        connection.send(book("snapshot", 100, "[\"64950.1\",\"1\"]", "[\"64950.5\",\"1\"]"));
        heard.bookAt(100);
        connection.send(book("delta", 101, "[\"64950.2\",\"2\"]", ""));
        connection.send(book("delta", 102, "[\"64950.1\",\"0\"]", "[\"64950.4\",\"3\"]"));

        BookSnapshot book = heard.bookAt(102);
        assertThat(prices(book)).containsExactly("64950.2", "64950.4", "64950.5");
        assertThat(heard.sawAnInvalidBook()).isFalse();
        assertThat(heard.skipped).isEmpty();
    }

    @Test
    void asksForTheBookAnewAfterAGap() throws Exception {
        Connection connection = begun();

        connection.send(book("delta", 103, "[\"64950.2\",\"2\"]", ""));
        Eventually.holds("asked anew", () -> asked(connection, "subscribe").size() == 2);
        connection.send(book("delta", 104, "[\"64950.3\",\"2\"]", ""));
        connection.send(book("snapshot", 105, "[\"64000.0\",\"1\"]", "[\"64001.0\",\"1\"]"));

        assertThat(prices(heard.bookAt(105))).containsExactly("64000", "64001");
        assertThat(asked(connection, "unsubscribe")).containsExactly(BOOK);
        assertThat(heard.books.stream().filter(shown -> shown.isEmpty())).hasSize(1);
        connection.send(book("delta", 106, "[\"64000.5\",\"1\"]", ""));
        assertThat(prices(heard.bookAt(106))).startsWith("64000.5");
    }

    @Test
    void startsAnewWhereBybitCountsFromOne() throws Exception {
        Connection connection = begun();

        connection.send(book("snapshot", 1, "[\"64000.0\",\"1\"]", "[\"64001.0\",\"1\"]"));
        connection.send(book("delta", 2, "[\"64000.5\",\"1\"]", ""));

        assertThat(prices(heard.bookAt(2))).containsExactly("64000.5", "64000", "64001");
        assertThat(heard.sawAnInvalidBook()).isFalse();
        assertThat(asked(connection, "subscribe")).containsExactly(BOOK);
    }

    @Test
    void takesASnapshotInTheMiddleForTheWholeBook() throws Exception {
        Connection connection = begun();

        connection.send(book("snapshot", 150, "[\"64000.0\",\"1\"]", "[\"64001.0\",\"1\"]"));

        assertThat(prices(heard.bookAt(150))).containsExactly("64000", "64001");
        assertThat(heard.sawAnInvalidBook()).isFalse();
    }

    @Test
    void makesABookInvalidThatIsCrossed() throws Exception {
        Connection connection = begun();

        connection.send(book("delta", 101, "[\"64950.5\",\"2\"]", ""));
        Eventually.holds("asked anew", () -> asked(connection, "subscribe").size() == 2);
        connection.send(book("snapshot", 102, "[\"64000.0\",\"1\"]", "[\"64001.0\",\"1\"]"));

        heard.bookAt(102);
        assertThat(heard.books.get(1)).isEmpty();
    }

    @Test
    void makesABookInvalidWhoseChangeCannotBeRead() throws Exception {
        Connection connection = begun();

        connection.send(book("delta", 101, "[\"NaN\",\"2\"]", ""));
        Eventually.holds("asked anew", () -> asked(connection, "subscribe").size() == 2);
        connection.send(book("snapshot", 102, "[\"64000.0\",\"1\"]", "[\"64001.0\",\"1\"]"));

        heard.bookAt(102);
        assertThat(heard.books.get(1)).isEmpty();
        assertThat(heard.skipped).hasSize(1);
        assertThat(heard.skipped.getFirst()).startsWith(BOOK);
    }

    @Test
    void takesTheBestPricesWholeAndNoneTwice() throws Exception {
        Connection connection = subscribed(Channel.QUOTES, BEST);

        connection.send(best(7, "64950.1", "64950.5"));
        connection.send(best(7, "64950.1", "64950.5"));
        connection.send(best(6, "1.0", "2.0"));
        connection.send(best(8, "64950.2", "64950.5"));
        connection.send(best(1, "64950.3", "64950.5"));
        connection.send(best(2, "64950.4", "64950.5"));

        Eventually.holds("the last", () -> heard.quotes.size() == 4);
        assertThat(heard.quotes)
                .containsExactly(
                        "BTC-USDT-PERP 64950.1 64950.5",
                        "BTC-USDT-PERP 64950.2 64950.5",
                        "BTC-USDT-PERP 64950.3 64950.5",
                        "BTC-USDT-PERP 64950.4 64950.5");
    }

    @Test
    void asksForFewTopicsInARequest() throws Exception {
        for (Channel candles : Channel.candles(BybitWords.intervals().keySet())) {
            feed.subscribe(BTC, candles);
        }
        Connection connection = sockets.next();

        Eventually.holds("all asked for", () -> asked(connection, "subscribe").size() == 13);

        assertThat(connection.heard()).hasSize(2).allMatch(text -> args(text) <= 10);
    }

    @Test
    void asksForEachTopicAloneWhereBybitRefusesThemTogether() throws Exception {
        sockets.onText(
                (connection, text) ->
                        answer(connection, text, !text.contains("tickers.") || args(text) == 0));
        feed.subscribe(BTC, Channel.TICKER);
        feed.subscribe(BTC, Channel.BOOK);
        Connection connection = sockets.next();

        Eventually.holds("said", () -> heard.skipped.stream().anyMatch(s -> s.contains("topic")));
        Eventually.holds(
                "the book alone",
                () ->
                        connection.heard().stream()
                                .anyMatch(text -> args(text) == 1 && text.contains(BOOK)));
        connection.send(book("snapshot", 100, "[\"64950.1\",\"1\"]", "[\"64950.5\",\"1\"]"));

        heard.bookAt(100);
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
        second.send(book("snapshot", 7, "[\"64000.0\",\"1\"]", "[\"64001.0\",\"1\"]"));
        second.send(trade("2290000000000000002"));

        heard.bookAt(7);
        Eventually.holds("another trade", () -> heard.trades.size() == 2);
        assertThat(asked(second, "subscribe"))
                .containsExactlyInAnyOrder(BOOK, "publicTrade.BTCUSDT");
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
        Connection connection = subscribed(Channel.QUOTES, BEST);

        connection.send("no json");
        connection.send("{\"news\":1}");
        connection.send("{\"topic\":\"" + BEST + "\",\"type\":\"snapshot\",\"data\":{\"u\":1}");
        connection.send("{\"topic\":\"orderbook.1.NOBODY\",\"type\":\"snapshot\",\"data\":{}}");
        connection.send(best(7, "64950.1", "64950.5"));

        Eventually.holds("the quote", () -> heard.quotes.size() == 1);
        assertThat(heard.skipped).hasSize(3);
    }

    @Test
    void asksForASignOfLifeInBybitsWords() throws Exception {
        Connection connection = quick(Duration.ofSeconds(30), Channel.QUOTES);

        Eventually.holds(
                "pings",
                () -> connection.heard().stream().filter("{\"op\":\"ping\"}"::equals).count() > 2);
        connection.send(
                "{\"success\":true,\"ret_msg\":\"pong\",\"conn_id\":\"c\",\"op\":\"ping\"}");
        connection.send("{\"req_id\":\"\",\"op\":\"pong\",\"args\":[\"1700000000000\"]}");
        connection.send(best(7, "64950.1", "64950.5"));

        Eventually.holds("the quote", () -> heard.quotes.size() == 1);
        assertThat(heard.skipped).isEmpty();
        assertThat(connection.isClosed()).isFalse();
    }

    @Test
    void noticesThatNoSignOfLifeComes() throws Exception {
        Connection silent = quick(Duration.ofMillis(700), Channel.QUOTES);
        Eventually.holds("asked", () -> silent.heard().contains("{\"op\":\"ping\"}"));

        Connection next = sockets.next();

        assertThat(next.target()).isEqualTo("/v5/public/linear");
        Eventually.holds("left", silent::isClosed);
    }

    @Test
    void renewsAConnectionBeforeItsTimeIsOverWithoutAHole() throws Exception {
        Connection first = young();
        Eventually.holds("asked", () -> asked(first, "subscribe").contains(BOOK));
        first.send(book("snapshot", 100, "[\"64950.1\",\"1\"]", "[\"64950.5\",\"1\"]"));
        heard.bookAt(100);

        Connection second = sockets.next();
        Eventually.holds("asked there", () -> asked(second, "subscribe").contains(BOOK));
        first.send(book("delta", 101, "[\"64950.2\",\"1\"]", ""));
        heard.bookAt(101);
        second.send(book("snapshot", 101, "[\"64950.2\",\"1\"]", "[\"64950.5\",\"1\"]"));
        second.send(book("delta", 102, "[\"64950.3\",\"1\"]", ""));

        heard.bookAt(102);
        Eventually.holds("the old one is left", first::isClosed);
        assertThat(heard.sawAnInvalidBook()).isFalse();
    }

    @Test
    void opensAnotherConnectionWhenOneIsFull() throws Exception {
        List<BybitRestWire.Symbol> many = new ArrayList<>();
        for (int i = 0; i < 510; i++) {
            many.add(TestBybit.linear("C" + i + "USDT", "C" + i, "USDT"));
        }
        BybitSymbols symbols = BybitSymbols.of(Map.of(BybitCategory.LINEAR, many), what -> {});
        Connection first = sockets.next();

        for (Instrument each : symbols.all()) {
            feed.subscribe(each, Channel.TRADES);
        }

        Connection second = sockets.next();
        Eventually.holds(
                "all asked for",
                () ->
                        asked(first, "subscribe").size() == 500
                                && asked(second, "subscribe").size() == 10);
    }

    /** A connection of a second feed that is watched closely. */
    private Connection quick(Duration silence, Channel channel) throws Exception {
        sockets.next();
        feed(config -> lively(config, silence, Duration.ofHours(1))).subscribe(BTC, channel);
        return sockets.next();
    }

    /** A connection of a second feed that does not grow old. */
    private Connection young() throws Exception {
        sockets.next();
        feed(config -> lively(config, Duration.ofSeconds(30), Duration.ofSeconds(2)))
                .subscribe(BTC, Channel.BOOK);
        return sockets.next();
    }

    private static BybitConfig lively(BybitConfig config, Duration silence, Duration age) {
        return config.withLiveness(
                silence,
                Duration.ofMillis(100),
                age,
                new Backoff(Duration.ofMillis(20), Duration.ofMillis(100)));
    }

    private Connection subscribed(Channel channel, String topic)
            throws InterruptedException, TimeoutException {
        feed.subscribe(BTC, channel);
        Connection connection = sockets.next();
        Eventually.holds("asked", () -> asked(connection, "subscribe").contains(topic));
        return connection;
    }

    /** A book that has begun with number 100. */
    private Connection begun() throws InterruptedException, TimeoutException {
        Connection connection = subscribed(Channel.BOOK, BOOK);
        connection.send(book("snapshot", 100, "[\"64950.1\",\"1\"]", "[\"64950.5\",\"1\"]"));
        heard.bookAt(100);
        return connection;
    }

    private static void answer(Connection connection, String text, boolean yes) {
        JsonNode request = json(text);
        String op = request.path("op").asText();
        if (op.endsWith("subscribe")) {
            connection.send(
                    "{\"success\":%s,\"ret_msg\":\"%s\",\"conn_id\":\"c\",\"req_id\":\"%s\",\"op\":\"%s\"}"
                            .formatted(
                                    yes,
                                    yes ? "" : "error:handler not found,topic:x",
                                    request.path("req_id").asText(),
                                    op));
        }
    }

    private static List<String> asked(Connection connection, String op) {
        List<String> topics = new ArrayList<>();
        for (String text : connection.heard()) {
            JsonNode request = json(text);
            if (request.path("op").asText().equals(op)) {
                request.path("args").forEach(topic -> topics.add(topic.asText()));
            }
        }
        return topics;
    }

    private static int args(String text) {
        return json(text).path("args").size();
    }

    private static List<String> prices(BookSnapshot book) {
        List<String> prices = new ArrayList<>();
        book.bids().forEach(l -> prices.add(l.price().stripTrailingZeros().toPlainString()));
        book.asks().forEach(l -> prices.add(l.price().stripTrailingZeros().toPlainString()));
        return prices;
    }

    private static String book(String type, long update, String bids, String asks) {
        return """
        {"topic":"%s","type":"%s","ts":1700000000001,"data":{"s":"BTCUSDT","b":[%s],"a":[%s],\
        "u":%d,"seq":9000%d},"cts":1700000000000}\
        """
                .formatted(BOOK, type, bids, asks, update, update);
    }

    private static String best(long update, String bid, String ask) {
        return """
        {"topic":"%s","type":"snapshot","ts":1700000000001,"data":{"s":"BTCUSDT",\
        "b":[["%s","1"]],"a":[["%s","1"]],"u":%d,"seq":9},"cts":1700000000000}\
        """
                .formatted(BEST, bid, ask, update);
    }

    private static String trade(String id) {
        return """
        {"topic":"publicTrade.BTCUSDT","type":"snapshot","ts":1700000000001,"data":[\
        {"T":1700000000000,"s":"BTCUSDT","S":"Buy","v":"0.001","p":"64950.5","L":"PlusTick",\
        "i":"%s","BT":false}]}\
        """
                .formatted(id);
    }

    private static JsonNode json(String text) {
        try {
            return Json.lenient().readTree(text);
        } catch (IOException noJson) {
            throw new UncheckedIOException(noJson);
        }
    }
}
