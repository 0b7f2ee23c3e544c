package dev.k2.exchange.bybit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Numbers for trades, whose ids are numbers on spot and UUIDs on contracts, and which of them were
 * told already. Ids do not grow, so the last ones are remembered. Makes no objects once it is made.
 */
final class BybitTrades {
    private static final int DIGITS_MAX = 18;
    private static final int REMEMBERED = 512;
    private static final int PLACES = 2 * REMEMBERED;
    private static final long NOTHING = -1;
    private static final long HASH_START = 0xcbf29ce484222325L;
    private static final long HASH_STEP = 0x100000001b3L;

    private long[] recent = new long[PLACES];
    private long[] older = new long[PLACES];
    private int inRecent;

    BybitTrades() {
        Arrays.fill(recent, NOTHING);
        Arrays.fill(older, NOTHING);
    }

    /** The number of an id: itself where it is one, else 63 bits that hardly any other id has. */
    static long number(String id) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        return number(bytes, 0, bytes.length);
    }

    /** The number of an id that stands between two places. */
    static long number(byte[] bytes, int from, int to) {
        long number = 0;
        boolean digits = to - from <= DIGITS_MAX;
        long hash = HASH_START;
        for (int i = from; i < to; i++) {
            int digit = bytes[i] - '0';
            digits &= digit >= 0 && digit <= 9;
            number = number * 10 + digit;
            hash = (hash ^ (bytes[i] & 0xff)) * HASH_STEP;
        }
        return digits ? number : (hash ^ (hash >>> 32)) & Long.MAX_VALUE;
    }

    /** Whether a trade was not told before; from now on it was. */
    boolean isNew(long number) {
        if (has(older, number)) {
            return false;
        }
        int place = place(recent, number);
        if (recent[place] == number) {
            return false;
        }
        recent[place] = number;
        if (++inRecent == REMEMBERED) {
            long[] emptied = older;
            older = recent;
            recent = emptied;
            Arrays.fill(recent, NOTHING);
            inRecent = 0;
        }
        return true;
    }

    private static boolean has(long[] table, long number) {
        return table[place(table, number)] == number;
    }

    /** Where a number is, or the free place where it belongs. At most half of them are taken. */
    private static int place(long[] table, long number) {
        int place = (int) ((number * 0x9e3779b97f4a7c15L) >>> 54) & (PLACES - 1);
        while (table[place] != NOTHING && table[place] != number) {
            place = (place + 1) & (PLACES - 1);
        }
        return place;
    }
}
