package dev.k2.exchange.net;

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

    /** What {@link #nextName} gives for an object's end. */
    public static final int END = -1;

    /** All bytes but the letter in {@code ,"x":}. */
    private static final long AROUND_NAME = 0x000000FFFF00FFFFL;

    private static final long COMMA_AND_NAME = ',' | '"' << 8 | (long) '"' << 24 | (long) ':' << 32;
    private static final int DEPTH_MAX = 64;
    private static final long FIVE_BYTES = 0x000000FFFFFFFFFFL;
    private static final long SIX_BYTES = 0x0000FFFFFFFFFFFFL;
    private static final long TRUE_AND_COMMA = Eight.of("true,");
    private static final long FALSE_AND_COMMA = Eight.of("false,");
    private static final long WORD_TRUE = Eight.of("true");
    private static final long WORD_FALSE = Eight.of("false");
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private byte[] bytes = new byte[0];
    private int at;
    private int end;
    private final DecimalText number = new DecimalText();
    private final LevelText level = new LevelText(number);
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

    /**
     * Reads the next field's name, or the object's end.
     *
     * @return the name where it is a single letter, which nearly all names are; {@link #END}; or 0
     *     for any other name, which {@link #nameIs} and {@link #lookUp} can be asked about
     */
    public int nextName() {
        int i = at;
        if (i + Eight.LENGTH <= end && !fresh) {
            long eight = Eight.at(bytes, i);
            if ((eight & AROUND_NAME) == COMMA_AND_NAME) {
                int name = (int) (eight >>> 16) & 0xFF;
                if (isLetter((byte) name)) {
                    textFrom = i + 2;
                    textTo = i + 3;
                    textEscaped = false;
                    at = i + 5;
                    return name;
                }
            }
        }
        if (i < end && bytes[i] == '}' && !fresh) {
            at = i + 1;
            return END;
        }
        return nextField() ? nameByte() : END;
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

    /** Steps over bytes where just these stand next; false, and nothing read, otherwise. */
    public boolean take(Literal expected) {
        if (!expected.standsAt(bytes, at, end)) {
            return false;
        }
        at += expected.length();
        fresh = false;
        return true;
    }

    /**
     * Steps over a part that is known already, where the exchange sends it in its usual form. Where
     * it does not, nothing is read, and the part is for the reader to skip as any other.
     */
    public void skipUsual(Literal usual) {
        if (usual.standsAt(bytes, at, end)) {
            at += usual.length();
            fresh = false;
        }
    }

    public void beginArray() {
        expect('[', "an array");
        fresh = true;
    }

    /** Goes to the next element, or over the array's end, for which it is false. */
    public boolean nextElement() {
        int i = at;
        if (!fresh && i < end && bytes[i] == ']') {
            at = i + 1;
            return false;
        }
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

    /**
     * Goes to the next level of a book, or over the array's end, for which it is false. A level is
     * an array that begins with a price and a quantity, which {@link #price} and {@link #quantity}
     * then tell as {@link #decimal} does; what else is in it is skipped.
     */
    public boolean nextLevel(int priceScale, int quantityScale) {
        int i = at + (fresh ? 0 : 1);
        if (fresh || (at < end && bytes[at] == ',')) {
            int close = level.usual(bytes, i, end, priceScale, quantityScale);
            if (close > 0) {
                at = close;
                fresh = false;
                return true;
            }
        }
        return nextLevelOfAnyForm(priceScale, quantityScale);
    }

    /**
     * Reads levels into two arrays for as long as they stand in their usual form and the arrays
     * have room. What comes then, also the array's end, is for {@link #nextLevel}. A loop of its
     * own, so that everything stays in registers from one level to the next.
     *
     * @param count where in the arrays the first goes
     * @return where the next one would go
     */
    int usualLevels(
            long[] prices, long[] quantities, int count, int priceScale, int quantityScale) {
        byte[] b = bytes;
        int room = Math.min(prices.length, quantities.length);
        int next = count;
        int i = at;
        boolean begins = fresh;
        boolean scalesFit = priceScale <= Eight.LENGTH && quantityScale <= Eight.LENGTH;
        while (scalesFit && next < room && (begins || (i < end && b[i] == ','))) {
            int from = begins ? i : i + 1;
            int close = level.brief(b, from, end, priceScale, quantityScale);
            if (close < 0) {
                close = level.usual(b, from, end, priceScale, quantityScale);
            }
            if (close < 0) {
                break;
            }
            prices[next] = level.price();
            quantities[next] = level.quantity();
            next++;
            i = close;
            begins = false;
        }
        at = i;
        fresh = begins;
        return next;
    }

    private void skipElements() {
        while (nextElement()) {
            skipValue();
        }
    }

    private boolean nextLevelOfAnyForm(int priceScale, int quantityScale) {
        if (!nextElement()) {
            return false;
        }
        beginArray();
        if (!nextElement()) {
            throw wrong("a price");
        }
        long price = decimal(priceScale);
        if (!nextElement()) {
            throw wrong("a quantity");
        }
        level.set(price, decimal(quantityScale));
        skipElements();
        return true;
    }

    /** The last level's price. */
    public long price() {
        return level.price();
    }

    /** The last level's quantity. */
    public long quantity() {
        return level.quantity();
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
        return lookUp(names, NamePrefix.NONE);
    }

    private <V> @Nullable V lookUp(Names<V> names, NamePrefix prefix) {
        if (!textEscaped) {
            return names.find(prefix, bytes, textFrom, textTo);
        }
        byte[] plain = unescaped().getBytes(StandardCharsets.UTF_8);
        return names.find(prefix, plain, 0, plain.length);
    }

    /** Reads a text and looks up what it means, or null where it is not in the table. */
    public <V> @Nullable V textIn(Names<V> names) {
        return textIn(names, NamePrefix.NONE);
    }

    /** Reads a text and looks up what it means behind a prefix, or null where it means nothing. */
    public <V> @Nullable V textIn(Names<V> names, NamePrefix prefix) {
        byte[] b = bytes;
        int from = at + 1;
        if (at < end && b[at] == '"') {
            long hash = prefix.hash();
            for (int i = from; i + Eight.LENGTH <= end; i += Eight.LENGTH) {
                long eight = Eight.at(b, i);
                int plain = Eight.plain(eight);
                if (plain < Eight.LENGTH) {
                    int to = i + plain;
                    if (b[to] != '"') {
                        break;
                    }
                    textFrom = from;
                    textTo = to;
                    textEscaped = false;
                    at = to + 1;
                    return names.find(
                            prefix, Names.hash(hash, Eight.first(eight, plain)), b, from, to);
                }
                hash = Names.hash(hash, eight);
            }
        }
        text();
        return lookUp(names, prefix);
    }

    /**
     * Reads an object that is in the table just as it stands, and has no other object in it; null,
     * and nothing read, where the next value is something else.
     */
    public <V> @Nullable V objectIn(Names<V> names) {
        byte[] b = bytes;
        int from = at;
        long hash = 0;
        for (int i = from; i + Eight.LENGTH <= end; i += Eight.LENGTH) {
            long eight = Eight.at(b, i);
            int length = Eight.beforeBrace(eight) + 1;
            if (length < Eight.LENGTH) {
                return objectIn(names, Names.hash(hash, Eight.first(eight, length)), i + length);
            }
            hash = Names.hash(hash, eight);
            if (length == Eight.LENGTH) {
                return objectIn(names, Names.hash(hash, 0), i + length);
            }
        }
        return null;
    }

    private <V> @Nullable V objectIn(Names<V> names, long hash, int to) {
        V found = names.find(NamePrefix.NONE, hash, bytes, at, to);
        if (found != null) {
            at = to;
            fresh = false;
        }
        return found;
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
        int i = at;
        if (i + Eight.LENGTH <= end) {
            // Which of both comes cannot be guessed, so there is no branch on it.
            long eight = Eight.at(bytes, i);
            boolean isTrue = (eight & FIVE_BYTES) == TRUE_AND_COMMA;
            boolean isFalse = (eight & SIX_BYTES) == FALSE_AND_COMMA;
            int length = (isTrue ? TRUE.length : 0) + (isFalse ? FALSE.length : 0);
            if (length > 0) {
                at = i + length;
                return isTrue;
            }
        }
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
        long value = plainInteger();
        if (value >= 0) {
            return value;
        }
        value = decimal(0);
        if (value == NO_DECIMAL) {
            throw new ScanException("a whole number of at most 19 digits", start);
        }
        return value;
    }

    /** Reads up to fifteen digits without quotes; -1, and nothing read, for anything else. */
    private long plainInteger() {
        byte[] b = bytes;
        int i = at;
        if (i >= end || b[i] == '0') {
            return -1;
        }
        long first = Eight.upTo(end, b, i);
        int digits = Eight.digits(first);
        if (digits < Eight.LENGTH) {
            return digits > 0 && closesNumber(b, i + digits) ? Eight.number(first, digits) : -1;
        }
        long rest = Eight.upTo(end, b, i + Eight.LENGTH);
        int more = Eight.digits(rest);
        if (more == Eight.LENGTH || !closesNumber(b, i + Eight.LENGTH + more)) {
            return -1;
        }
        return Eight.number(first, Eight.LENGTH) * DecimalText.powerOfTen(more)
                + Eight.number(rest, more);
    }

    /** Steps over a number without quotes, where a value ends behind its digits. */
    private boolean closesNumber(byte[] b, int close) {
        if (close >= end || (b[close] != ',' && b[close] != '}')) {
            return false;
        }
        at = close;
        return true;
    }

    /**
     * Reads a decimal, with or without quotes, as a scaled number: {@code 64950.12} at scale 2 is
     * 6495012.
     *
     * @return {@link #NO_DECIMAL} where the number has more digits after the point than the scale,
     *     other than zeros, or does not fit
     */
    public long decimal(int scale) {
        // Short enough to become a part of its callers, where numbers are read in a row.
        byte[] b = bytes;
        int i = at;
        if (i < end && b[i] == '"') {
            long usual = number.usual(b, i + 1, end, scale);
            int close = number.close();
            if (usual >= 0 && b[close] == '"') {
                at = close + 1;
                return usual;
            }
        }
        return longDecimal(scale);
    }

    /**
     * The same for numbers that are as often below zero as above it, which cannot be guessed, so
     * that there is no branch on the sign.
     */
    public long signedDecimal(int scale) {
        byte[] b = bytes;
        int i = at;
        if (i + 1 < end && b[i] == '"') {
            int negative = Eight.allOnesIf(b[i + 1], '-');
            long usual = number.usual(b, i + 1 - negative, end, scale);
            int close = number.close();
            if (usual >= 0 && b[close] == '"') {
                at = close + 1;
                return (usual ^ negative) - negative;
            }
        }
        return longDecimal(scale);
    }

    /** Reads more digits than {@link DecimalText#usual}, and numbers without quotes. */
    private long longDecimal(int scale) {
        byte[] b = bytes;
        int i = at;
        boolean quoted = i < end && b[i] == '"';
        if (quoted) {
            i++;
        }
        int whole = i;
        long value = 0;
        int run = Eight.LENGTH;
        while (run == Eight.LENGTH && Eight.fit(b, i) && i - whole <= DecimalText.SAFE_DIGITS) {
            long eight = Eight.at(b, i);
            run = Eight.digits(eight);
            value = value * DecimalText.powerOfTen(run) + Eight.number(eight, run);
            i += run;
        }
        int digits = i - whole;
        boolean usual =
                run < Eight.LENGTH
                        && digits > 0
                        && digits + scale <= DecimalText.SAFE_DIGITS
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
            value = value * DecimalText.powerOfTen(kept) + Eight.number(eight, kept);
            missing = scale - kept;
            i += run;
        }
        byte close = i < end ? b[i] : 0;
        boolean closed = quoted ? close == '"' : close == ',' || close == '}' || close == ']';
        if (!closed) {
            return decimalOfAnyForm(scale);
        }
        at = quoted ? i + 1 : i;
        return value * DecimalText.powerOfTen(missing);
    }

    /** Signs, exponents, spaces, numbers that do not fit, and what is no number. */
    private long decimalOfAnyForm(int scale) {
        boolean quoted = peek() == '"';
        if (quoted) {
            at++;
        }
        long value = number.ofAnyForm(bytes, at, end, scale, quoted);
        at = number.close();
        closeNumber(quoted);
        return value;
    }

    /** Steps over a value of any kind, nested at most 64 deep. */
    public void skipValue() {
        fresh = false;
        if (at < end && bytes[at] == '"') {
            readText();
            return;
        }
        if (skipDigits() || skipTruth()) {
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

    /** Steps over a truth value that ends where a value does; false, and nothing skipped, otherwise. */
    private boolean skipTruth() {
        if (at + Eight.LENGTH > end) {
            return false;
        }
        int length = bytes[at] == 't' ? TRUE.length : FALSE.length;
        byte close = bytes[at + length];
        long word = Eight.first(Eight.at(bytes, at), length);
        if ((close != ',' && close != '}') || (word != WORD_TRUE && word != WORD_FALSE)) {
            return false;
        }
        at += length;
        return true;
    }

    /** Steps over digits that end where a value does; false, and nothing skipped, otherwise. */
    private boolean skipDigits() {
        byte[] b = bytes;
        int i = at;
        int run = Eight.LENGTH;
        while (run == Eight.LENGTH && i + Eight.LENGTH <= end) {
            run = Eight.digits(Eight.at(b, i));
            i += run;
        }
        if (run == Eight.LENGTH || i == at || (b[i] != ',' && b[i] != '}')) {
            return false;
        }
        at = i;
        return true;
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
            int plain = Eight.LENGTH;
            while (Eight.fit(b, i)) {
                plain = Eight.plain(Eight.at(b, i));
                if (plain < Eight.LENGTH) {
                    break;
                }
                // Not by what was found, so that the next eight need not wait for it.
                i += Eight.LENGTH;
            }
            i += plain % Eight.LENGTH;
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
        var raw = new String(bytes, textFrom, textTo - textFrom, StandardCharsets.UTF_8);
        return textEscaped ? Escapes.resolved(raw, textFrom) : raw;
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

    static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static boolean isLetter(byte b) {
        int lower = (b | 0x20) - 'a';
        return lower >= 0 && lower < 26;
    }

    private static boolean isWordPart(byte b) {
        return isDigit(b) || isLetter(b) || b == '-' || b == '+' || b == '.';
    }

    private ScanException wrong(String expected) {
        return new ScanException(expected, at);
    }
}
