package dev.k2.sim.kalshi;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;

/** Money, counts and times as Kalshi writes them. Inside, prices are ten-thousandths of a dollar, counts hundredths. Pure. */
final class Dollars {
    static final int PRICE_SCALE = 4;
    static final int COUNT_SCALE = 2;

    /** A dollar, in price units. */
    static final long ONE = 10_000;

    private static final int MONEY_SCALE = 6;
    private static final long MICROS = 1_000_000;

    private Dollars() {}

    static String price(long units) {
        return BigDecimal.valueOf(units, PRICE_SCALE).toPlainString();
    }

    static String count(long units) {
        return BigDecimal.valueOf(units, COUNT_SCALE).toPlainString();
    }

    static String money(BigDecimal amount) {
        return amount.setScale(MONEY_SCALE, RoundingMode.HALF_UP).toPlainString();
    }

    /** Whole cents, what is less than one left away. */
    static long cents(BigDecimal amount) {
        return amount.movePointRight(2).setScale(0, RoundingMode.FLOOR).longValueExact();
    }

    /** A moment in microseconds since 1970, with no more digits than it needs. */
    static String time(long micros) {
        return Instant.ofEpochSecond(
                        Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1000)
                .toString();
    }

    static String timeOfMillis(long millis) {
        return time(millis * 1000);
    }
}
