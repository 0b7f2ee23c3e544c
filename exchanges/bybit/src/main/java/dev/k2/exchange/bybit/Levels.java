package dev.k2.exchange.bybit;

import dev.k2.model.Book;
import dev.k2.model.Side;
import java.util.Arrays;

/** The levels of one side of one message, until the message is whole. Used again for each. */
final class Levels {
    private static final int FIRST = 128;

    /** Bybit's deepest books have a tenth of it. */
    private static final int MAX = 10_000;

    int size;
    private long[] prices = new long[FIRST];
    private long[] quantities = new long[FIRST];

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

    /** The first price; 0 where there is none. */
    long price() {
        return size == 0 ? 0 : prices[0];
    }

    /** The first quantity; 0 where there is none. */
    long quantity() {
        return size == 0 ? 0 : quantities[0];
    }

    void putInto(Book book, Side side) {
        for (int i = 0; i < size; i++) {
            book.set(side, prices[i], quantities[i]);
        }
    }
}
