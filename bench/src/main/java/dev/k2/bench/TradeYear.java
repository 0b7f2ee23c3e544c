package dev.k2.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/** A year of one instrument's trades, made from a seed: prices wander, times go on evenly. */
final class TradeYear {
    static final Instant BEGIN = Instant.parse("2025-01-01T00:00:00Z");
    static final Instant END = BEGIN.plus(Duration.ofDays(365));

    private static final long SEED = 20_250_101L;
    private static final int FIRST_PRICE = 6_500_000;
    private static final int LEAST_PRICE = 100_000;

    /** In hundredths. */
    private final int[] prices;

    /** In thousandths. */
    private final int[] quantities;

    TradeYear(int trades) {
        prices = new int[trades];
        quantities = new int[trades];
        var random = new SplittableRandom(SEED);
        int price = FIRST_PRICE;
        for (int n = 0; n < trades; n++) {
            price = Math.max(LEAST_PRICE, price + random.nextInt(-400, 401));
            prices[n] = price;
            quantities[n] = 1 + random.nextInt(5_000);
        }
    }

    int count() {
        return prices.length;
    }

    long atMillis(int trade) {
        long year = END.toEpochMilli() - BEGIN.toEpochMilli();
        return BEGIN.toEpochMilli() + trade * year / prices.length;
    }

    int price(int trade) {
        return prices[trade];
    }

    int quantity(int trade) {
        return quantities[trade];
    }
}
