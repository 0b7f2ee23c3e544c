package dev.k2.exchange.net;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes looked at as one number, the first byte lowest. Loops over single characters are slow
 * because the processor cannot guess where they end; here nothing has to be guessed.
 */
final class Eight {
    static final int LENGTH = 8;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long ZEROS = ONES * '0';
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';

    private Eight() {}

    /** Whether eight bytes are left in the array. */
    static boolean fit(byte[] bytes, int from) {
        return from <= bytes.length - LENGTH;
    }

    static long at(byte[] bytes, int from) {
        return (long) LONGS.get(bytes, from);
    }

    /** How many of them, from the first on, are digits. */
    static int digits(long eight) {
        long values = eight ^ ZEROS;
        // Adding 118 carries into the high bit from 10 on. What that does to bytes after the first
        // such one is of no interest.
        long others = (values + ONES * 118 | values) & HIGH_BITS;
        return Long.numberOfTrailingZeros(others) >>> 3;
    }

    /** The number that the first digits are. */
    static long number(long eight, int digits) {
        if (digits == 0) {
            return 0;
        }
        // As if zeros stood in front: pairs, then fours, then all eight at once.
        long values = (eight ^ ZEROS) << ((LENGTH - digits) * 8);
        long pairs = values * 10 + (values >>> 8);
        return ((pairs & 0x000000FF000000FFL) * 0x000F424000000064L
                        + (pairs >>> 16 & 0x000000FF000000FFL) * 0x0000271000000001L)
                >>> 32;
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
}
