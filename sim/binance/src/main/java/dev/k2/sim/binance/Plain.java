package dev.k2.sim.binance;

import dev.k2.sim.Listing;
import java.math.BigDecimal;

/** Decimals as Binance's futures write them: prices and quantities with the listing's decimals, money with eight. Pure. */
final class Plain {
    private Plain() {}

    static String price(Listing listing, long units) {
        return BigDecimal.valueOf(units, listing.priceScale()).toPlainString();
    }

    static String quantity(Listing listing, long units) {
        return BigDecimal.valueOf(units, listing.quantityScale()).toPlainString();
    }

    static String quote(Listing listing, long units) {
        return BigDecimal.valueOf(units, listing.quoteScale()).toPlainString();
    }

    /** As few digits as it needs, but one behind the point at least. */
    static String shortest(BigDecimal value) {
        BigDecimal plain = value.stripTrailingZeros();
        return (plain.scale() < 1 ? plain.setScale(1) : plain).toPlainString();
    }
}
