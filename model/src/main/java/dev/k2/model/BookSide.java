package dev.k2.model;

/**
 * One side of a book: levels sorted so that the best stands last, in one array. A price that goes
 * keeps its place with a quantity of zero, because it often comes back and because then nothing
 * moves; what is read is first freed of such empty places, from the best level down to it. Not safe
 * for several threads, not even for reading.
 *
 * <p>Among places of the same price only the lowest may hold something.
 */
public final class BookSide {
    private static final int CAPACITY_FIRST = 64;

    /** A price and a quantity stand together. */
    private static final int CELLS = 2;

    /** Most changes are so near to the one before. */
    private static final int NEAR = 8;

    /** Nearly all others are so near. */
    private static final int FAR = 64;

    /** So far away an empty place is looked for before many levels are moved. */
    private static final int REACH = 32;

    /** So many empty places never matter. */
    private static final int EMPTY_MIN = 64;

    private static final int NEVER = 1 << 30;

    /** 1 for bids, -1 for asks: prices times this grow towards the best. */
    private final long sign;

    /** Below every price times sign, and no difference to one overflows. */
    private final long lowest;

    private long[] cells = new long[CAPACITY_FIRST * CELLS];

    /** The first place used, and the one behind the last. */
    private int first = CAPACITY_FIRST / 2;

    private int end = CAPACITY_FIRST / 2;

    private int size;

    /** So many places, counted from the best, are known not to be empty. */
    private int dense;

    /** Where the last change was. */
    private int lastPlace = CAPACITY_FIRST / 2;

    BookSide(boolean bids) {
        sign = bids ? 1 : -1;
        lowest = bids ? -1 : Long.MIN_VALUE;
    }

    /** The number of prices. */
    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /**
     * A price by its rank.
     *
     * @param rank 0 for the best
     */
    public long price(int rank) {
        return cells[cell(rank)] * sign;
    }

    /** The quantity at {@link #price(int)}. */
    public long quantity(int rank) {
        return cells[cell(rank) + 1];
    }

    /**
     * Copies the best levels into the caller's arrays, making nothing.
     *
     * @return how many there were, at most the arrays' length
     */
    public int top(long[] prices, long[] quantities) {
        int count = Math.min(size, Math.min(prices.length, quantities.length));
        if (count > dense) {
            closeGaps(count);
        }
        int cell = (end - 1) * CELLS;
        for (int rank = 0; rank < count; rank++) {
            prices[rank] = cells[cell] * sign;
            quantities[rank] = cells[cell + 1];
            cell -= CELLS;
        }
        return count;
    }

    /** Changes what rests at a price, unless it would be less than nothing; gives what is left. */
    long add(long price, long difference) {
        long key = price * sign;
        int place = find(key, lastPlace);
        long now = (isAt(place, key) ? cells[place * CELLS + 1] : 0) + difference;
        requireNotNegative(price, Math.max(now, 0));
        lastPlace = now < 0 ? place : put(key, place, now);
        return now;
    }

    private boolean isAt(int place, long key) {
        return place < end && cells[place * CELLS] == key;
    }

    /** Sets what rests at a price; zero removes it, and removing what is not there is normal. */
    void set(long price, long quantity) {
        lastPlace = set(price, quantity, lastPlace);
    }

    /** Sets the first of them, one after the other. */
    void set(long[] prices, long[] quantities, int count) {
        int near = lastPlace;
        for (int i = 0; i < count; i++) {
            near = set(prices[i], quantities[i], near);
        }
        lastPlace = near;
    }

    /**
     * Sets what rests at a price.
     *
     * @param near where it is looked for first
     * @return where it is, or would be
     */
    private int set(long price, long quantity, int near) {
        requireNotNegative(price, quantity);
        long key = price * sign;
        return put(key, find(key, near), quantity);
    }

    private static void requireNotNegative(long price, long quantity) {
        if ((price | quantity) < 0) {
            throw new IllegalArgumentException(
                    "a level has neither a negative price nor a negative quantity: "
                            + price
                            + ", "
                            + quantity);
        }
    }

    /** Sets what rests at a key whose place was found, and gives the place where it is then. */
    private int put(long key, int place, long quantity) {
        if (isAt(place, key)) {
            // Whether a level comes, goes or changes cannot be guessed, so there is no branch.
            int cell = place * CELLS + 1;
            int is = isThere(quantity);
            size += is - isThere(cells[cell]);
            dense = Math.min(dense, end - 1 - place + is * NEVER);
            cells[cell] = quantity;
            return place;
        }
        return quantity == 0 ? place : insert(place, key, quantity);
    }

    /** The next change will be near the best price. */
    void startFromBest() {
        lastPlace = end;
        if (end - first - size > size + EMPTY_MIN) {
            closeGaps(size);
            first = end - size;
        }
    }

    void clear() {
        first = cells.length / CELLS / 2;
        end = first;
        lastPlace = first;
        size = 0;
        dense = 0;
    }

    /** 1 for a quantity, 0 for zero. */
    private static int isThere(long quantity) {
        return (int) (-quantity >>> 63);
    }

    /** The place of a price, or the one that it would have. */
    private int find(long key, int near) {
        int last = Math.max(first, Math.min(near, end));
        if (last == end || cells[last * CELLS] >= key) {
            if (last - NEAR >= first && cells[(last - NEAR) * CELLS] < key) {
                return findNear(last - NEAR, key);
            }
            if (last - FAR >= first && cells[(last - FAR) * CELLS] < key) {
                return findNear(closer(last - FAR, NEAR, key), key);
            }
            return find(first, last, key);
        }
        if (last + NEAR < end && cells[(last + NEAR) * CELLS] >= key) {
            return findNear(last, key);
        }
        if (last + FAR < end && cells[(last + FAR) * CELLS] >= key) {
            return findNear(closer(last, NEAR, key), key);
        }
        return find(last, end, key);
    }

    /** The place of a price that is among the eight above a worse one. */
    private int findNear(int worse, long key) {
        return closer(worse, 1, key) + 1;
    }

    /**
     * The best of eight worse places, a step from each other. There are no branches to guess wrong,
     * and nothing waits for another; differences cannot overflow because all prices of a side have
     * the same sign.
     */
    private int closer(int worse, int step, long key) {
        int stride = step * CELLS;
        int from = worse * CELLS + stride;
        long count =
                (((cells[from] - key) >>> 63) + ((cells[from + stride] - key) >>> 63))
                        + (((cells[from + 2 * stride] - key) >>> 63)
                                + ((cells[from + 3 * stride] - key) >>> 63))
                        + (((cells[from + 4 * stride] - key) >>> 63)
                                + ((cells[from + 5 * stride] - key) >>> 63))
                        + ((cells[from + 6 * stride] - key) >>> 63);
        return worse + (int) count * step;
    }

    /** Searches between two places by halves, without a branch on what is found. */
    private int find(int from, int to, long key) {
        int low = from;
        int count = to - from;
        while (count > 0) {
            int half = (count + 1) >>> 1;
            int worse = (int) ((cells[(low + half - 1) * CELLS] - key) >>> 63);
            low += worse * half;
            count -= half;
        }
        return low;
    }

    private int insert(int place, long key, long quantity) {
        int at;
        if (place > first && isEmptyAt(place - 1)) {
            at = place - 1;
        } else if (place < end && isEmptyAt(place)) {
            at = place;
        } else {
            at = makeRoom(place);
        }
        cells[at * CELLS] = key;
        cells[at * CELLS + 1] = quantity;
        size++;
        return at;
    }

    private boolean isEmptyAt(int place) {
        return cells[place * CELLS + 1] == 0;
    }

    /** Moves as few levels as can be, and gives the place for a new one in front of a place. */
    private int makeRoom(int place) {
        if (end - place <= REACH) {
            return moveUp(place);
        }
        if (place - first <= REACH) {
            return moveDown(place);
        }
        for (int away = 1; away <= REACH; away++) {
            if (isEmptyAt(place + away)) {
                copy(place, place + 1, away);
                return place;
            }
            if (isEmptyAt(place - away)) {
                copy(place - away + 1, place - away, away - 1);
                return place - 1;
            }
        }
        return end - place <= place - first ? moveUp(place) : moveDown(place);
    }

    /** Moves everything from a place on towards the best. */
    private int moveUp(int place) {
        int at = place;
        if (end * CELLS == cells.length) {
            at += grow();
        }
        copy(at, at + 1, end - at);
        if (end - at <= dense) {
            dense++;
        }
        end++;
        return at;
    }

    /** Moves everything in front of a place away from the best. */
    private int moveDown(int place) {
        int at = place;
        if (first == 0) {
            at += grow();
        }
        copy(first, first - 1, at - first);
        first--;
        return at - 1;
    }

    private void copy(int from, int to, int count) {
        System.arraycopy(cells, from * CELLS, cells, to * CELLS, count * CELLS);
    }

    /**
     * Makes room on both sides, in the same array where there is enough of it, and says how far all
     * places moved.
     */
    private int grow() {
        int used = end - first;
        boolean enough = used <= cells.length / CELLS / 2;
        long[] roomy = enough ? cells : new long[Math.multiplyExact(cells.length, 2)];
        int moved = (roomy.length / CELLS - used) / 2 - first;
        System.arraycopy(cells, first * CELLS, roomy, (first + moved) * CELLS, used * CELLS);
        cells = roomy;
        first += moved;
        end += moved;
        return moved;
    }

    /** Moves the best levels together, so that no empty place is between so many of them. */
    private void closeGaps(int count) {
        int write = end - 1 - dense;
        int read = write;
        for (; dense < count; dense++) {
            while (isEmptyAt(read)) {
                read--;
            }
            cells[write * CELLS] = cells[read * CELLS];
            cells[write * CELLS + 1] = cells[read * CELLS + 1];
            write--;
            read--;
        }
        long below = read >= first ? cells[read * CELLS] : lowest;
        for (int empty = read + 1; empty <= write; empty++) {
            cells[empty * CELLS] = below;
            cells[empty * CELLS + 1] = 0;
        }
    }

    private int cell(int rank) {
        if (rank < 0 || rank >= size) {
            throw new IndexOutOfBoundsException("rank " + rank + " of " + size);
        }
        if (rank >= dense) {
            closeGaps(rank + 1);
        }
        return (end - 1 - rank) * CELLS;
    }
}
