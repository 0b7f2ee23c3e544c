package dev.k2.e2e;

import static dev.k2.e2e.Outcomes.WITHIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.Channel;
import dev.k2.exchange.Exchange;
import dev.k2.exchange.FaultProxy;
import dev.k2.exchange.MarketFeed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A live book behind a network that loses, repeats, swaps and cuts by chance. A second feed of the
 * same market, past that network, tells in which states the exchange's book really was.
 *
 * <p>{@code -Dk2.e2e.seed=7} repeats the faults of a run that failed; what the market does is not
 * repeated.
 */
class BookUnderFaultsTest {
    private static final int FEEDS = 3;
    private static final int FAULTS_EACH = 5;

    private enum Chance {
        LOSE,
        LOSE_SEVERAL,
        REPEAT,
        SWAP,
        CUT;

        void strike(FaultProxy network, String change, Random random) {
            switch (this) {
                case LOSE -> network.loseFrames(change, 1);
                case LOSE_SEVERAL -> network.loseFrames(change, 2 + random.nextInt(4));
                case REPEAT -> network.repeatFrames(change, 1 + random.nextInt(3));
                case SWAP -> network.swapFrames(change);
                case CUT -> network.cut();
            }
        }
    }

    @Row(everyMarket = true)
    void servesNoBookThatTheExchangeNeverHad(Stage stage) {
        long seed = Long.getLong("k2.e2e.seed", ThreadLocalRandom.current().nextLong());
        var random = new Random(seed);
        var truth = new ServedBooks();
        var served = new ServedBooks();
        List<String> struck = new ArrayList<>();
        try (Customer customer = new Customer(stage);
                Exchange past = customer.undisturbed();
                MarketFeed whole = past.feed(truth)) {
            whole.subscribe(customer.instrument(), Channel.BOOK);
            Until.holds(WITHIN, "the true book", truth::isValid);
            for (int feed = 0; feed < FEEDS; feed++) {
                struck.addAll(disturbed(stage, customer, served, random));
            }
            System.out.printf("book under faults: %s, seed %d: %s%n", stage, seed, struck);

            assertThat(served.broke()).as("seed %d: %s", seed, struck).isPositive();
            assertOnlyTrueStates(truth, served, seed);
        }
    }

    /** One feed, and what struck it. */
    private static List<String> disturbed(
            Stage stage, Customer customer, ServedBooks served, Random random) {
        List<String> struck = new ArrayList<>();
        try (MarketFeed feed = customer.exchange().feed(served)) {
            feed.subscribe(customer.instrument(), Channel.BOOK);
            awaitBook(served, "a book");
            for (int i = 0; i < FAULTS_EACH; i++) {
                Chance chance = Chance.values()[random.nextInt(Chance.values().length)];
                chance.strike(customer.proxy(), stage.wire().book().change(), random);
                Until.holds(WITHIN, chance + " to strike", customer.proxy()::hasStruck);
                long from = System.nanoTime();
                // Now and then the next fault comes while the book is being made whole.
                boolean waits = random.nextInt(4) > 0;
                if (waits) {
                    awaitBook(served, "a book after " + chance);
                }
                long tookMillis = Duration.ofNanos(System.nanoTime() - from).toMillis();
                struck.add(chance + (waits ? " " + tookMillis + " ms" : ""));
            }
            awaitBook(served, "the book to go on");
        }
        return struck;
    }

    /** What is served from now on counts, not what was served before. */
    private static void awaitBook(ServedBooks served, String what) {
        long before = served.served();
        Until.holds(WITHIN, what, () -> served.isValid() && served.served() > before);
    }

    /** The true feed may be a moment behind the disturbed one. */
    private static void assertOnlyTrueStates(ServedBooks truth, ServedBooks served, long seed) {
        Until.holds(
                WITHIN,
                "every served book to be one that the exchange had, seed " + seed,
                () -> served.states().stream().allMatch(truth::hasBeen));
    }
}
