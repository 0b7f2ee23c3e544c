package dev.k2.exchange.binance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Channel;
import dev.k2.exchange.MarketFeed;
import dev.k2.exchange.net.Eventually;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.RecordingFeed;
import dev.k2.exchange.net.ScriptedHttpServer.Reply;
import dev.k2.exchange.net.ScriptedSocketServer;
import dev.k2.exchange.net.ScriptedSocketServer.Connection;
import dev.k2.model.BookSnapshot;
import dev.k2.model.Instrument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the feed of contracts has of its own: sockets by class, and books by {@code pu}. */
class BinanceFuturesFeedTest {
    private final ScriptedSocketServer sockets = new ScriptedSocketServer();
    private final TestFutures futures = new TestFutures(sockets.port(), InstantSource.system());
    private final RecordingFeed heard = new RecordingFeed();
    private final AtomicReference<String> snapshot =
            new AtomicReference<>(snapshot(100, "64950.1"));
    private final Instrument btc = futures.btc();
    private final MarketFeed feed = futures.exchange().feed(heard);

    @BeforeEach
    void answerSubscriptionsAndSnapshots() {
        sockets.onText(
                (connection, text) ->
                        connection.send("{\"result\":null,\"id\":" + json(text).path("id") + "}"));
        futures.on("GET /fapi/v1/depth", request -> Reply.json(snapshot.get()));
    }

    @AfterEach
    void close() throws IOException {
        feed.close();
        futures.close();
        sockets.close();
    }

    @Test
    void takesEachStreamFromTheConnectionOfItsClass() throws Exception {
        feed.subscribe(btc, Channel.BOOK);
        feed.subscribe(btc, Channel.QUOTES);
        feed.subscribe(btc, Channel.top(10));
        feed.subscribe(btc, Channel.TRADES);
        feed.subscribe(btc, Channel.MARK_PRICE);
        feed.subscribe(btc, Channel.LIQUIDATIONS);
        Map<String, Connection> byTarget = new HashMap<>();
        for (int n = 0; n < 2; n++) {
            Connection connection = sockets.next();
            byTarget.put(connection.target(), connection);
        }

        assertThat(byTarget).containsOnlyKeys("/public/stream", "/market/stream");
        Eventually.holds(
                "books and best prices on one",
                () ->
                        streams(byTarget, "/public/stream")
                                .equals(
                                        Set.of(
                                                "btcusdt@depth@100ms",
                                                "btcusdt@bookTicker",
                                                "btcusdt@depth10@100ms")));
        Eventually.holds(
                "the rest on the other",
                () ->
                        streams(byTarget, "/market/stream")
                                .equals(
                                        Set.of(
                                                "btcusdt@aggTrade",
                                                "btcusdt@markPrice@1s",
                                                "btcusdt@forceOrder")));
    }

    @Test
    void followsTheChainOfChangesWhoseNumbersJump() throws Exception {
        feed.subscribe(btc, Channel.BOOK);
        Connection connection = sockets.next();
        bookAt(100);

        connection.send(depth(90, 105, 80, "64950.2"));
        bookAt(105);
        connection.send(depth(200, 210, 105, "64950.3"));

        assertThat(prices(bookAt(210))).containsExactly("64950.3", "64950.2", "64950.1");
        assertThat(futures.requests("GET", "/fapi/v1/depth")).hasSize(1);
    }

    @Test
    void asksForASnapshotWhenAChangeDoesNotFollowTheLast() throws Exception {
        feed.subscribe(btc, Channel.BOOK);
        Connection connection = sockets.next();
        bookAt(100);
        connection.send(depth(90, 105, 80, "64950.2"));
        bookAt(105);
        snapshot.set(snapshot(210, "64000"));

        connection.send(depth(106, 210, 107, "64950.3"));

        assertThat(prices(bookAt(210))).containsExactly("64000");
        assertThat(heard.books.stream().filter(book -> book.isEmpty())).hasSize(1);
    }

    @Test
    void makesABookInvalidWhoseChangeDoesNotSayWhatItFollows() throws Exception {
        feed.subscribe(btc, Channel.BOOK);
        Connection connection = sockets.next();
        bookAt(100);
        snapshot.set(snapshot(120, "64000"));

        connection.send(
                "{\"stream\":\"btcusdt@depth@100ms\",\"data\":{\"e\":\"depthUpdate\",\"E\":1,\"T\":1,"
                    + "\"s\":\"BTCUSDT\",\"U\":101,\"u\":101,\"b\":[],\"a\":[]}}");

        bookAt(120);
        assertThat(heard.skipped).hasSize(1);
    }

    @Test
    void tellsQuotesWithTheExchangesTime() throws Exception {
        feed.subscribe(btc, Channel.QUOTES);
        Connection connection = sockets.next();
        Eventually.holds("asked", () -> streams(connection).size() == 1);

        connection.send(
                "{\"stream\":\"btcusdt@bookTicker\",\"data\":{\"e\":\"bookTicker\",\"u\":7,\"E\":1568014460893,"
                    + "\"T\":1568014460891,\"s\":\"BTCUSDT\",\"b\":\"64950.1\",\"B\":\"1\","
                    + "\"a\":\"64950.2\",\"A\":\"2\",\"st\":1,\"ps\":\"BTCUSDT\"}}");

        Eventually.holds("the quote", () -> heard.quotes.size() == 1);
        assertThat(heard.quotes).containsExactly("BTC-USDT-PERP 64950.1 64950.2");
    }

    @Test
    void refusesAChannelThatContractsDoNotHave() {
        assertThatThrownBy(() -> feed.subscribe(btc, Channel.AVERAGE_PRICE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("average price");
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

    private static Set<String> streams(Map<String, Connection> connections, String target) {
        return Optional.ofNullable(connections.get(target))
                .map(BinanceFuturesFeedTest::streams)
                .orElseGet(Set::of);
    }

    private static Set<String> streams(Connection connection) {
        Set<String> streams = new HashSet<>();
        for (String text : connection.heard()) {
            json(text).path("params").forEach(name -> streams.add(name.asText()));
        }
        return streams;
    }

    private static JsonNode json(String text) {
        try {
            return Json.lenient().readTree(text);
        } catch (IOException noJson) {
            throw new UncheckedIOException(noJson);
        }
    }

    private static String snapshot(long sequence, String bid) {
        return "{\"lastUpdateId\":%d,\"E\":1,\"T\":1,\"bids\":[[\"%s\",\"1.000\"]],\"asks\":[[\"65000.0\",\"1.000\"]]}"
                .formatted(sequence, bid);
    }

    private static String depth(long first, long last, long previous, String bid) {
        return "{\"stream\":\"btcusdt@depth@100ms\",\"data\":{\"e\":\"depthUpdate\",\"E\":1,\"T\":1,\"s\":\"BTCUSDT\",\"ps\":\"BTCUSDT\",\"st\":1,\"U\":%d,\"u\":%d,\"pu\":%d,\"b\":[[\"%s\",\"1\"]],\"a\":[]}}"
                .formatted(first, last, previous, bid);
    }
}
