package dev.k2.model;

import java.util.Arrays;

/**
 * One side of a book: prices sorted so that the best stands last, where most changes happen and
 * little has to move. Not safe for several threads.
 */
public final class BookSide {
    private static final int CAPACITY_FIRST = 64;

    private final boolean bids;
    private long[] prices = new long[CAPACITY_FIRST];
    private long[] quantities = new long[CAPACITY_FIRST];
    private int size;

    BookSide(boolean bids) {
        this.bids = bids;
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
        return prices[index(rank)];
    }

    /** The quantity at {@link #price(int)}. */
    public long quantity(int rank) {
        return quantities[index(rank)];
    }

    /** Sets what rests at a price; zero removes it, and removing what is not there is normal. */
    void set(long price, long quantity) {
        if (quantity < 0) {
            throw new IllegalArgumentException("a level has no negative quantity: " + quantity);
        }
        int at = find(price);
        boolean there = at < size && prices[at] == price;
        if (quantity == 0) {
            if (there) {
                remove(at);
            }
            return;
        }
        if (!there) {
            insert(at, price);
        }
        quantities[at] = quantity;
    }

    void clear() {
        size = 0;
    }

    /** The place of a price, or the one that it would have. Searched from the best. */
    private int find(long price) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            boolean worse = bids ? prices[middle] < price : prices[middle] > price;
            if (worse) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void insert(int at, long price) {
        if (size == prices.length) {
            prices = Arrays.copyOf(prices, size * 2);
            quantities = Arrays.copyOf(quantities, size * 2);
        }
        System.arraycopy(prices, at, prices, at + 1, size - at);
        System.arraycopy(quantities, at, quantities, at + 1, size - at);
        prices[at] = price;
        size++;
    }

    private void remove(int at) {
        size--;
        System.arraycopy(prices, at + 1, prices, at, size - at);
        System.arraycopy(quantities, at + 1, quantities, at, size - at);
    }

    private int index(int rank) {
        if (rank < 0 || rank >= size) {
            throw new IndexOutOfBoundsException("rank " + rank + " of " + size);
        }
        return size - 1 - rank;
    }
}
