package dev.k2.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * Exact decimals at the edges: read with limits, written plainly.
 *
 * <p>A limit on digits and exponent is needed because {@code 1e999999999} is a few characters long
 * and takes gigabytes once it is added to something.
 */
public final class Decimals {
    private static final int DIGITS_MAX = 40;
    private static final int SCALE_MAX = 30;
    private static final int TEXT_MAX = 80;

    private Decimals() {}

    /**
     * Reads a decimal of at most 40 digits whose exponent lies within ±30.
     *
     * @return empty for anything else: no number, NaN, an infinity, too long, too large, too fine
     */
    public static Optional<BigDecimal> parse(String text) {
        if (text.isEmpty() || text.length() > TEXT_MAX || !hasDecimalForm(text)) {
            return Optional.empty();
        }
        BigDecimal value;
        try {
            value = new BigDecimal(text);
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
        return isSane(value) ? Optional.of(value) : Optional.empty();
    }

    /**
     * Reads a decimal that must be one.
     *
     * @throws IllegalArgumentException where {@link #parse} finds none
     */
    public static BigDecimal of(String text) {
        return parse(text)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "expected a decimal of at most 40 digits, found "
                                                + text.substring(0, Math.min(20, text.length()))));
    }

    /** Whether a decimal is within the limits of {@link #parse}. */
    public static boolean isSane(BigDecimal value) {
        int scale = value.scale();
        return value.precision() <= DIGITS_MAX
                && Math.abs((long) scale) <= SCALE_MAX
                && Math.abs((long) value.precision() - scale) <= SCALE_MAX + 1L;
    }

    /** The plain form without trailing zeros: {@code 0.1}, {@code 100}, {@code 0}. */
    public static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    /** The digits after the point that a step such as {@code 0.00100000} really has. */
    public static int scaleOf(BigDecimal step) {
        return Math.max(0, step.stripTrailingZeros().scale());
    }

    /** Whether a value is a whole number of steps. A step of zero means that there is no rule. */
    public static boolean isMultiple(BigDecimal value, BigDecimal step) {
        return step.signum() == 0 || value.remainder(step).signum() == 0;
    }

    /** The largest multiple of a step that is not above a value. */
    public static BigDecimal floorTo(BigDecimal value, BigDecimal step) {
        return step.signum() == 0
                ? value
                : value.divide(step, 0, RoundingMode.FLOOR).multiply(step);
    }

    /** The smallest multiple of a step that is not below a value. */
    public static BigDecimal ceilTo(BigDecimal value, BigDecimal step) {
        return step.signum() == 0
                ? value
                : value.divide(step, 0, RoundingMode.CEILING).multiply(step);
    }

    /** A scaled number as a decimal: {@code 6495012} at scale 2 is {@code 64950.12}. */
    public static BigDecimal unscaled(long scaled, int scale) {
        return BigDecimal.valueOf(scaled, scale);
    }

    /**
     * A decimal as a scaled number.
     *
     * @throws ArithmeticException where it has more digits than the scale keeps, or does not fit
     */
    public static long scaled(BigDecimal value, int scale) {
        return value.setScale(scale, RoundingMode.UNNECESSARY).unscaledValue().longValueExact();
    }

    private static boolean hasDecimalForm(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            if (!digit && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
                return false;
            }
        }
        return true;
    }
}
