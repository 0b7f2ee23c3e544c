package dev.k2.e2e;

import static dev.k2.e2e.Outcomes.WITHIN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Channel;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.HeardFeed;
import dev.k2.exchange.MarketFeed;
import dev.k2.model.BookLevel;
import dev.k2.model.BookSnapshot;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** The rows of the fault matrix about live books: nothing is shown from a book that may be wrong. */
class FaultMatrixFeedTest {
    private static final int DEPTH = 50;
    private static final long LOOKED_FOR_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();

    /** What can become of one change of the book on its way. */
    enum Spoiled {
        SEQUENCE_OF_THE_FUTURE,
        HALF_A_MESSAGE,
        BID_ABOVE_ALL_ASKS,
        PRICE_THAT_IS_NO_NUMBER;

        String on(Wire wire, String change) {
            return switch (this) {
                case SEQUENCE_OF_THE_FUTURE -> wire.book().fromTheFuture(change);
                case HALF_A_MESSAGE -> change.substring(0, change.length() / 2);
                case BID_ABOVE_ALL_ASKS -> wire.book().crossed(change);
                case PRICE_THAT_IS_NO_NUMBER -> wire.book().withoutAPrice(change);
            };
        }
    }

    @Row(everyMarket = true)
    void aDroppedDeltaMakesTheBookInvalidUntilOneNewSnapshot(Stage stage) {
        var heard = new HeardFeed();
        try (Customer customer = new Customer(stage);
                MarketFeed feed = watching(customer, heard)) {
            long begun = customer.booksBegun();

            customer.proxy().loseFrames(stage.wire().book().change(), 1);

            assertBegunOnceMore(stage, customer, heard, begun, "dropped");
            assertThat(feed.reconnects()).isZero();
        }
    }

    @Row(everyMarket = true)
    void aSpoiledDeltaMakesTheBookInvalidUntilOneNewSnapshot(Stage stage) {
        for (Spoiled how : Spoiled.values()) {
            var heard = new HeardFeed();
            try (Customer customer = new Customer(stage);
                    MarketFeed feed = watching(customer, heard)) {
                long begun = customer.booksBegun();
                int trades = heard.trades.size();

                customer.proxy()
                        .changeFrames(
                                stage.wire().book().change(),
                                1,
                                change -> how.on(stage.wire(), change));

                assertBegunOnceMore(stage, customer, heard, begun, how.name());
                assertThat(feed.reconnects()).isZero();
                stage.take("BUY", stage.wire().market().quantity());
                Until.holds(WITHIN, "trades to go on, " + how, () -> heard.trades.size() > trades);
            }
        }
    }

    @Row(everyMarket = true)
    void deltasAreIgnoredUntilASnapshotThatFits(Stage stage) {
        if (stage.wire().book().beginning() instanceof Wire.Beginning.Told) {
            stage.cannot("a book begins on the stream itself, in the order of its changes");
        }
        var heard = new HeardFeed();
        try (Customer customer = new Customer(stage);
                MarketFeed feed = watching(customer, heard)) {
            stage.put("STALE_SNAPSHOT", Map.of("operation", "depth", "count", 1));

            customer.proxy().loseFrames(stage.wire().book().change(), 1);

            Until.holds(WITHIN, "the book to be invalid", () -> heard.invalid.get() > 0);
            assertRight(stage, customer, heard);
            assertThat(feed.state()).isEqualTo(ConnectionState.LIVE);
        }
    }

    @Row(everyMarket = true)
    void inAPartitionTheBookIsInvalidAndAfterwardsItIsTheExchanges(Stage stage) {
        var heard = new HeardFeed();
        try (Customer customer = new Customer(stage);
                MarketFeed feed = watching(customer, heard)) {
            customer.proxy().partition();

            Until.holds(
                    WITHIN,
                    "the book to be invalid",
                    () -> heard.book().isEmpty() && heard.invalid.get() > 0);
            long served = heard.books.get() - heard.invalid.get();
            customer.proxy().heal();

            Until.holds(
                    WITHIN, "a new book", () -> heard.books.get() - heard.invalid.get() > served);
            assertRight(stage, customer, heard);
            assertThat(feed.reconnects()).isPositive();
        }
    }

    @Row(everyMarket = true)
    void aCutConnectionMakesTheBookInvalidAndComesBack(Stage stage) {
        var heard = new HeardFeed();
        try (Customer customer = new Customer(stage);
                MarketFeed feed = watching(customer, heard)) {
            customer.proxy().cut();

            Until.holds(WITHIN, "the book to be invalid", () -> heard.invalid.get() > 0);
            assertRight(stage, customer, heard);
            assertThat(feed.reconnects()).isPositive();
            assertThat(heard.crossed.get()).isZero();
        }
    }

    private static MarketFeed watching(Customer customer, HeardFeed heard) {
        MarketFeed feed = customer.exchange().feed(heard);
        feed.subscribe(customer.instrument(), Channel.BOOK);
        feed.subscribe(customer.instrument(), Channel.TRADES);
        Until.holds(WITHIN, "a book", () -> heard.book().isPresent());
        // Until the first snapshot the book is invalid, which is no fault.
        heard.invalid.set(0);
        return feed;
    }

    private static void assertBegunOnceMore(
            Stage stage, Customer customer, HeardFeed heard, long begun, String fault) {
        Until.holds(WITHIN, "the fault", customer.proxy()::hasStruck);
        Until.holds(WITHIN, "the book to be invalid", () -> heard.invalid.get() > 0);
        assertRight(stage, customer, heard);
        assertThat(customer.booksBegun()).as(stage + ", " + fault).isEqualTo(begun + 1);
        assertThat(heard.crossed.get()).isZero();
    }

    /** The live book comes to be the exchange's own, level for level, which never stands still. */
    private static void assertRight(Stage stage, Customer customer, HeardFeed heard) {
        Until.holds(
                WITHIN,
                "the live book to be the exchange's",
                () -> {
                    JsonNode market =
                            stage.simulation()
                                    .market(
                                            stage.wire().exchange(),
                                            stage.wire().market().symbol());
                    long start = System.nanoTime();
                    while (System.nanoTime() - start < LOOKED_FOR_NANOS) {
                        if (heard.book().filter(book -> same(customer, book, market)).isPresent()) {
                            return true;
                        }
                        LockSupport.parkNanos(PAUSE_NANOS);
                    }
                    return false;
                });
    }

    private static boolean same(Customer customer, BookSnapshot book, JsonNode market) {
        return same(customer, book.bids(), market.path("bids"))
                && same(customer, book.asks(), market.path("asks"));
    }

    private static boolean same(Customer customer, List<BookLevel> ours, JsonNode theirs) {
        List<JsonNode> told =
                StreamSupport.stream(theirs.spliterator(), false).limit(DEPTH).toList();
        return ours.size() >= told.size()
                && IntStream.range(0, told.size())
                        .allMatch(
                                rank ->
                                        equal(ours.get(rank).price(), told.get(rank).path(0))
                                                && equal(
                                                        customer.counted(ours.get(rank).quantity()),
                                                        told.get(rank).path(1)));
    }

    private static boolean equal(BigDecimal ours, JsonNode theirs) {
        return ours.compareTo(new BigDecimal(theirs.asText())) == 0;
    }
}
