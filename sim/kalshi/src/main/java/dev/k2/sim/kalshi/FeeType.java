package dev.k2.sim.kalshi;

import dev.k2.sim.EventTerms;
import java.math.BigDecimal;
import java.util.Locale;

/** How a series' fees are reckoned. */
enum FeeType {
    QUADRATIC("0"),
    QUADRATIC_WITH_MAKER_FEES("0.25"),
    QUADRATIC_WITH_COMBO_MAKER_FEES("0.5");

    private static final BigDecimal TAKER = new BigDecimal("0.07");
    private final BigDecimal makerPart;

    FeeType(String makerPart) {
        this.makerPart = new BigDecimal(makerPart);
    }

    EventTerms terms(BigDecimal multiplier) {
        BigDecimal taker = TAKER.multiply(multiplier);
        return new EventTerms(taker, taker.multiply(makerPart));
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
