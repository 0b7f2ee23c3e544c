package dev.k2.model;

/** How an order finds its price. */
public enum OrderType {
    MARKET(false, false),
    LIMIT(true, false),
    /** Becomes a market order when the price moves against the position to the stop price. */
    STOP(false, true),
    STOP_LIMIT(true, true),
    /** Becomes a market order when the price moves in favour of the position to the stop price. */
    TAKE_PROFIT(false, true),
    TAKE_PROFIT_LIMIT(true, true),
    /** A stop whose price follows the market at a distance. */
    TRAILING_STOP(false, true);

    private final boolean priced;
    private final boolean triggered;

    OrderType(boolean priced, boolean triggered) {
        this.priced = priced;
        this.triggered = triggered;
    }

    /** Whether the order names the worst price that it accepts. */
    public boolean isPriced() {
        return priced;
    }

    /** What is left of it once its price is reached. */
    public OrderType released() {
        return priced ? LIMIT : MARKET;
    }

    /** Whether the order waits for a stop price before it reaches the book. */
    public boolean isTriggered() {
        return triggered;
    }
}
