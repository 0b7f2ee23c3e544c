package dev.k2.exchange.net;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Eight bytes looked at as one number, the first byte lowest. Loops over single characters are slow
 * because the processor cannot guess where they end; here nothing has to be guessed.
 */
final class Eight {
    static final int LENGTH = 8;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long ZEROS = ONES * '0';
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';
    private static final long BRACES = ONES * '}';

    private Eight() {}

    /** At most eight ASCII characters, followed by zeros. */
    static long of(String text) {
        return at(Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), LENGTH), 0);
    }

    /** Whether eight bytes are left in the array. */
    static boolean fit(byte[] bytes, int from) {
        return from <= bytes.length - LENGTH;
    }

    static long at(byte[] bytes, int from) {
        return (long) LONGS.get(bytes, from);
    }

    /** Eight bytes, with zeros in place of those from an end on. */
    static long upTo(int end, byte[] bytes, int from) {
        if (from + LENGTH <= end) {
            return at(bytes, from);
        }
        if (end >= LENGTH && from < end) {
            return at(bytes, end - LENGTH) >>> ((from + LENGTH - end) * 8);
        }
        long eight = 0;
        for (int i = end - 1; i >= from; i--) {
            eight = eight << 8 | (bytes[i] & 0xFF);
        }
        return eight;
    }

    /** The first of them, less than eight, with zeros in place of the others. */
    static long first(long eight, int count) {
        return eight & ((1L << (count * 8)) - 1);
    }

    /** Half as many, the first byte lowest. */
    static int four(byte[] bytes, int from) {
        return (int) INTS.get(bytes, from);
    }

    /** How many of them, from the first on, are digits. */
    static int digits(long eight) {
        return before(others(eight));
    }

    /** Marks those that are no digits. Behind one that is not ASCII, marks may be wrong. */
    static long others(long eight) {
        long values = eight ^ ZEROS;
        // Adding 118 carries into the high bit from 10 on.
        return (values + ONES * 118 | values) & HIGH_BITS;
    }

    /** How many of them stand in front of the first that is marked. */
    static int before(long marks) {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }

    /** The values of digits, those behind the first mark moved so many bits nearer. */
    static long without(long eight, long marks, int bits) {
        long values = eight ^ ZEROS;
        long first = ((marks & -marks) >>> 7) - 1;
        return (values & first) | (values >>> bits & ~first);
    }

    /** Their values, where all of them are digits; else something with a high bit. */
    static long values(long eight) {
        long values = eight ^ ZEROS;
        return values | ((values + ONES * 118) & HIGH_BITS);
    }

    /** Whether all {@link #values} were digits. */
    static boolean allDigits(long values) {
        return (values & HIGH_BITS) == 0;
    }

    /** The number that eight {@link #values} of digits are. */
    static long number(long values) {
        long pairs = values * 10 + (values >>> 8);
        return ((pairs & 0x000000FF000000FFL) * 0x000F424000000064L
                        + (pairs >>> 16 & 0x000000FF000000FFL) * 0x0000271000000001L)
                >>> 32;
    }

    /** The number that the first digits are. */
    static long number(long eight, int digits) {
        if (digits == 0) {
            return 0;
        }
        // As if zeros stood in front: pairs, then fours, then all eight at once.
        return number((eight ^ ZEROS) << ((LENGTH - digits) * 8));
    }

    /** The values of the first digits, at most eight, and zeros in place of the others. */
    static long leading(long eight, int digits) {
        // In two steps, because a shift by 64 is none.
        return (eight ^ ZEROS) & ~(-1L << (digits * 4) << (digits * 4));
    }

    /** What is left of {@link #leading} values behind the first so many. */
    static long beyond(long values, int kept) {
        return values >>> (kept * 4) >>> (kept * 4);
    }

    /** -1, all of whose bits are set, where a byte is this character; else 0. */
    static int allOnesIf(byte found, char expected) {
        return (((found & 0xFF) ^ expected) - 1) >> 31;
    }

    /** Whether only zeros stand between two places. */
    static boolean zeros(long eight, int from, int to) {
        if (from == to) {
            return true;
        }
        long values = (eight ^ ZEROS) >>> (from * 8);
        return values << ((LENGTH - to + from) * 8) == 0;
    }

    /** How many of them, from the first on, are neither quote nor backslash nor control character. */
    static int plain(long eight) {
        long quotes = eight ^ QUOTES;
        long backslashes = eight ^ BACKSLASHES;
        long others =
                (quotes - ONES & ~quotes)
                        | (backslashes - ONES & ~backslashes)
                        | (eight - SPACES & ~eight);
        return Long.numberOfTrailingZeros(others & HIGH_BITS) >>> 3;
    }

    /** How many of them stand before the first quote. */
    static int beforeQuote(long eight) {
        long quotes = eight ^ QUOTES;
        return before((quotes - ONES & ~quotes) & HIGH_BITS);
    }

    /** How many of them, from the first on, are no closing brace. */
    static int beforeBrace(long eight) {
        long braces = eight ^ BRACES;
        return Long.numberOfTrailingZeros((braces - ONES & ~braces) & HIGH_BITS) >>> 3;
    }
}
