package dev.k2.sim;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;

/**
 * The prices that positions are valued at: an index that nobody trades, and a mark that follows it and the book smoothly.
 * They come from the walk's doubles and become exact decimals here, before any money is counted with them.
 */
public final class MarkPrices {
    private static final int SCALE = 8;
    private static final double HALF_LIFE_MILLIS = 1500;
    private static final double BASIS_HALF_LIFE_MILLIS = 20_000;

    private final Map<Market, Moving> moving = new HashMap<>();

    private static final class Moving {
        private double mark;
        private double basis;
        private long millis;
        private BigDecimal shownIndex = BigDecimal.ZERO;
        private BigDecimal shownMark = BigDecimal.ZERO;
    }

    MarkPrices() {}

    /** The mark price, in the quote asset with 8 decimals. */
    public BigDecimal mark(Market market) {
        Moving at = moving.get(market);
        return at == null ? market.listing().price(market.lastPrice()) : at.shownMark;
    }

    /** The index price, in the quote asset with 8 decimals. */
    public BigDecimal index(Market market) {
        Moving at = moving.get(market);
        return at == null ? market.listing().price(market.lastPrice()) : at.shownIndex;
    }

    void move(Market market, double index, long nowMillis) {
        Moving at = moving.get(market);
        if (at == null) {
            at = new Moving();
            at.mark = index;
            moving.put(market, at);
        } else {
            double elapsed = Math.max(0, nowMillis - at.millis);
            double kept = Math.pow(0.5, elapsed / BASIS_HALF_LIFE_MILLIS);
            at.basis = at.basis * kept + basis(market, index) * (1 - kept);
            double old = Math.pow(0.5, elapsed / HALF_LIFE_MILLIS);
            at.mark = at.mark * old + index * (1 + at.basis) * (1 - old);
        }
        at.millis = nowMillis;
        at.shownIndex = decimal(index);
        at.shownMark = decimal(at.mark);
    }

    private static double basis(Market market, double index) {
        long bid = market.book().bestBid();
        long ask = market.book().bestAsk();
        if (bid == 0 || ask == 0) {
            return 0;
        }
        double middle = market.listing().price(bid + ask).doubleValue() / 2;
        return Math.clamp(middle / index - 1, -0.005, 0.005);
    }

    private static BigDecimal decimal(double price) {
        return new BigDecimal(price).setScale(SCALE, RoundingMode.HALF_EVEN);
    }
}
