package dev.k2.exchange.net;

import dev.k2.model.Decimals;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Pulls values out of one JSON message, in the order in which they stand, without making objects.
 *
 * <pre>{@code
 * scanner.over(bytes, 0, length);
 * scanner.beginObject();
 * while (scanner.nextField()) {
 *     switch (scanner.nameByte()) {
 *         case 'p' -> price = scanner.decimal(priceScale);
 *         default -> scanner.skipValue();
 *     }
 * }
 * scanner.end();
 * }</pre>
 *
 * <p>Every field's value has to be read or skipped. What is not the JSON asked for throws {@link
 * ScanException} and nothing else. Names are compared as bytes; a name with an escape in it equals
 * none. Not safe for several threads.
 */
public final class Scanner {
    /** What {@link #decimal} gives for a number that the scale cannot hold exactly. */
    public static final long NO_DECIMAL = Long.MIN_VALUE;

    private static final int DEPTH_MAX = 64;
    private static final long TENTH_OF_MAX = Long.MAX_VALUE / 10;
    private static final int LAST_DIGIT_OF_MAX = 7;

    /** This many digits always fit into a long. */
    private static final int SAFE_DIGITS = 18;

    private static final long[] POWERS_OF_TEN = powersOfTen();
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private byte[] bytes = new byte[0];
    private int at;
    private int end;
    private int textFrom;
    private int textTo;
    private boolean textEscaped;

    /** Whether an object or array was just begun, so that no comma stands before its first part. */
    private boolean fresh;

    /** Starts over with a message, which must not change while it is read. */
    public void over(byte[] message, int from, int to) {
        if (from < 0 || to < from || to > message.length) {
            throw new IllegalArgumentException(
                    "a part from " + from + " to " + to + " of " + message.length + " bytes");
        }
        bytes = message;
        at = from;
        end = to;
        fresh = false;
    }

    /** The place of the next byte, for {@link #seek}. */
    public int position() {
        return at;
    }

    /** Goes back to where {@link #position} stood in front of a value. */
    public void seek(int position) {
        if (position < 0 || position > end) {
            throw new IllegalArgumentException("no place in the message: " + position);
        }
        at = position;
        fresh = false;
    }

    public void beginObject() {
        expect('{', "an object");
        fresh = true;
    }

    /** Reads the next field's name, or the object's end, for which it is false. */
    public boolean nextField() {
        byte[] b = bytes;
        int i = fresh || at >= end || b[at] != ',' ? at : at + 1;
        boolean begins = fresh || i > at;
        // Nearly all names are one letter with nothing around it.
        if (begins
                && i + 3 < end
                && b[i] == '"'
                && b[i + 2] == '"'
                && b[i + 3] == ':'
                && isLetter(b[i + 1])) {
            textFrom = i + 1;
            textTo = i + 2;
            textEscaped = false;
            at = i + 4;
            fresh = false;
            return true;
        }
        return nextFieldOfAnyForm();
    }

    private boolean nextFieldOfAnyForm() {
        if (atEndOf('}')) {
            return false;
        }
        if (peek() != '"') {
            throw wrong("a field's name");
        }
        readText();
        expect(':', "a colon");
        return true;
    }

    public void beginArray() {
        expect('[', "an array");
        fresh = true;
    }

    /** Goes to the next element, or over the array's end, for which it is false. */
    public boolean nextElement() {
        int i = at;
        if (i + 1 < end) {
            byte here = bytes[i];
            byte next = bytes[i + 1];
            if (fresh && (here == '[' || here == '"')) {
                fresh = false;
                return true;
            }
            if (!fresh && here == ',' && (next == '[' || next == '"')) {
                at = i + 1;
                return true;
            }
        }
        return !atEndOf(']');
    }

    /** Makes sure that nothing follows. */
    public void end() {
        skipSpace();
        if (at != end) {
            throw wrong("the message's end");
        }
    }

    /** The last name or text when it is a single byte, else 0. */
    public int nameByte() {
        return textTo - textFrom == 1 && !textEscaped ? bytes[textFrom] : 0;
    }

    /** Whether the last name or text is this. */
    public boolean nameIs(byte[] expected) {
        return !textEscaped && Arrays.equals(bytes, textFrom, textTo, expected, 0, expected.length);
    }

    /** What the last name or text means in a table, or null where it is not in it. */
    public <V> @Nullable V lookUp(Names<V> names) {
        if (!textEscaped) {
            return names.find(bytes, textFrom, textTo);
        }
        byte[] plain = unescaped().getBytes(StandardCharsets.UTF_8);
        return names.find(plain, 0, plain.length);
    }

    /** Reads a text to be asked about with {@link #nameIs}, {@link #nameByte} or {@link #lookUp}. */
    public void text() {
        if (peek() != '"') {
            throw wrong("a text");
        }
        readText();
    }

    /** Reads a text into a string. Bytes that are not UTF-8 become the replacement character. */
    public String string() {
        text();
        return unescaped();
    }

    /** Steps over a null; false, and nothing read, where the next value is something else. */
    public boolean nullValue() {
        if (peek() != 'n') {
            return false;
        }
        literal(NULL);
        return true;
    }

    public boolean booleanValue() {
        if (peek() == 't') {
            literal(TRUE);
            return true;
        }
        literal(FALSE);
        return false;
    }

    /** Reads a whole number, with or without quotes. One that no long holds is an exception. */
    public long integer() {
        int start = at;
        long value = decimal(0);
        if (value == NO_DECIMAL) {
            throw new ScanException("a whole number of at most 19 digits", start);
        }
        return value;
    }

    /**
     * Reads a decimal, with or without quotes, as a scaled number: {@code 64950.12} at scale 2 is
     * 6495012.
     *
     * @return {@link #NO_DECIMAL} where the number has more digits after the point than the scale,
     *     other than zeros, or does not fit
     */
    public long decimal(int scale) {
        byte[] b = bytes;
        int i = at;
        boolean quoted = i < end && b[i] == '"';
        if (quoted) {
            i++;
        }
        int whole = i;
        long value = 0;
        int run = Eight.LENGTH;
        while (run == Eight.LENGTH && Eight.fit(b, i) && i - whole <= SAFE_DIGITS) {
            long eight = Eight.at(b, i);
            run = Eight.digits(eight);
            value = value * POWERS_OF_TEN[run] + Eight.number(eight, run);
            i += run;
        }
        int digits = i - whole;
        boolean usual =
                run < Eight.LENGTH
                        && digits > 0
                        && digits + scale <= SAFE_DIGITS
                        && (quoted || b[whole] != '0');
        if (!usual) {
            return decimalOfAnyForm(scale);
        }
        int missing = scale;
        if (b[i] == '.') {
            i++;
            if (scale > Eight.LENGTH || !Eight.fit(b, i)) {
                return decimalOfAnyForm(scale);
            }
            long eight = Eight.at(b, i);
            run = Eight.digits(eight);
            int kept = Math.min(run, scale);
            if (run == 0 || !Eight.zeros(eight, kept, run)) {
                return decimalOfAnyForm(scale);
            }
            value = value * POWERS_OF_TEN[kept] + Eight.number(eight, kept);
            missing = scale - kept;
            i += run;
        }
        byte close = i < end ? b[i] : 0;
        boolean closed = quoted ? close == '"' : close == ',' || close == '}' || close == ']';
        if (!closed) {
            return decimalOfAnyForm(scale);
        }
        at = quoted ? i + 1 : i;
        return value * POWERS_OF_TEN[missing];
    }

    /** Signs, exponents, spaces, numbers that do not fit, and what is no number. */
    private long decimalOfAnyForm(int scale) {
        boolean quoted = peek() == '"';
        if (quoted) {
            at++;
        }
        int start = at;
        boolean negative = at < end && bytes[at] == '-';
        if (negative) {
            at++;
        }
        int whole = at;
        long value = digits(0);
        if (at == whole || (!quoted && at - whole > 1 && bytes[whole] == '0')) {
            throw new ScanException("a number", start);
        }
        int kept = 0;
        if (at < end && bytes[at] == '.') {
            at++;
            int point = at;
            int last = Math.min(end, point + scale);
            while (at < last && isDigit(bytes[at])) {
                value = shifted(value, bytes[at] - '0');
                at++;
            }
            kept = at - point;
            while (at < end && isDigit(bytes[at])) {
                if (bytes[at] != '0') {
                    value = NO_DECIMAL;
                }
                at++;
            }
            if (at == point) {
                throw wrong("a digit");
            }
        }
        if (at < end && (bytes[at] == 'e' || bytes[at] == 'E')) {
            return withExponent(start, scale, quoted);
        }
        for (int missing = scale - kept; missing > 0; missing--) {
            value = shifted(value, 0);
        }
        closeNumber(quoted);
        return value == NO_DECIMAL || !negative ? value : -value;
    }

    /** Steps over a value of any kind, nested at most 64 deep. */
    public void skipValue() {
        fresh = false;
        if (at < end && bytes[at] == '"') {
            readText();
            return;
        }
        long objects = 0;
        int depth = 0;
        do {
            int next = peek();
            switch (next) {
                case '"' -> readText();
                case '{', '[' -> {
                    if (depth == DEPTH_MAX) {
                        throw wrong("at most 64 levels");
                    }
                    objects = objects << 1 | (next == '{' ? 1 : 0);
                    depth++;
                    at++;
                }
                case '}', ']' -> {
                    if (depth == 0 || (objects & 1) != (next == '}' ? 1 : 0)) {
                        throw wrong("a value");
                    }
                    objects >>>= 1;
                    depth--;
                    at++;
                }
                case ',', ':' -> {
                    if (depth == 0) {
                        throw wrong("a value");
                    }
                    at++;
                }
                default -> skipWord();
            }
        } while (depth > 0);
    }

    private boolean atEndOf(char close) {
        int next = peek();
        boolean first = fresh;
        fresh = false;
        if (next == close) {
            at++;
            return true;
        }
        if (!first) {
            expect(',', "a comma");
            if (peek() == close) {
                throw wrong("what follows a comma");
            }
        }
        return false;
    }

    private void readText() {
        byte[] b = bytes;
        int to = end;
        int i = at + 1;
        textFrom = i;
        boolean escaped = false;
        while (i < to) {
            while (Eight.fit(b, i)) {
                int plain = Eight.plain(Eight.at(b, i));
                i += plain;
                if (plain < Eight.LENGTH) {
                    break;
                }
            }
            if (i >= to) {
                break;
            }
            byte c = b[i];
            if (c == '"') {
                textTo = i;
                textEscaped = escaped;
                at = i + 1;
                return;
            }
            if (c == '\\') {
                escaped = true;
                i++;
            } else if (c >= 0 && c < ' ') {
                throw new ScanException("no control character in a text", i);
            }
            i++;
        }
        throw new ScanException("a closing quote", to);
    }

    private String unescaped() {
        if (!textEscaped) {
            return new String(bytes, textFrom, textTo - textFrom, StandardCharsets.UTF_8);
        }
        String raw = new String(bytes, textFrom, textTo - textFrom, StandardCharsets.UTF_8);
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
                    plain.append(unit(raw, i));
                    i += 4;
                }
                default -> throw new ScanException("a known escape", textFrom);
            }
        }
        return plain.toString();
    }

    private char unit(String raw, int from) {
        if (from + 4 > raw.length()) {
            throw new ScanException("four hexadecimal digits", textFrom);
        }
        int unit = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = Character.digit(raw.charAt(i), 16);
            if (digit < 0 || raw.charAt(i) > 'f') {
                throw new ScanException("four hexadecimal digits", textFrom);
            }
            unit = unit << 4 | digit;
        }
        return (char) unit;
    }

    private long digits(long value) {
        while (at < end && isDigit(bytes[at])) {
            value = shifted(value, bytes[at] - '0');
            at++;
        }
        return value;
    }

    private static long shifted(long value, int digit) {
        if (value < TENTH_OF_MAX && value >= 0) {
            return value * 10 + digit;
        }
        return value == TENTH_OF_MAX && digit <= LAST_DIGIT_OF_MAX
                ? value * 10 + digit
                : NO_DECIMAL;
    }

    /** Exponents are rare enough to be read the slow way. */
    private long withExponent(int start, int scale, boolean quoted) {
        at++;
        if (at < end && (bytes[at] == '+' || bytes[at] == '-')) {
            at++;
        }
        int exponent = at;
        while (at < end && isDigit(bytes[at])) {
            at++;
        }
        if (at == exponent) {
            throw wrong("a digit");
        }
        var number = new String(bytes, start, at - start, StandardCharsets.US_ASCII);
        closeNumber(quoted);
        BigDecimal value = Decimals.parse(number).orElse(null);
        if (value == null) {
            return NO_DECIMAL;
        }
        BigDecimal scaled = value.movePointRight(scale).stripTrailingZeros();
        return scaled.scale() > 0 || scaled.precision() - scaled.scale() > 18
                ? NO_DECIMAL
                : scaled.longValueExact();
    }

    private void closeNumber(boolean quoted) {
        if (quoted) {
            if (at >= end || bytes[at] != '"') {
                throw wrong("a closing quote");
            }
            at++;
        } else if (at < end && isWordPart(bytes[at])) {
            throw wrong("the number's end");
        }
    }

    private void skipWord() {
        int start = at;
        while (at < end && isWordPart(bytes[at])) {
            at++;
        }
        if (at == start) {
            throw wrong("a value");
        }
    }

    private void literal(byte[] expected) {
        int to = at + expected.length;
        if (to > end || !Arrays.equals(bytes, at, to, expected, 0, expected.length)) {
            throw wrong(new String(expected, StandardCharsets.US_ASCII));
        }
        at = to;
        if (at < end && isWordPart(bytes[at])) {
            throw wrong("the word's end");
        }
    }

    private void expect(char expected, String what) {
        if (peek() != expected) {
            throw wrong(what);
        }
        at++;
    }

    /** The next byte that is not space, which stays unread. */
    private int peek() {
        skipSpace();
        if (at >= end) {
            throw wrong("more");
        }
        return bytes[at];
    }

    private void skipSpace() {
        while (at < end) {
            byte b = bytes[at];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return;
            }
            at++;
        }
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static boolean isLetter(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
    }

    private static long[] powersOfTen() {
        long[] powers = new long[SAFE_DIGITS + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }

    private static boolean isWordPart(byte b) {
        return isDigit(b) || isLetter(b) || b == '-' || b == '+' || b == '.';
    }

    private ScanException wrong(String expected) {
        return new ScanException(expected, at);
    }
}
