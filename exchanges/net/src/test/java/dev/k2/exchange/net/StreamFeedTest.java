package dev.k2.exchange.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.Channel;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.FeedListener;
import dev.k2.exchange.net.FeedTerms.Answers;
import dev.k2.exchange.net.ScriptedSocketServer.Connection;
import dev.k2.model.Book;
import dev.k2.model.Instrument;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamFeedTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Instrument BTC = MadeUpExchange.bitcoin();

    private final Net net = Net.open(InstantSource.system());
    private final ScriptedSocketServer server = new ScriptedSocketServer();
    private final Heard heard = new Heard();

    @AfterEach
    void close() {
        net.close();
        server.close();
    }

    @Test
    void countsEveryAnswerOfExchangesThatAnswerByName() throws Exception {
        try (var feed = open(LONG, LONG)) {
            Connection first = server.next();
            feed.subscribe(BTC, Channel.BOOK);
            feed.subscribe(BTC, Channel.TICKER);
            Eventually.holds("both are asked for", () -> first.heard().contains("sub book,ticker"));
            first.cut();

            Connection second = server.next();
            Eventually.holds("both once more", () -> second.heard().contains("sub book,ticker"));
            second.send("yes book");
            second.send("snapshot book 1");
            Eventually.holds("the book begins", () -> heard.books.contains("1 valid"));
            boolean early = feed.state() == ConnectionState.LIVE;
            second.send("yes ticker");

            Eventually.holds("it lives", () -> feed.state() == ConnectionState.LIVE);
            assertThat(early).isFalse();
        }
    }

    @Test
    void settlesARefusalThatNamesNoStream() throws Exception {
        try (var feed = open(LONG, LONG)) {
            Connection first = server.next();
            feed.subscribe(BTC, Channel.BOOK);
            feed.subscribe(BTC, Channel.TICKER);
            Eventually.holds("both are asked for", () -> first.heard().contains("sub book,ticker"));
            first.cut();

            Connection second = server.next();
            Eventually.holds("both once more", () -> second.heard().contains("sub book,ticker"));
            second.send("no");
            second.send("yes book");

            Eventually.holds("it lives", () -> feed.state() == ConnectionState.LIVE);
            assertThat(heard.skipped).containsExactly("subscription refused: not known");
        }
    }

    @Test
    void subscribesAnewOnceForABookThatHasAGap() throws Exception {
        try (var feed = open(LONG, LONG)) {
            Connection server1 = bookOf(feed);
            server1.send("snapshot book 1");
            server1.send("change book 1 2");

            server1.send("change book 3 4");
            server1.send("change book 5 6");
            Eventually.holds("it is asked for anew", () -> asked(server1) == 2);
            server1.send("yes book");
            server1.send("snapshot book 9");
            server1.send("change book 9 10");

            Eventually.holds("it goes on", () -> heard.books.contains("10 valid"));
            assertThat(heard.books)
                    .containsExactly("1 valid", "2 valid", "2 invalid", "9 valid", "10 valid");
            assertThat(server1.heard()).containsExactly("sub book", "unsub book", "sub book");
        }
    }

    @Test
    void subscribesAnewWhereNoSnapshotFollows() throws Exception {
        try (var feed = open(LONG, Duration.ofMillis(200))) {
            Connection only = bookOf(feed);

            Eventually.holds("it is asked for anew", () -> asked(only) >= 2);

            assertThat(heard.books).isEmpty();
        }
    }

    @Test
    void pingsInTheExchangesOwnForm() throws Exception {
        try (var feed = open(Duration.ofMillis(20), LONG)) {
            Connection only = server.next();
            Eventually.holds("it pings", () -> only.heard().contains("{\"op\":\"ping\"}"));
            only.send("pong");
            only.send("strange");

            Eventually.holds("what is strange is told", () -> heard.skipped.contains("strange"));
            assertThat(heard.skipped).containsExactly("strange");
            assertThat(feed.reconnects()).isZero();
        }
    }

    @Test
    void opensAnotherConnectionBeforeAnAnnouncedEnd() throws Exception {
        try (var feed = open(LONG, LONG)) {
            Connection first = bookOf(feed);
            first.send("ending");

            Connection second = server.next();
            Eventually.holds("it is asked for there", () -> asked(second) == 1);

            assertThat(feed.state()).isEqualTo(ConnectionState.LIVE);
        }
    }

    private MadeUpExchange.Feed open(Duration pingEvery, Duration silenceMax) {
        return MadeUpExchange.Feed.open(
                net,
                MadeUpExchange.terms(Answers.BY_NAME, silenceMax),
                new MadeUpExchange(server.port(), pingEvery),
                heard);
    }

    private Connection bookOf(MadeUpExchange.Feed feed) throws Exception {
        Connection connection = server.next();
        Eventually.holds("it lives", () -> feed.state() == ConnectionState.LIVE);
        feed.subscribe(BTC, Channel.BOOK);
        Eventually.holds("it is asked for", () -> asked(connection) == 1);
        connection.send("yes book");
        return connection;
    }

    private static int asked(Connection connection) {
        return Collections.frequency(connection.heard(), "sub book");
    }

    /** Records what is told. */
    private static final class Heard implements FeedListener {
        private final List<String> books = new CopyOnWriteArrayList<>();
        private final List<String> skipped = new CopyOnWriteArrayList<>();

        @Override
        public void onBook(Book book) {
            books.add(book.sequence() + (book.isValid() ? " valid" : " invalid"));
        }

        @Override
        public void onSkipped(String what) {
            skipped.add(what);
        }
    }
}
