package dev.k2.bench;

import java.math.BigDecimal;
import java.time.Instant;

/** What came out of a contestant, so that two can be held against each other. */
final class CandleSum {
    private long count;
    private long times;
    private BigDecimal prices = BigDecimal.ZERO;
    private BigDecimal volume = BigDecimal.ZERO;

    void add(
            Instant at,
            BigDecimal open,
            BigDecimal high,
            BigDecimal low,
            BigDecimal close,
            BigDecimal traded) {
        count++;
        times += at.getEpochSecond() % 1_000_003;
        prices = prices.add(open).add(high).subtract(low).add(close);
        volume = volume.add(traded);
    }

    long count() {
        return count;
    }

    String text() {
        return count
                + " candles, "
                + times
                + ", "
                + prices.stripTrailingZeros().toPlainString()
                + ", "
                + volume.stripTrailingZeros().toPlainString();
    }
}
