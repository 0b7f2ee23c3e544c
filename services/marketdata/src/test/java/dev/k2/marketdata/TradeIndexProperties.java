package dev.k2.marketdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class TradeIndexProperties {
    @Property(tries = 200)
    void knowsExactlyTheNewest(@ForAll long seed, @ForAll @IntRange(min = 1, max = 70) int kept) {
        Random random = new Random(seed);
        TradeIndex index = new TradeIndex(kept);
        Deque<Long> newest = new ArrayDeque<>();
        for (int n = 0; n < 2_000; n++) {
            // Few numbers come often and meet in the table; some are far apart.
            long id = random.nextBoolean() ? random.nextInt(100) : random.nextLong();

            boolean known = index.add(id) < 0;

            assertThat(known).isEqualTo(newest.contains(id));
            if (!known) {
                newest.addLast(id);
            }
            if (newest.size() > kept) {
                newest.removeFirst();
            }
        }
        assertThat(index.count()).isGreaterThanOrEqualTo(newest.size());
    }
}
