package dev.k2.sim.binance;

import dev.k2.sim.Listing;
import java.math.BigDecimal;

/**
 * The filters of one symbol. A minimum or maximum of 0 switches that part off, as at Binance.
 *
 * @param marketMaxQty the most that one market order may take
 */
record SymbolRules(
        Listing listing,
        BigDecimal minPrice,
        BigDecimal maxPrice,
        BigDecimal minQty,
        BigDecimal maxQty,
        BigDecimal marketMaxQty,
        BigDecimal minNotional,
        BigDecimal maxNotional) {

    static final int TRAILING_MIN = 10;
    static final int TRAILING_MAX = 2000;
    static final int ICEBERG_PARTS = 100;
    static final int MAX_NUM_ORDERS = 200;
    static final int MAX_NUM_ALGO_ORDERS = 5;
    static final int MAX_NUM_ORDER_LISTS = 20;
    static final int MAX_NUM_ORDER_AMENDS = 10;
    static final int AVERAGE_MINUTES = 5;
    static final BigDecimal MULTIPLIER_UP = new BigDecimal("5");
    static final BigDecimal MULTIPLIER_DOWN = new BigDecimal("0.2");

    /** The most decimals that a price or a quantity may be sent with. */
    static final int PRECISION = 8;

    BigDecimal tickSize() {
        return listing.price(listing.tick());
    }

    BigDecimal stepSize() {
        return listing.quantity(listing.step());
    }
}
