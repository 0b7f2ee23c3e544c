package dev.k2.exchange.okx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Channel;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.MarketFeed;
import dev.k2.exchange.net.Eventually;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Net;
import dev.k2.exchange.net.RecordingFeed;
import dev.k2.exchange.net.ScriptedSocketServer;
import dev.k2.exchange.net.ScriptedSocketServer.Connection;
import dev.k2.model.BookSnapshot;
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

/** The feed against a scripted socket: gaps, numbers that fall, refusals, cuts, nonsense. */
class OkxFeedTest {
    private static final Duration PING_EVERY = Duration.ofMillis(100);
    private static final Instrument BTC = new OkxDecoderSymbols().of("BTC-USDT");

    private final ScriptedSocketServer sockets = new ScriptedSocketServer();
    private final RecordingFeed heard = new RecordingFeed();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final MarketFeed feed = feed(config -> config);

    private MarketFeed feed(UnaryOperator<OkxConfig> change) {
        OkxExchange okx =
                OkxExchange.open(
                        change.apply(OkxConfig.sim(sockets.port())),
                        Net.open(InstantSource.system()));
        open.add(okx);
        return okx.feed(heard);
    }

    @BeforeEach
    void answerRequests() {
        sockets.onText(OkxFeedTest::acknowledge);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        sockets.close();
    }

    @Test
    void takesEachStreamFromItsOwnSocket() throws Exception {
        Connection first = sockets.next();
        feed.subscribe(BTC, Channel.QUOTES);
        feed.subscribe(BTC, Channel.TRADES);
        Connection second = sockets.next();

        assertThat(first.target()).isEqualTo("/ws/v5/public");
        assertThat(second.target()).isEqualTo("/ws/v5/business");
        Eventually.holds(
                "quotes", () -> asked(first, "subscribe").equals(List.of("bbo-tbt BTC-USDT")));
        Eventually.holds(
                "trades", () -> asked(second, "subscribe").equals(List.of("trades-all BTC-USDT")));
    }

    @Test
    void keepsABookFromItsSnapshotAndChanges() throws Exception {
        Connection connection = begun();

        connection.send(update(100, 105, "[\"64950.2\",\"2\",\"0\",\"1\"]", ""));
        connection.send(
                update(
                        105,
                        107,
                        "[\"64950.1\",\"0\",\"0\",\"0\"]",
                        "[\"64950.4\",\"3\",\"0\",\"1\"]"));

        assertThat(prices(heard.bookAt(107))).containsExactly("64950.2", "64950.4", "64950.5");
        assertThat(heard.sawAnInvalidBook()).isFalse();
        assertThat(heard.skipped).isEmpty();
    }

    @Test
    void asksForTheBookAnewAfterAGap() throws Exception {
        Connection connection = begun();

        connection.send(update(103, 105, "[\"64950.2\",\"2\",\"0\",\"1\"]", ""));
        Eventually.holds("asked anew", () -> asked(connection, "subscribe").size() == 2);
        connection.send(update(105, 106, "[\"64950.3\",\"2\",\"0\",\"1\"]", ""));
        connection.send(snapshot(110, "64000", "64001"));

        assertThat(prices(heard.bookAt(110))).containsExactly("64000", "64001");
        assertThat(asked(connection, "unsubscribe")).containsExactly("books BTC-USDT");
        assertThat(heard.books.stream().filter(shown -> shown.isEmpty())).hasSize(1);
        connection.send(update(110, 111, "[\"64000.5\",\"1\",\"0\",\"1\"]", ""));
        assertThat(prices(heard.bookAt(111))).startsWith("64000.5");
    }

    @Test
    void followsANumberThatFallsAfterMaintenance() throws Exception {
        Connection connection = begun();

        connection.send(update(100, 3, "[\"64950.2\",\"2\",\"0\",\"1\"]", ""));
        connection.send(update(3, 5, "[\"64950.3\",\"2\",\"0\",\"1\"]", ""));

        assertThat(prices(heard.bookAt(5))).startsWith("64950.3", "64950.2", "64950.1");
        assertThat(heard.sawAnInvalidBook()).isFalse();
        assertThat(asked(connection, "subscribe")).containsExactly("books BTC-USDT");
    }

    @Test
    void takesEqualNumbersAsASignOfLifeOfAQuietBook() throws Exception {
        Connection connection = begun();

        connection.send(update(100, 100, "", ""));
        connection.send(update(100, 102, "[\"64950.2\",\"2\",\"0\",\"1\"]", ""));

        assertThat(prices(heard.bookAt(102))).startsWith("64950.2", "64950.1");
        assertThat(heard.sawAnInvalidBook()).isFalse();
    }

    @Test
    void takesASnapshotInTheMiddleForTheWholeBook() throws Exception {
        Connection connection = begun();

        connection.send(snapshot(40, "64000", "64001"));
        connection.send(update(40, 41, "[\"64000.5\",\"1\",\"0\",\"1\"]", ""));

        assertThat(prices(heard.bookAt(41))).containsExactly("64000.5", "64000", "64001");
        assertThat(heard.sawAnInvalidBook()).isFalse();
    }

    @Test
    void makesABookInvalidThatIsCrossed() throws Exception {
        Connection connection = begun();

        connection.send(update(100, 101, "[\"64950.5\",\"2\",\"0\",\"1\"]", ""));
        Eventually.holds("asked anew", () -> asked(connection, "subscribe").size() == 2);
        connection.send(snapshot(110, "64000", "64001"));

        heard.bookAt(110);
        assertThat(heard.books.get(1)).isEmpty();
    }

    @Test
    void saysWhatOkxRefuses() throws Exception {
        sockets.onText(
                (connection, text) ->
                        connection.send(
                                "{\"event\":\"error\",\"code\":\"60018\",\"msg\":\"Wrong URL or"
                                        + " channel:books,instId:BTC-USDT doesn't"
                                        + " exist.\",\"connId\":\"c\"}"));

        feed.subscribe(BTC, Channel.BOOK);

        Eventually.holds(
                "said", () -> heard.skipped.stream().anyMatch(words -> words.contains("60018")));
        assertThat(heard.skipped.getFirst()).startsWith("subscription refused");
    }

    @Test
    void knowsTheAnswersThatAreNoNews() throws Exception {
        Connection connection = begun();

        connection.send(
                "{\"event\":\"channel-conn-count\",\"channel\":\"books\",\"connCount\":\"2\",\"connId\":\"c\"}");
        connection.send(
                "{\"event\":\"unsubscribe\",\"arg\":{\"channel\":\"tickers\",\"instId\":\"BTC-USDT\"},\"connId\":\"c\"}");
        connection.send("pong");
        connection.send(update(100, 101, "[\"64950.2\",\"2\",\"0\",\"1\"]", ""));

        heard.bookAt(101);
        assertThat(heard.skipped).isEmpty();
    }

    @Test
    void changesConnectionsWhenOkxAnnouncesAnEnd() throws Exception {
        Connection first = begun();

        first.send(
                "{\"event\":\"notice\",\"code\":\"64008\",\"msg\":\"The connection will soon be"
                        + " closed for a service upgrade. Please reconnect.\",\"connId\":\"c\"}");
        Connection second = sockets.next();
        Eventually.holds("asked there", () -> asked(second, "subscribe").size() == 1);
        second.send(snapshot(100, "64950.1", "64950.5"));
        Eventually.holds("the old one is left", first::isClosed);
        second.send(update(100, 101, "[\"64950.2\",\"2\",\"0\",\"1\"]", ""));

        assertThat(prices(heard.bookAt(101))).startsWith("64950.2", "64950.1");
        assertThat(heard.states).containsExactly(ConnectionState.LIVE);
        assertThat(heard.sawAnInvalidBook()).isFalse();
    }

    @Test
    void subscribesToEverythingAgainAfterACut() throws Exception {
        feed.subscribe(BTC, Channel.QUOTES);
        Connection first = begun();
        first.send(quote(1_000, "64950.1"));
        Eventually.holds("a quote", () -> heard.quotes.size() == 1);

        first.cut();
        Connection second = sockets.next();
        Eventually.holds("asked again", () -> asked(second, "subscribe").size() == 2);
        second.send(snapshot(7, "64000", "64001"));
        second.send(quote(3, "64000"));

        heard.bookAt(7);
        Eventually.holds("another quote", () -> heard.quotes.size() == 2);
        assertThat(heard.books.get(1)).isEmpty();
        assertThat(feed.reconnects()).isEqualTo(1);
    }

    @Test
    void tellsNothingTwice() throws Exception {
        feed.subscribe(BTC, Channel.QUOTES);
        feed.subscribe(BTC, Channel.AGGREGATE_TRADES);
        Connection connection = sockets.next();
        Eventually.holds("asked", () -> asked(connection, "subscribe").size() == 2);

        connection.send(quote(7, "1"));
        connection.send(quote(7, "1"));
        connection.send(quote(6, "1"));
        connection.send(trade(41));
        connection.send(trade(41));
        connection.send(trade(42));

        Eventually.holds("the last trade", () -> heard.aggregateTrades.size() == 2);
        assertThat(heard.quotes).hasSize(1);
    }

    @Test
    void goesOnAfterMessagesThatItCannotRead() throws Exception {
        feed.subscribe(BTC, Channel.QUOTES);
        Connection connection = sockets.next();
        Eventually.holds("asked", () -> !asked(connection, "subscribe").isEmpty());

        connection.send("no json");
        connection.send("{\"news\":1}");
        connection.send(
                "{\"arg\":{\"channel\":\"bbo-tbt\",\"instId\":\"BTC-USDT\"},\"data\":[{\"seqId\":1}]}");
        connection.send(quote(7, "1"));

        Eventually.holds("the quote", () -> heard.quotes.size() == 1);
        assertThat(heard.skipped).hasSize(3);
    }

    @Test
    void asksForASignOfLifeWithABareWord() throws Exception {
        Connection connection = quick(Duration.ofSeconds(30), Channel.QUOTES);

        Eventually.holds(
                "pings", () -> connection.heard().stream().filter("ping"::equals).count() > 2);
        connection.send("pong");
        connection.send(quote(7, "1"));

        Eventually.holds("the quote", () -> heard.quotes.size() == 1);
        assertThat(heard.skipped).isEmpty();
        assertThat(connection.isClosed()).isFalse();
    }

    @Test
    void noticesThatNoPongComes() throws Exception {
        Connection silent = quick(Duration.ofMillis(700), Channel.QUOTES);
        Eventually.holds("asked", () -> silent.heard().contains("ping"));

        Connection next = sockets.next();

        assertThat(next.target()).isEqualTo("/ws/v5/public");
        Eventually.holds("left", silent::isClosed);
    }

    @Test
    void renewsAConnectionBeforeItsTimeIsOverWithoutAHole() throws Exception {
        Connection first = young();
        Eventually.holds("asked", () -> asked(first, "subscribe").size() == 1);
        first.send(snapshot(100, "64950.1", "64950.5"));
        heard.bookAt(100);

        Connection second = sockets.next();
        Eventually.holds("asked there", () -> asked(second, "subscribe").size() == 1);
        first.send(update(100, 101, "[\"64950.2\",\"1\",\"0\",\"1\"]", ""));
        heard.bookAt(101);
        second.send(snapshot(101, "64950.2", "64950.5"));
        second.send(update(101, 102, "[\"64950.3\",\"1\",\"0\",\"1\"]", ""));

        heard.bookAt(102);
        Eventually.holds("the old one is left", first::isClosed);
        assertThat(heard.sawAnInvalidBook()).isFalse();
    }

    @Test
    void opensAnotherConnectionWhenOneIsFull() throws Exception {
        var symbols = new OkxDecoderSymbols();
        Connection first = sockets.next();

        for (int i = 0; i < 310; i++) {
            feed.subscribe(symbols.of("C" + i + "-USDT"), Channel.TICKER);
        }

        Connection second = sockets.next();
        Eventually.holds(
                "all asked for",
                () ->
                        asked(first, "subscribe").size() == 300
                                && asked(second, "subscribe").size() == 10);
    }

    /** A connection of a second feed that is watched closely. */
    private Connection quick(Duration silence, Channel channel) throws Exception {
        sockets.next();
        feed(config -> config.withLiveness(silence, PING_EVERY, Duration.ofHours(1)))
                .subscribe(BTC, channel);
        return sockets.next();
    }

    /** A connection of a second feed that does not grow old. */
    private Connection young() throws Exception {
        sockets.next();
        feed(config ->
                        config.withLiveness(
                                Duration.ofSeconds(30), PING_EVERY, Duration.ofSeconds(2)))
                .subscribe(BTC, Channel.BOOK);
        return sockets.next();
    }

    /** A book that has begun with number 100. */
    private Connection begun() throws InterruptedException, TimeoutException {
        feed.subscribe(BTC, Channel.BOOK);
        Connection connection = sockets.next();
        Eventually.holds("asked", () -> asked(connection, "subscribe").contains("books BTC-USDT"));
        connection.send(snapshot(100, "64950.1", "64950.5"));
        heard.bookAt(100);
        return connection;
    }

    private static void acknowledge(Connection connection, String text) {
        if (text.equals("ping")) {
            return;
        }
        JsonNode request = json(text);
        for (JsonNode arg : request.path("args")) {
            connection.send(
                    "{\"event\":\"%s\",\"arg\":%s,\"connId\":\"c\"}"
                            .formatted(request.path("op").asText(), arg));
        }
    }

    private static List<String> asked(Connection connection, String op) {
        List<String> streams = new ArrayList<>();
        for (String text : connection.heard()) {
            if (text.equals("ping")) {
                continue;
            }
            JsonNode request = json(text);
            if (request.path("op").asText().equals(op)) {
                for (JsonNode arg : request.path("args")) {
                    streams.add(arg.path("channel").asText() + " " + arg.path("instId").asText());
                }
            }
        }
        return streams;
    }

    private static List<String> prices(BookSnapshot book) {
        List<String> prices = new ArrayList<>();
        book.bids().forEach(l -> prices.add(l.price().stripTrailingZeros().toPlainString()));
        book.asks().forEach(l -> prices.add(l.price().stripTrailingZeros().toPlainString()));
        return prices;
    }

    private static String snapshot(long number, String bid, String ask) {
        return book(
                "snapshot",
                -1,
                number,
                "[\"" + bid + "\",\"1\",\"0\",\"1\"]",
                "[\"" + ask + "\",\"1\",\"0\",\"1\"]");
    }

    private static String update(long previous, long number, String bids, String asks) {
        return book("update", previous, number, bids, asks);
    }

    private static String book(
            String action, long previous, long number, String bids, String asks) {
        return """
        {"arg":{"channel":"books","instId":"BTC-USDT"},"action":"%s","data":[{"asks":[%s],\
        "bids":[%s],"ts":"1700000000000","checksum":0,"seqId":%d,"prevSeqId":%d}]}\
        """
                .formatted(action, asks, bids, number, previous);
    }

    private static String quote(long number, String bid) {
        return """
        {"arg":{"channel":"bbo-tbt","instId":"BTC-USDT"},"data":[{"asks":[["99999","1","0","1"]],\
        "bids":[["%s","1","0","1"]],"ts":"1700000000000","seqId":%d}]}\
        """
                .formatted(bid, number);
    }

    private static String trade(long id) {
        return """
        {"arg":{"channel":"trades","instId":"BTC-USDT"},"data":[{"instId":"BTC-USDT",\
        "tradeId":"%d","px":"64950.1","sz":"0.1","side":"buy","ts":"1700000000000","count":"1",\
        "source":"0","seqId":%d}]}\
        """
                .formatted(id, id);
    }

    private static JsonNode json(String text) {
        try {
            return Json.lenient().readTree(text);
        } catch (IOException noJson) {
            throw new UncheckedIOException(noJson);
        }
    }
}
