package dev.k2.sim;

/**
 * A price that the last trade must reach before the order goes to the book.
 *
 * @param kind which side of the market the price lies on
 * @param price in the listing's price units
 */
public record Trigger(Kind kind, long price) {
    /** A stop waits for the market to move against the order's side, a take profit for the opposite. */
    public enum Kind {
        STOP_LOSS,
        TAKE_PROFIT
    }

    /** True when the order waits for the market to rise to the price. */
    boolean rising(Side side) {
        return (kind == Kind.STOP_LOSS) == (side == Side.BUY);
    }

    boolean reached(Side side, long lastPrice) {
        return rising(side) ? lastPrice >= price : lastPrice <= price;
    }
}
