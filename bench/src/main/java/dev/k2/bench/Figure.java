package dev.k2.bench;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What one contestant took.
 *
 * @param nanosPerThousand nanoseconds of CPU for a thousand of what is measured
 * @param allocation in words
 */
record Figure(String name, long nanosPerThousand, String allocation) {

    /** How many times the first one's CPU each of the others took, in words. */
    static String ratios(List<Figure> figures) {
        long first = Math.max(1, figures.getFirst().nanosPerThousand());
        return figures.stream()
                .skip(1)
                .map(
                        figure ->
                                thousandths(figure.nanosPerThousand() * 1000 / first, 1)
                                        + " x "
                                        + figure.name())
                .collect(Collectors.joining(", "));
    }

    /** A number of thousandths as a decimal. */
    static String thousandths(long value, int digits) {
        return BigDecimal.valueOf(value, 3).setScale(digits, RoundingMode.HALF_UP).toPlainString();
    }
}
