package dev.k2.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** A side of a book says what a sorted map says, whatever is done to it. */
class BookPropertyTest {
    record Change(long price, long quantity, boolean ends) {}

    @Property
    void bidsAreASortedMapFromTheHighest(@ForAll("changes") List<Change> changes) {
        compare(new BookSide(true), new TreeMap<>(Comparator.reverseOrder()), changes);
    }

    @Property
    void asksAreASortedMapFromTheLowest(@ForAll("changes") List<Change> changes) {
        compare(new BookSide(false), new TreeMap<>(), changes);
    }

    @Property(tries = 100)
    void messagesSortedFromTheBestAreASortedMapToo(@ForAll long seed, @ForAll boolean bids) {
        var random = new SplittableRandom(seed);
        var side = new BookSide(bids);
        Map<Long, Long> map = bids ? new TreeMap<>(Comparator.reverseOrder()) : new TreeMap<>();
        long direction = bids ? -1 : 1;
        long[] prices = new long[60];
        long[] quantities = new long[60];

        for (int message = 0; message < 40; message++) {
            long price = 1_000_000L + random.nextInt(50);
            for (int level = 0; level < prices.length; level++) {
                price += direction * (1 + random.nextInt(6));
                long quantity = random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(1000);
                prices[level] = price;
                quantities[level] = quantity;
                set(map, price, quantity);
            }
            side.set(prices, quantities, prices.length);
            side.startFromBest();
            assertSame(side, map);
        }
    }

    @Property(tries = 100)
    void differencesAddUpUntilLessThanNothingWouldBeLeft(@ForAll long seed, @ForAll boolean bids) {
        var random = new SplittableRandom(seed);
        var side = new BookSide(bids);
        Map<Long, Long> map = bids ? new TreeMap<>(Comparator.reverseOrder()) : new TreeMap<>();

        for (int change = 0; change < 300; change++) {
            long price = random.nextInt(100);
            long there = map.getOrDefault(price, 0L);
            long difference = random.nextInt(3) == 0 ? -there : random.nextInt(-50, 100);
            assertThat(side.add(price, difference)).isEqualTo(there + difference);
            if (there + difference >= 0) {
                set(map, price, there + difference);
            }
            if (random.nextInt(3) == 0) {
                side.startFromBest();
            }
            assertSame(side, map);
        }
    }

    private static void compare(BookSide side, Map<Long, Long> map, List<Change> changes) {
        for (Change change : changes) {
            side.set(change.price(), change.quantity());
            set(map, change.price(), change.quantity());
            if (change.ends()) {
                side.startFromBest();
            }
            assertSame(side, map);
        }
        side.clear();
        assertThat(side.isEmpty()).isTrue();
    }

    private static void set(Map<Long, Long> map, long price, long quantity) {
        if (quantity == 0) {
            map.remove(price);
        } else {
            map.put(price, quantity);
        }
    }

    private static void assertSame(BookSide side, Map<Long, Long> map) {
        long[] prices = new long[map.size() + 1];
        long[] quantities = new long[map.size() + 1];
        int count = side.top(prices, quantities);
        assertThat(count).isEqualTo(side.size()).isEqualTo(map.size());
        int rank = 0;
        for (Map.Entry<Long, Long> level : map.entrySet()) {
            assertThat(side.price(rank)).isEqualTo(level.getKey()).isEqualTo(prices[rank]);
            assertThat(side.quantity(rank)).isEqualTo(level.getValue()).isEqualTo(quantities[rank]);
            rank++;
        }
    }

    @Provide
    Arbitrary<List<Change>> changes() {
        Arbitrary<Long> prices =
                Arbitraries.oneOf(
                        Arbitraries.longs().between(100, 160),
                        Arbitraries.of(0L, 1L, Long.MAX_VALUE, Long.MAX_VALUE - 1));
        Arbitrary<Long> quantities =
                Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(1, Arbitraries.just(0L)),
                        net.jqwik.api.Tuple.of(2, Arbitraries.longs().greaterOrEqual(1)));
        return Combinators.combine(prices, quantities, Arbitraries.of(true, false, false))
                .as(Change::new)
                .list()
                .ofMaxSize(300);
    }

    @Test
    void refusesNegativePricesAndQuantities() {
        var side = new BookSide(true);

        assertThatThrownBy(() -> side.set(-1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> side.set(1, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> side.add(-1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> side.price(0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void changesAndReadsWithoutMakingObjects() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        var side = new BookSide(true);
        long[] prices = new long[10];
        long[] quantities = new long[10];
        run(side, prices, quantities);
        side.clear();

        long before = threads.getCurrentThreadAllocatedBytes();
        run(side, prices, quantities);
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(bytes).isLessThan(1_000);
    }

    private static void run(BookSide side, long[] prices, long[] quantities) {
        for (int n = 0; n < 100_000; n++) {
            // Prices wander upwards, as they may for days.
            side.set(1_000 + n / 10 + n * 7919L % 500, n % 3);
            side.set(1_000 + n / 10 - 100, 0);
            if (n % 10 == 0) {
                side.startFromBest();
                side.top(prices, quantities);
            }
        }
    }
}
