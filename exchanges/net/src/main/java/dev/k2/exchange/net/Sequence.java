package dev.k2.exchange.net;

/**
 * Which messages of one stream are new, over however many connections they come. Made for one
 * stream, kept beside its name, used on the link's loop; makes no objects.
 *
 * <p>After a cut that left no connection, {@link #startOver}: exchanges may count anew.
 */
public final class Sequence {
    private static final int REMEMBERED = 64;

    private long newest;
    private long seen;
    private boolean begun;
    private long doubles;

    /**
     * Whether a message is newer than all before it. For streams of which only the last word
     * counts, such as best prices.
     *
     * @param number the exchange's number; it only has to grow
     */
    public boolean isNewest(long number) {
        if (begun && number <= newest) {
            doubles++;
            return false;
        }
        advance(number);
        return true;
    }

    /**
     * Whether a message was not seen before: newer than all, or one of the last 64 numbers and left
     * out until now. For streams of which every message counts, such as trades: the faster
     * connection may begin in the middle of what the slower one still brings.
     */
    public boolean isUnseen(long number) {
        if (!begun || number > newest) {
            advance(number);
            return true;
        }
        long age = newest - number;
        if (age < 0 || age >= REMEMBERED || (seen & (1L << age)) != 0) {
            doubles++;
            return false;
        }
        seen |= 1L << age;
        return true;
    }

    /** Forgets the numbers: the next message is new. */
    public void startOver() {
        begun = false;
        seen = 0;
    }

    /** How many messages were not new. */
    public long doubles() {
        return doubles;
    }

    private void advance(long number) {
        long step = number - newest;
        if (!begun) {
            // What came before the first message is nobody's loss, and must not come after it.
            seen = -1L;
        } else {
            seen = step < 0 || step >= REMEMBERED ? 1L : (seen << step) | 1L;
        }
        newest = number;
        begun = true;
    }
}
