package dev.k2.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/**
 * The market as an order met it when it came in.
 *
 * @param best the best price on the other side
 * @param middle between best bid and best ask
 * @param age how long ago these were last known to hold
 */
public record Arrival(BigDecimal best, BigDecimal middle, Duration age) {
    private static final BigDecimal POINTS = BigDecimal.valueOf(10_000);
    private static final int SCALE = 4;

    /**
     * How much worse than the best price an order was filled, in basis points of it; below zero
     * where it was filled better.
     *
     * @param average price of the fills
     */
    public BigDecimal slippage(Side side, BigDecimal average) {
        if (best.signum() <= 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal worse = side == Side.BUY ? average.subtract(best) : best.subtract(average);
        return worse.multiply(POINTS).divide(best, SCALE, RoundingMode.HALF_EVEN);
    }
}
