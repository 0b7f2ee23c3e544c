package dev.k2.exchange.kalshi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Channel;
import dev.k2.exchange.Credentials;
import dev.k2.exchange.MarketFeed;
import dev.k2.exchange.net.Eventually;
import dev.k2.exchange.net.Json;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The feed against a scripted socket: numbers, answers that take one, gaps, refusals, cuts. */
final class KalshiFeedTest {
    private static final Duration PING_EVERY = Duration.ofMillis(100);
    private static final Instrument ONE = TestMarket.of("KXA-1");
    private static final Instrument OTHER = TestMarket.of("KXA-2");
    private static final String BIDS = "[[\"0.0800\",\"300.00\"]]";

    private final ScriptedSocketServer sockets = new ScriptedSocketServer();
    private final RecordingFeed heard = new RecordingFeed();
    private final Numbering numbers = new Numbering();
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void answerRequests() {
        sockets.onText(numbers::answer);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        sockets.close();
    }

    @Test
    void signsTheHandshakeForPublicDataToo() throws Exception {
        feed(config -> config);

        Connection connection = sockets.next();

        assertThat(connection.target()).isEqualTo("/trade-api/ws/v2");
        assertThat(connection.header("KALSHI-ACCESS-KEY")).isEqualTo("id");
        String timestamp = connection.header("KALSHI-ACCESS-TIMESTAMP");
        assertThat(
                        KalshiSignerTest.isRight(
                                timestamp + "GET/trade-api/ws/v2",
                                Map.of(
                                        "KALSHI-ACCESS-SIGNATURE",
                                        connection.header("KALSHI-ACCESS-SIGNATURE"))))
                .isTrue();
    }

    @Test
    void saysWhatItNeedsWhereThereIsNoKey() {
        try (var exchange =
                        KalshiExchange.open(
                                KalshiConfig.sim(sockets.port()), InstantSource.system());
                MarketFeed feed = exchange.feed(heard)) {
            feed.subscribe(ONE, Channel.BOOK);
            feed.subscribe(OTHER, Channel.BOOK);

            assertThat(heard.skipped).singleElement().asString().contains("key");
            assertThat(sockets.connections()).isZero();
        }
    }

    @Test
    void takesEachChannelFromItsOwnConnection() throws Exception {
        MarketFeed feed = feed(config -> config);
        Connection books = sockets.next();
        feed.subscribe(ONE, Channel.BOOK);
        feed.subscribe(ONE, Channel.TRADES);
        Connection trades = sockets.next();

        Eventually.holds("the book", () -> commands(books).equals(List.of("subscribe KXA-1")));
        Eventually.holds("trades", () -> commands(trades).equals(List.of("subscribe KXA-1")));
        assertThat(books.heard().getFirst())
                .contains("[\"orderbook_delta\"]")
                .contains("\"use_yes_price\":false");
        assertThat(trades.heard().getFirst()).contains("[\"trade\"]");
    }

    @Test
    void countsTheAnswerToALaterSubscriptionAsAMessage() throws Exception {
        Connection connection = begunWithTwo();

        delta(connection, "yes", "0.0900");

        assertThat(prices(heard.bookAt(4))).containsExactly("0.09", "0.08");
        assertThat(heard.sawAnInvalidBook()).isFalse();
        assertThat(heard.skipped).isEmpty();
    }

    @Test
    void losesAllBooksOfAConnectionWhereANumberIsMissing() throws Exception {
        Connection connection = begunWithTwo();

        numbers.next(connection);
        delta(connection, "yes", "0.0900");

        Eventually.holds(
                "both are lost", () -> heard.books.stream().filter(b -> b.isEmpty()).count() == 2);
        Eventually.holds(
                "both are asked for anew",
                () ->
                        String.join(" ", commands(connection).stream().skip(2).toList())
                                .matches("(?s).*subscribe.*KXA-[12].*KXA-[12].*"));
    }

    @Test
    void subscribesAnewWhereANumberIsMissing() throws Exception {
        Connection connection = begun(feed(config -> config));

        numbers.next(connection);
        delta(connection, "yes", "0.0900");
        answered(connection, 5);
        // A change before the snapshot is of the book that was lost.
        delta(connection, "yes", "0.0900");
        snapshot(connection, "KXA-1", BIDS);
        delta(connection, "no", "0.9000");

        assertThat(prices(heard.bookAt(8))).containsExactly("0.08", "0.1");
        assertThat(commands(connection))
                .containsExactly("subscribe KXA-1", "delete_markets KXA-1", "subscribe KXA-1");
        assertThat(connection.heard().get(1)).contains("\"sid\":1");
        assertThat(heard.books.stream().filter(book -> book.isEmpty())).hasSize(1);
    }

    @Test
    void connectsAnewWhereKalshiGivesASubscriptionUp() throws Exception {
        Connection first = begun(feed(config -> config));
        // As Kalshi does: a book comes with each subscription, and there may be two of it.
        sockets.onText(
                (connection, text) -> {
                    numbers.answer(connection, text);
                    if (connection != first
                            && json(text).path("cmd").asText().equals("subscribe")) {
                        snapshot(connection, "KXA-1", "[[\"0.2\",\"1\"]]");
                    }
                });

        first.send("{\"type\":\"error\",\"msg\":{\"code\":25,\"msg\":\"buffer overflow\"}}");

        Eventually.holds(
                "the new book",
                () -> heard.book().map(b -> prices(b).equals(List.of("0.2"))).orElse(false));
        Eventually.holds("the old one is left", first::isClosed);
    }

    @Test
    void saysWhatKalshiRefuses() throws Exception {
        sockets.onText(
                (connection, text) ->
                        connection.send(
                                "{\"id\":"
                                        + json(text).path("id")
                                        + ",\"type\":\"error\",\"msg\":{\"code\":16,\"msg\":\"Unknown"
                                        + " market\"}}"));

        feed(config -> config).subscribe(ONE, Channel.BOOK);

        Eventually.holds(
                "said", () -> heard.skipped.stream().anyMatch(words -> words.contains("16")));
        assertThat(heard.skipped.getFirst()).startsWith("subscription refused");
    }

    @Test
    void comesBackAfterACut() throws Exception {
        MarketFeed feed = feed(config -> config);
        Connection first = begun(feed);

        first.cut();
        Connection second = sockets.next();
        answered(second, 0);
        snapshot(second, "KXA-1", BIDS);
        delta(second, "yes", "0.0900");

        assertThat(prices(heard.bookAt(2))).containsExactly("0.09", "0.08");
        assertThat(heard.books.get(1)).isEmpty();
        assertThat(feed.reconnects()).isEqualTo(1);
    }

    @Test
    void noticesASilentConnection() throws Exception {
        feed(config -> config.withLiveness(Duration.ofMillis(700), PING_EVERY, Duration.ofHours(1)))
                .subscribe(ONE, Channel.QUOTES);
        sockets.next().fallSilent();
        sockets.next();

        Connection another = sockets.next();

        assertThat(another.target()).isEqualTo("/trade-api/ws/v2");
    }

    @Test
    void renewsAConnectionBeforeItsTimeIsOverWithoutAHole() throws Exception {
        MarketFeed feed =
                feed(
                        config ->
                                config.withLiveness(
                                        Duration.ofSeconds(30), PING_EVERY, Duration.ofSeconds(2)));
        Connection first = begun(feed);

        Connection second = sockets.next();
        answered(second, 0);
        delta(first, "yes", "0.0900");
        heard.bookAt(2);
        snapshot(second, "KXA-1", "[[\"0.0900\",\"1.00\"],[\"0.0800\",\"300.00\"]]");
        delta(second, "yes", "0.1000");

        Eventually.holds(
                "the new one's book",
                () ->
                        heard.book()
                                .map(b -> prices(b).equals(List.of("0.1", "0.09", "0.08")))
                                .orElse(false));
        Eventually.holds("the old one is left", first::isClosed);
        assertThat(heard.sawAnInvalidBook()).isFalse();
    }

    @Test
    void goesOnAfterMessagesThatItCannotRead() throws Exception {
        MarketFeed feed = feed(config -> config);
        feed.subscribe(ONE, Channel.QUOTES);
        sockets.next();
        Connection connection = sockets.next();
        Eventually.holds("asked", () -> !connection.heard().isEmpty());

        connection.send("no json");
        connection.send("{\"type\":\"weather\",\"msg\":{}}");
        connection.send(quote("0.4500"));

        Eventually.holds("the quote", () -> heard.quotes.size() == 1);
        assertThat(heard.skipped).hasSize(2);
    }

    private MarketFeed feed(UnaryOperator<KalshiConfig> change) throws Exception {
        KalshiConfig config =
                change.apply(KalshiConfig.sim(sockets.port()))
                        .withDataKey(Credentials.keyPair("id", KalshiSignerTest.key()));
        var exchange = KalshiExchange.open(config, InstantSource.system());
        open.add(exchange);
        return exchange.feed(heard);
    }

    /** A book that has begun with number 1. */
    private Connection begun(MarketFeed feed) throws Exception {
        feed.subscribe(ONE, Channel.BOOK);
        Connection connection = sockets.next();
        answered(connection, 0);
        snapshot(connection, "KXA-1", BIDS);
        heard.bookAt(1);
        return connection;
    }

    /** Two books, of which the second was asked for on the first one's connection. */
    private Connection begunWithTwo() throws Exception {
        MarketFeed feed = feed(config -> config);
        Connection connection = begun(feed);
        feed.subscribe(OTHER, Channel.BOOK);
        answered(connection, 2);
        snapshot(connection, "KXA-2", BIDS);
        heard.bookAt(3);
        return connection;
    }

    private void snapshot(Connection connection, String ticker, String bids) {
        numbers.send(connection, seq -> KalshiFeedReaderTest.snapshot(seq, ticker, bids, "[]"));
    }

    private void delta(Connection connection, String side, String price) {
        numbers.send(
                connection, seq -> KalshiFeedReaderTest.delta(seq, "KXA-1", side, price, "1.00"));
    }

    private void answered(Connection connection, long number) {
        Eventually.holds("number " + number, () -> numbers.last(connection) == number);
    }

    private static List<String> prices(BookSnapshot book) {
        List<String> prices = new ArrayList<>();
        book.bids().forEach(l -> prices.add(l.price().stripTrailingZeros().toPlainString()));
        book.asks().forEach(l -> prices.add(l.price().stripTrailingZeros().toPlainString()));
        return prices;
    }

    private static List<String> commands(Connection connection) {
        return connection.heard().stream()
                .map(KalshiFeedTest::json)
                .map(
                        command -> {
                            JsonNode params = command.path("params");
                            List<String> words = new ArrayList<>();
                            words.add(params.path("action").asText(command.path("cmd").asText()));
                            params.path("market_tickers").forEach(t -> words.add(t.asText()));
                            return String.join(" ", words);
                        })
                .toList();
    }

    private static String quote(String bid) {
        return "{\"type\":\"ticker\",\"sid\":1,\"msg\":{\"market_ticker\":\"KXA-1\","
                + "\"yes_bid_dollars\":\""
                + bid
                + "\",\"yes_ask_dollars\":\"0.5300\",\"yes_bid_size_fp\":\"300.00\","
                + "\"yes_ask_size_fp\":\"150.00\",\"ts_ms\":1669149841000}}";
    }

    private static JsonNode json(String text) {
        try {
            return Json.lenient().readTree(text);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Numbers messages as Kalshi does, by connection, and its answers with them. */
    private static final class Numbering {
        private final Map<Connection, Long> lasts = new HashMap<>();

        /** The first subscription is answered by its number, all that follows takes one. */
        synchronized void answer(Connection connection, String text) {
            JsonNode request = json(text);
            if (!lasts.containsKey(connection)) {
                lasts.put(connection, 0L);
                connection.send(
                        "{\"id\":%s,\"type\":\"subscribed\",\"msg\":{\"channel\":\"x\",\"sid\":1}}"
                                .formatted(request.path("id")));
                return;
            }
            connection.send(
                    "{\"id\":%s,\"type\":\"ok\",\"sid\":1,\"seq\":%d,\"msg\":{}}"
                            .formatted(request.path("id"), next(connection)));
        }

        synchronized void send(Connection connection, LongFunction<String> message) {
            connection.send(message.apply(next(connection)));
        }

        /** Takes a number, as a message does that is lost on its way. */
        synchronized long next(Connection connection) {
            return lasts.merge(connection, 1L, Long::sum);
        }

        synchronized long last(Connection connection) {
            return lasts.getOrDefault(connection, -1L);
        }
    }
}
