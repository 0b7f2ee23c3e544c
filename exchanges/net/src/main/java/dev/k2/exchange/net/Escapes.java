package dev.k2.exchange.net;

/** What stands for what behind a backslash in a JSON text. */
final class Escapes {
    private static final int UNIT_DIGITS = 4;

    private Escapes() {}

    /**
     * The text that a text with escapes in it means.
     *
     * @param place where it begins in the message, for what is wrong with it
     */
    static String resolved(String raw, int place) {
        var plain = new StringBuilder(raw.length());
        int i = 0;
        while (i < raw.length()) {
            char c = raw.charAt(i++);
            if (c != '\\') {
                plain.append(c);
                continue;
            }
            char kind = raw.charAt(i++);
            switch (kind) {
                case '"', '\\', '/' -> plain.append(kind);
                case 'b' -> plain.append('\b');
                case 'f' -> plain.append('\f');
                case 'n' -> plain.append('\n');
                case 'r' -> plain.append('\r');
                case 't' -> plain.append('\t');
                case 'u' -> {
                    plain.append(unit(raw, i, place));
                    i += UNIT_DIGITS;
                }
                default -> throw new ScanException("a known escape", place);
            }
        }
        return plain.toString();
    }

    private static char unit(String raw, int from, int place) {
        if (from + UNIT_DIGITS > raw.length()) {
            throw new ScanException("four hexadecimal digits", place);
        }
        int unit = 0;
        for (int i = from; i < from + UNIT_DIGITS; i++) {
            int digit = Character.digit(raw.charAt(i), 16);
            if (digit < 0 || raw.charAt(i) > 'f') {
                throw new ScanException("four hexadecimal digits", place);
            }
            unit = unit << 4 | digit;
        }
        return (char) unit;
    }
}
