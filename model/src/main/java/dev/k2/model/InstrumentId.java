package dev.k2.model;

/**
 * An instrument in K2's own spelling: {@code BTC-USDT}, {@code BTC-USDT-PERP}, or an event
 * contract's ticker. Letters and digits of any script may stand in it, because exchanges list
 * assets whose names are not ASCII.
 *
 * @param text 1 to 80 characters: letters, digits, and {@code - . _} between them
 */
public record InstrumentId(String text) implements Comparable<InstrumentId> {
    private static final int LENGTH_MAX = 80;

    public InstrumentId {
        if (!isValid(text)) {
            throw new IllegalArgumentException(
                    "an instrument is 1 to 80 letters, digits, '-', '.' or '_', found " + text);
        }
    }

    /** Whether this text can name an instrument, which says nothing about whether one exists. */
    public static boolean isValid(String text) {
        return !text.isEmpty()
                && text.length() <= LENGTH_MAX
                && text.codePoints()
                        .allMatch(
                                c ->
                                        Character.isLetterOrDigit(c)
                                                || c == '-'
                                                || c == '.'
                                                || c == '_');
    }

    /** A spot pair. */
    public static InstrumentId spot(String base, String quote) {
        return new InstrumentId(base + "-" + quote);
    }

    /** A perpetual contract on a pair. */
    public static InstrumentId perpetual(String base, String quote) {
        return new InstrumentId(base + "-" + quote + "-PERP");
    }

    @Override
    public int compareTo(InstrumentId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
