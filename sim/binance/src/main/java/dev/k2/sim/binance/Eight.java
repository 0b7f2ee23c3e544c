package dev.k2.sim.binance;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Decimals as Binance writes them: always eight places, never an exponent. Pure. */
final class Eight {
    private static final int PLACES = 8;

    private Eight() {}

    /** A whole number of {@code 10^-scale}. */
    static String of(long units, int scale) {
        if (scale > PLACES || units < 0) {
            return of(BigDecimal.valueOf(units, scale));
        }
        String digits = Long.toString(units);
        StringBuilder text = new StringBuilder(digits.length() + PLACES + 2);
        int whole = digits.length() - scale;
        if (whole <= 0) {
            text.append("0.");
            text.repeat('0', -whole);
            text.append(digits);
        } else {
            text.append(digits, 0, whole).append('.').append(digits, whole, digits.length());
        }
        return text.repeat('0', PLACES - scale).toString();
    }

    static String of(BigDecimal value) {
        return value.setScale(PLACES, RoundingMode.DOWN).toPlainString();
    }
}
