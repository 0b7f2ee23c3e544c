package dev.k2.sim;

import java.math.BigDecimal;

/** Decimals with as many places as their listing has. Pure. */
public final class Plain {
    private Plain() {}

    public static String price(Listing listing, long units) {
        return BigDecimal.valueOf(units, listing.priceScale()).toPlainString();
    }

    public static String quantity(Listing listing, long units) {
        return BigDecimal.valueOf(units, listing.quantityScale()).toPlainString();
    }

    public static String quote(Listing listing, long units) {
        return BigDecimal.valueOf(units, listing.quoteScale()).toPlainString();
    }

    /** As few digits as it needs, but one behind the point at least. */
    public static String shortest(BigDecimal value) {
        BigDecimal plain = value.stripTrailingZeros();
        return (plain.scale() < 1 ? plain.setScale(1) : plain).toPlainString();
    }
}
