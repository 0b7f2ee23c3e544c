package dev.k2.sim;

import java.time.Duration;

/** Makes one market lively with the house's endless money. */
public interface Maker {
    /** Lets the market live until now. */
    void step();

    /** Moves the market to a price, in price units, and holds it there for a while; the book follows within a second. */
    void moveTo(long price, Duration hold);

    /** Trades at once against whatever rests, at any price. */
    Outcome trade(Side side, long quantity);

    /** The price that it makes its market about, in the quote asset. */
    double middle(long nowMillis);
}
