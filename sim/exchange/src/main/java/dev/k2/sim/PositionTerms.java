package dev.k2.sim;

/**
 * What an order says about positions. Listings without a contract read none of it.
 *
 * @param reduceOnly true when it may make the position smaller but never turn it round
 */
public record PositionTerms(PositionSide side, boolean reduceOnly) {
    /** For an order that says nothing. */
    public static final PositionTerms NONE = new PositionTerms(PositionSide.BOTH, false);

    /** True when an order of this side can only make its position smaller. */
    public boolean closes(Side order) {
        return reduceOnly
                || (side == PositionSide.LONG && order == Side.SELL)
                || (side == PositionSide.SHORT && order == Side.BUY);
    }
}
