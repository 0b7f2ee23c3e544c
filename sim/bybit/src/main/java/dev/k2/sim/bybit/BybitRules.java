package dev.k2.sim.bybit;

import dev.k2.sim.Listing;
import java.math.BigDecimal;

/**
 * What orders in one market must keep to.
 *
 * @param symbol as the wire has it, where a contract may be called like a pair of spot
 * @param maxQty the most that a limit order may take
 * @param maxMarketQty the most that a market order may take
 * @param minNotional the least value of an order
 */
record BybitRules(
        Listing listing,
        Category category,
        String symbol,
        int symbolId,
        BigDecimal minQty,
        BigDecimal maxQty,
        BigDecimal maxMarketQty,
        BigDecimal minNotional,
        BigDecimal maxPrice) {

    BigDecimal tickSize() {
        return listing.price(listing.tick());
    }

    BigDecimal stepSize() {
        return listing.quantity(listing.step());
    }

    boolean spot() {
        return category == Category.SPOT;
    }
}
