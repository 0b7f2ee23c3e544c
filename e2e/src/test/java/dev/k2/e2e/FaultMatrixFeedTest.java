package dev.k2.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Channel;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.HeardFeed;
import dev.k2.exchange.MarketFeed;
import dev.k2.model.BookLevel;
import dev.k2.model.BookSnapshot;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of the fault matrix about live books: nothing is shown from a book that may be wrong. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultMatrixFeedTest {
    private static final String DELTA = "depthUpdate";
    private static final String SNAPSHOT = "GET /api/v3/depth";
    private static final int DEPTH = 50;
    private static final Pattern FIRST_UPDATE = Pattern.compile("\"U\":([0-9]+)");

    /** What can become of one change of the book on its way. */
    private static final Map<String, UnaryOperator<String>> CHANGES =
            Map.of(
                    "a sequence from the future", delta -> moved(delta, 7),
                    "half of the message", delta -> delta.substring(0, delta.length() / 2),
                    "a bid above all asks",
                            delta ->
                                    delta.replace(
                                            "\"b\":[", "\"b\":[[\"999999.00000000\",\"1.00000000\"],"));

    private Simulation simulation;

    @BeforeAll
    void start() {
        simulation = Simulation.start();
    }

    @AfterEach
    void heal() {
        simulation.heal();
    }

    @AfterAll
    void stop() {
        simulation.close();
    }

    @Test
    void aDroppedDeltaMakesTheBookInvalidUntilOneNewSnapshot() {
        var heard = new HeardFeed();
        try (Customer customer = new Customer(simulation);
                MarketFeed feed = watching(customer, heard)) {
            long snapshots = customer.proxy().seen(SNAPSHOT);

            customer.proxy().loseFrames(DELTA, 1);

            assertHealedBySnapshots(customer, heard, snapshots + 1);
            assertThat(feed.reconnects()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a sequence from the future", "half of the message", "a bid above all asks"})
    void aSpoiledDeltaMakesTheBookInvalidUntilOneNewSnapshot(String how) {
        var heard = new HeardFeed();
        try (Customer customer = new Customer(simulation);
                MarketFeed feed = watching(customer, heard)) {
            long snapshots = customer.proxy().seen(SNAPSHOT);
            int trades = heard.trades.size();

            customer.proxy().changeFrames(DELTA, 1, CHANGES.get(how));

            assertHealedBySnapshots(customer, heard, snapshots + 1);
            assertThat(feed.reconnects()).isZero();
            simulation.take(Customer.VENUE, Customer.SYMBOL, "BUY", "0.001");
            Until.holds(
                    Outcomes.HEALED_WITHIN,
                    "trades to go on",
                    () -> heard.trades.size() > trades);
        }
    }

    @Test
    void deltasAreIgnoredUntilASnapshotThatFits() {
        var heard = new HeardFeed();
        try (Customer customer = new Customer(simulation);
                MarketFeed feed = watching(customer, heard)) {
            simulation.put("{\"kind\":\"STALE_SNAPSHOT\",\"operation\":\"depth\",\"count\":1}");

            customer.proxy().loseFrames(DELTA, 1);

            Until.holds(
                    Outcomes.HEALED_WITHIN, "the book to be invalid", () -> heard.invalid.get() > 0);
            assertRight(heard);
            assertThat(feed.state()).isEqualTo(ConnectionState.LIVE);
        }
    }

    @Test
    void inAPartitionTheBookIsInvalidAndAfterwardsItIsTheExchanges() {
        var heard = new HeardFeed();
        try (Customer customer = new Customer(simulation);
                MarketFeed feed = watching(customer, heard)) {
            customer.proxy().partition();

            Until.holds(
                    Outcomes.STALE_WITHIN,
                    "the book to be invalid",
                    () -> heard.book().isEmpty() && heard.invalid.get() > 0);
            long served = heard.books.get() - heard.invalid.get();
            customer.proxy().heal();

            Until.holds(
                    Outcomes.HEALED_WITHIN, "a new book", () -> heard.books.get() - heard.invalid.get() > served);
            assertRight(heard);
            assertThat(feed.reconnects()).isPositive();
        }
    }

    @Test
    void aCutConnectionMakesTheBookInvalidAndComesBack() {
        var heard = new HeardFeed();
        try (Customer customer = new Customer(simulation);
                MarketFeed feed = watching(customer, heard)) {
            customer.proxy().cut();

            Until.holds(
                    Outcomes.HEALED_WITHIN, "the book to be invalid", () -> heard.invalid.get() > 0);
            assertRight(heard);
            assertThat(feed.reconnects()).isPositive();
            assertThat(heard.crossed.get()).isZero();
        }
    }

    private static MarketFeed watching(Customer customer, HeardFeed heard) {
        MarketFeed feed = customer.exchange().feed(heard);
        feed.subscribe(customer.instrument(), Channel.BOOK);
        feed.subscribe(customer.instrument(), Channel.TRADES);
        Until.holds(Outcomes.HEALED_WITHIN, "a book", () -> heard.book().isPresent());
        // Until the first snapshot the book is invalid, which is no fault.
        heard.invalid.set(0);
        return feed;
    }

    private void assertHealedBySnapshots(Customer customer, HeardFeed heard, long snapshots) {
        Until.holds(Outcomes.HEALED_WITHIN, "the fault", customer.proxy()::hasStruck);
        Until.holds(
                Outcomes.HEALED_WITHIN, "the book to be invalid", () -> heard.invalid.get() > 0);
        assertRight(heard);
        assertThat(customer.proxy().seen(SNAPSHOT)).isEqualTo(snapshots);
        assertThat(heard.crossed.get()).isZero();
    }

    /** The live book is the exchange's own, at an update that both are asked at. */
    private void assertRight(HeardFeed heard) {
        Until.holds(
                Outcomes.HEALED_WITHIN,
                "the live book to be the exchange's",
                () -> {
                    JsonNode market = simulation.market(Customer.VENUE, Customer.SYMBOL);
                    long update = market.path("update_id").asLong();
                    Until.holds(
                            Outcomes.HEALED_WITHIN,
                            "update " + update,
                            () -> heard.book().filter(book -> book.sequence() >= update).isPresent());
                    return heard.book()
                            .filter(book -> book.sequence() == update)
                            .filter(book -> same(book, market))
                            .isPresent();
                });
    }

    private static boolean same(BookSnapshot book, JsonNode market) {
        return same(book.bids(), market.path("bids")) && same(book.asks(), market.path("asks"));
    }

    private static boolean same(List<BookLevel> ours, JsonNode theirs) {
        List<JsonNode> told =
                StreamSupport.stream(theirs.spliterator(), false).limit(DEPTH).toList();
        return ours.size() >= told.size()
                && IntStream.range(0, told.size())
                        .allMatch(
                                rank ->
                                        equal(ours.get(rank).price(), told.get(rank).path(0))
                                                && equal(
                                                        ours.get(rank).quantity(),
                                                        told.get(rank).path(1)));
    }

    private static boolean equal(BigDecimal ours, JsonNode theirs) {
        return ours.compareTo(new BigDecimal(theirs.asText())) == 0;
    }

    private static String moved(String delta, long by) {
        return FIRST_UPDATE
                .matcher(delta)
                .replaceFirst((MatchResult told) -> "\"U\":" + (Long.parseLong(told.group(1)) + by));
    }
}
