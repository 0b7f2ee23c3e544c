package dev.k2.sim.okx;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers as OKX writes them: text, as few digits as needed, never an exponent. Pure. */
final class OkxText {
    private static final int MONEY_SCALE = 8;

    private OkxText() {}

    static String of(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    /** A whole number of {@code 10^-scale}. */
    static String of(long units, int scale) {
        return of(BigDecimal.valueOf(units, scale));
    }

    /** Money, with eight decimals at most. */
    static String money(BigDecimal value) {
        return of(value.setScale(MONEY_SCALE, RoundingMode.HALF_EVEN));
    }

    static String millis(long micros) {
        return Long.toString(micros / 1000);
    }
}
