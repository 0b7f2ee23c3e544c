package dev.k2.exchange;

import java.time.Instant;

/**
 * Candles that are not there. A market in which nobody traded is no gap where the exchange tells
 * candles without volume; where it leaves those out, the two look the same.
 *
 * @param from the first open time without a candle
 * @param to the end, exclusive
 * @param missing how many candles would fit
 * @param place where it lies
 */
public record CandleGap(Instant from, Instant to, long missing, Place place) {
    /** Where a gap lies in what was asked for, which says what to make of it. */
    public enum Place {
        /** Nothing before it: mostly the market is younger than the range. */
        BEFORE_FIRST,
        /** Between two candles: an outage of the exchange, or history that it does not keep. */
        BETWEEN,
        /** Nothing after it as far as was read: mostly the market is halted or gone. */
        AFTER_LAST,
        /** No candle at all in the whole range. */
        EVERYWHERE
    }
}
