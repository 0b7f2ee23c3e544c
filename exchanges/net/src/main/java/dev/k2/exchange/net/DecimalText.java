package dev.k2.exchange.net;

import dev.k2.model.Decimals;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * Reads the digits of one number as a scaled long, and remembers where they ended. Quotes around
 * them are the caller's.
 */
final class DecimalText {
    private static final long TENTH_OF_MAX = Long.MAX_VALUE / 10;
    private static final int LAST_DIGIT_OF_MAX = 7;

    /** This many digits always fit into a long. */
    static final int SAFE_DIGITS = 18;

    private static final long[] POWERS_OF_TEN = powersOfTen();

    private int close;

    /** Ten times itself so often, at most eighteen times. */
    static long powerOfTen(int exponent) {
        return POWERS_OF_TEN[exponent];
    }

    /** Where the number ended that was read last. */
    int close() {
        return close;
    }

    /**
     * Reads at most seven digits, and a point and at most eight digits, the form that nearly all
     * numbers in quotes have; -1 for anything else, and for what the scale does not hold.
     */
    long usual(byte[] b, int from, int end, int scale) {
        if (from + Eight.LENGTH >= end || scale > Eight.LENGTH) {
            return -1;
        }
        long whole = Eight.at(b, from);
        int digits = Eight.digits(whole);
        int point = from + digits;
        if (digits == 0 || digits == Eight.LENGTH || point + 1 + Eight.LENGTH >= end) {
            return -1;
        }
        long eight = Eight.at(b, point + 1);
        long values = Eight.values(eight);
        if (Eight.allDigits(values) && b[point] == '.' && Eight.beyond(values, scale) == 0) {
            // Exchanges that send eight decimals do so always, so this one can be guessed.
            close = point + 1 + Eight.LENGTH;
            return Eight.number(whole, digits) * powerOfTen(scale)
                    + Eight.number(values << ((Eight.LENGTH - scale) * 8));
        }
        // Whether there is a point, and how many digits follow it, cannot be guessed, so there is
        // no branch on it: without a point, there are no decimals.
        int pointed = Eight.allOnesIf(b[point], '.');
        int run = Eight.digits(eight) & pointed;
        long decimals = Eight.leading(eight, run);
        if (run + pointed < 0 || Eight.beyond(decimals, scale) != 0) {
            return -1;
        }
        close = point - pointed + run;
        int left = Eight.LENGTH - digits - scale;
        if (left >= 0) {
            return Eight.number(
                    (Eight.leading(whole, digits) | decimals << (digits * 8)) << (left * 8));
        }
        return Eight.number(whole, digits) * powerOfTen(scale)
                + Eight.number(decimals << ((Eight.LENGTH - scale) * 8));
    }

    /**
     * Reads a number of at most eight characters, and a quote that stands behind it; -1 for anything
     * else, and for what the scale does not hold. Behind eight characters the caller looks for the
     * quote himself, sees to it that eight bytes are there, and that the scale is at most 8.
     */
    long brief(byte[] b, int from, int scale) {
        long eight = Eight.at(b, from);
        // By the quote alone, so that what follows the number need not wait for anything else.
        int length = Eight.beforeQuote(eight);
        close = from + length;
        long others = Eight.others(eight);
        int digits = Eight.before(others);
        // Whether there is a point cannot be guessed, so there is no branch on it.
        int pointed = Eight.allOnesIf((byte) (eight >>> (digits * 8)), '.');
        int ends = Eight.before(others & (others - 1 | ~pointed));
        int decimals = length - digits + pointed;
        if (digits == 0 || ends != length || decimals + pointed < 0 || decimals > scale) {
            return -1;
        }
        return Eight.number(
                        Eight.without(eight, others, pointed & 8)
                                << ((Eight.LENGTH - length - pointed) * 8))
                * powerOfTen(scale - decimals);
    }

    /**
     * Reads signs, exponents, and any number of digits.
     *
     * @param quoted whether a quote stands in front, where zeros may lead
     * @return {@link Scanner#NO_DECIMAL} where the scale or a long does not hold it exactly
     * @throws ScanException for what is no number
     */
    long ofAnyForm(byte[] b, int from, int end, int scale, boolean quoted) {
        boolean negative = from < end && b[from] == '-';
        int whole = negative ? from + 1 : from;
        close = whole;
        long value = digits(b, end);
        if (close == whole || (!quoted && close - whole > 1 && b[whole] == '0')) {
            throw new ScanException("a number", from);
        }
        int kept = 0;
        if (close < end && b[close] == '.') {
            close++;
            int point = close;
            int last = Math.min(end, point + scale);
            while (close < last && Scanner.isDigit(b[close])) {
                value = shifted(value, b[close] - '0');
                close++;
            }
            kept = close - point;
            while (close < end && Scanner.isDigit(b[close])) {
                if (b[close] != '0') {
                    value = Scanner.NO_DECIMAL;
                }
                close++;
            }
            if (close == point) {
                throw new ScanException("a digit", close);
            }
        }
        if (close < end && (b[close] == 'e' || b[close] == 'E')) {
            return withExponent(b, from, end, scale);
        }
        for (int missing = scale - kept; missing > 0; missing--) {
            value = shifted(value, 0);
        }
        return value == Scanner.NO_DECIMAL || !negative ? value : -value;
    }

    private long digits(byte[] b, int end) {
        long value = 0;
        while (close < end && Scanner.isDigit(b[close])) {
            value = shifted(value, b[close] - '0');
            close++;
        }
        return value;
    }

    private static long shifted(long value, int digit) {
        if (value < TENTH_OF_MAX && value >= 0) {
            return value * 10 + digit;
        }
        return value == TENTH_OF_MAX && digit <= LAST_DIGIT_OF_MAX
                ? value * 10 + digit
                : Scanner.NO_DECIMAL;
    }

    /** Exponents are rare enough to be read the slow way. */
    private long withExponent(byte[] b, int from, int end, int scale) {
        close++;
        if (close < end && (b[close] == '+' || b[close] == '-')) {
            close++;
        }
        int exponent = close;
        while (close < end && Scanner.isDigit(b[close])) {
            close++;
        }
        if (close == exponent) {
            throw new ScanException("a digit", close);
        }
        var number = new String(b, from, close - from, StandardCharsets.US_ASCII);
        BigDecimal value = Decimals.parse(number).orElse(null);
        if (value == null) {
            return Scanner.NO_DECIMAL;
        }
        BigDecimal scaled = value.movePointRight(scale).stripTrailingZeros();
        return scaled.scale() > 0 || scaled.precision() - scaled.scale() > SAFE_DIGITS
                ? Scanner.NO_DECIMAL
                : scaled.longValueExact();
    }

    private static long[] powersOfTen() {
        long[] powers = new long[SAFE_DIGITS + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }
}
