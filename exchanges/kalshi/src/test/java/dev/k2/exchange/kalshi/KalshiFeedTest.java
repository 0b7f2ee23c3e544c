package dev.k2.exchange.kalshi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.Channel;
import dev.k2.exchange.Credentials;
import dev.k2.exchange.FeedListener;
import dev.k2.exchange.MarketFeed;
import dev.k2.exchange.Until;
import dev.k2.exchange.net.ScriptedSocketServer;
import dev.k2.model.Book;
import dev.k2.model.Instrument;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A feed over a socket that answers by a script. */
final class KalshiFeedTest {
    private static final Instrument ONE = TestMarket.of("KXA-1");
    private static final String BIDS = "[[\"0.0800\",\"300.00\"]]";

    private final List<String> told = new CopyOnWriteArrayList<>();
    private ScriptedSocketServer server;

    private final FeedListener listener =
            new FeedListener() {
                @Override
                public void onBook(Book book) {
                    told.add(book.instrument().id() + (book.isValid() ? " valid" : " lost"));
                }

                @Override
                public void onSkipped(String what) {
                    told.add(what);
                }
            };

    @BeforeEach
    void start() {
        server = new ScriptedSocketServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void subscribesAnewWhereANumberIsMissing() throws Exception {
        var config =
                KalshiConfig.sim(server.port())
                        .withDataKey(Credentials.keyPair("id", KalshiSignerTest.key()));
        try (var exchange = KalshiExchange.open(config, InstantSource.system());
                MarketFeed feed = exchange.feed(listener)) {
            feed.subscribe(ONE, Channel.BOOK);
            var connection = server.next();
            assertThat(connection.target()).isEqualTo("/trade-api/ws/v2");
            Until.so("it subscribes", () -> connection.heard().size() == 1);
            assertThat(connection.heard().getFirst())
                    .contains("\"cmd\":\"subscribe\"")
                    .contains("\"use_yes_price\":false")
                    .contains("\"market_tickers\":[\"KXA-1\"]");
            connection.send(
                    "{\"id\":1,\"type\":\"subscribed\",\"msg\":{\"channel\":\"orderbook_delta\","
                            + "\"sid\":4}}");
            connection.send(snapshot(1));
            Until.so("the book is valid", () -> told.contains("KXA-1 valid"));

            connection.send(KalshiFeedReaderTest.delta(3, "KXA-1", "yes", "0.0900", "1.00"));

            Until.so("the book is lost", () -> told.contains("KXA-1 lost"));
            Until.so("it subscribes anew", () -> connection.heard().size() == 3);
            assertThat(connection.heard().get(1))
                    .contains("\"action\":\"delete_markets\"")
                    .contains("\"sid\":4");
            assertThat(connection.heard().get(2)).contains("\"cmd\":\"subscribe\"");
            told.clear();
            connection.send(
                    "{\"id\":3,\"type\":\"ok\",\"sid\":1,\"seq\":4,\"msg\":{\"market_tickers\":"
                            + "[\"KXA-1\"]}}");
            connection.send(snapshot(5));
            Until.so("the book is valid again", () -> told.contains("KXA-1 valid"));
        }
    }

    @Test
    void saysWhatItNeedsWhereThereIsNoKey() {
        try (var exchange =
                        KalshiExchange.open(
                                KalshiConfig.sim(server.port()), InstantSource.system());
                MarketFeed feed = exchange.feed(listener)) {
            feed.subscribe(ONE, Channel.BOOK);

            assertThat(told).hasSize(1);
            assertThat(told.getFirst()).contains("key");
            assertThat(server.heard()).isEmpty();
        }
    }

    private static String snapshot(long seq) {
        return KalshiFeedReaderTest.snapshot(seq, "KXA-1", BIDS, "[]");
    }
}
