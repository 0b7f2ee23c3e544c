package dev.k2.exchange.binance;

import dev.k2.exchange.Budget;
import dev.k2.exchange.net.Costs;
import dev.k2.exchange.net.TokenBucket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;

/** How many orders one account has sent, in each window of time that Binance counts. */
final class BinanceOrderCount {
    /**
     * A window of time, in Binance's words.
     *
     * @param interval such as {@code SECOND}
     * @param times how many of them
     */
    record Window(String interval, int times) implements Comparable<Window> {
        private static final Comparator<Window> SHORTEST_FIRST =
                Comparator.comparing(Window::lengthOrZero)
                        .thenComparing(Window::interval)
                        .thenComparing(Window::times);

        /** The name for a person. */
        String text() {
            return "orders in " + times + " " + interval.toLowerCase(Locale.ROOT);
        }

        @Override
        public int compareTo(Window other) {
            return SHORTEST_FIRST.compare(this, other);
        }

        private Duration lengthOrZero() {
            return length().orElse(Duration.ZERO);
        }

        /** The header of an answer that tells how much of the window is used. */
        String header() {
            return "x-mbx-order-count-" + times + interval.toLowerCase(Locale.ROOT).charAt(0);
        }

        /** How long it is; empty where the word is unknown. */
        Optional<Duration> length() {
            return switch (interval) {
                case "SECOND" -> Optional.of(Duration.ofSeconds(times));
                case "MINUTE" -> Optional.of(Duration.ofMinutes(times));
                case "HOUR" -> Optional.of(Duration.ofHours(times));
                case "DAY" -> Optional.of(Duration.ofDays(times));
                default -> Optional.empty();
            };
        }
    }

    private final Map<Window, TokenBucket> buckets = new ConcurrentSkipListMap<>();
    private final Function<Window, TokenBucket> opener;

    /**
     * A count.
     *
     * @param opener the bucket of a window, whose length is known
     */
    BinanceOrderCount(Set<Window> windows, Function<Window, TokenBucket> opener) {
        this.opener = opener;
        windows.forEach(window -> buckets.put(window, opener.apply(window)));
    }

    /** What so many orders take, from every window. */
    Costs costs(int orders) {
        return new Costs(
                buckets.values().stream().map(bucket -> new Costs.Cost(bucket, orders)).toList());
    }

    /**
     * Ends what {@link #costs} took.
     *
     * @param counted what a header of the answer says
     */
    void settle(int orders, Function<String, OptionalLong> counted) {
        buckets.forEach((window, bucket) -> bucket.settle(orders, counted.apply(window.header())));
    }

    /** The exchange's own figure for a window, which may be one that was not known before. */
    void resize(Window window, long limit) {
        buckets.computeIfAbsent(window, opener).resize(limit);
    }

    List<Budget> budgets() {
        List<Budget> budgets = new ArrayList<>();
        buckets.forEach((window, bucket) -> budgets.add(bucket.budget(window.text())));
        return budgets;
    }
}
