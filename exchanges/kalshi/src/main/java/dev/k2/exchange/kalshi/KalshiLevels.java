package dev.k2.exchange.kalshi;

import dev.k2.model.Book;
import dev.k2.model.Side;
import java.util.Arrays;

/** Bids for one outcome in one message, until the message is whole. Used again for each. */
final class KalshiLevels {
    private static final int FIRST = 128;

    /** Prices to a hundredth of a cent have no more. */
    private static final int MAX = 10_000;

    private long[] prices = new long[FIRST];
    private long[] quantities = new long[FIRST];
    private int size;

    void clear() {
        size = 0;
    }

    /** Takes a level; false where there are too many. */
    boolean add(long price, long quantity) {
        if (size == MAX) {
            return false;
        }
        if (size == prices.length) {
            prices = Arrays.copyOf(prices, size * 2);
            quantities = Arrays.copyOf(quantities, size * 2);
        }
        prices[size] = price;
        quantities[size] = quantity;
        size++;
        return true;
    }

    /** Bids for YES as they are. */
    void putBids(Book book) {
        for (int i = 0; i < size; i++) {
            book.set(Side.BUY, prices[i], quantities[i]);
        }
    }

    /** Bids for NO as asks for YES. */
    void putAsks(Book book, long whole) {
        for (int i = 0; i < size; i++) {
            book.set(Side.SELL, whole - prices[i], quantities[i]);
        }
    }
}
