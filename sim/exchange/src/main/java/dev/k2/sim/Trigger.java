package dev.k2.sim;

/**
 * A price that the last trade must reach before the order goes to the book.
 *
 * @param kind which side of the market the price lies on
 * @param price in the listing's price units; 0 for a trailing one that follows from the beginning
 * @param trailingBips how far the market must come back from its best price, in hundredths of a percent; 0 for a price
 *     that stays where it is
 */
public record Trigger(Kind kind, long price, int trailingBips) {
    private static final long WHOLE = 10_000;

    /** A price that stays where it is. */
    public Trigger(Kind kind, long price) {
        this(kind, price, 0);
    }

    /** A stop waits for the market to move against the order's side, a take profit for the opposite. */
    public enum Kind {
        STOP_LOSS,
        TAKE_PROFIT
    }

    /** True when the order waits for the market to rise to the price. */
    boolean rising(Side side) {
        return (kind == Kind.STOP_LOSS) == (side == Side.BUY);
    }

    boolean trails() {
        return trailingBips > 0;
    }

    /** Whether the market came back far enough from its best. */
    boolean turned(Side side, long best, long lastPrice) {
        long last = Math.multiplyExact(lastPrice, WHOLE);
        return rising(side)
                ? last >= Math.multiplyExact(best, WHOLE + trailingBips)
                : last <= Math.multiplyExact(best, WHOLE - trailingBips);
    }

    boolean reached(Side side, long lastPrice) {
        return rising(side) ? lastPrice >= price : lastPrice <= price;
    }
}
