package dev.k2.exchange.net;

import dev.k2.model.Book;
import dev.k2.model.Side;
import java.util.Arrays;

/**
 * The levels of one side of a book's message, put aside until the message is whole: exchanges tell
 * behind the levels what is to be done with them. Used again for each message, making nothing.
 */
public final class Levels {
    private static final int FIRST = 128;

    /** The deepest books that an exchange sends over a socket have a tenth of it. */
    private static final int MAX = 10_000;

    private long[] prices = new long[FIRST];
    private long[] quantities = new long[FIRST];
    private int size;

    /** Forgets them. */
    public void clear() {
        size = 0;
    }

    /**
     * Reads an array of levels, of which each begins with a price and a quantity, in place of those
     * that were here.
     *
     * @throws ScanException for anything else, for a level that the scales do not hold or that is
     *     negative, and for more than 10,000
     */
    public void read(Scanner scanner, int priceScale, int quantityScale) {
        size = 0;
        scanner.beginArray();
        int count = scanner.usualLevels(prices, quantities, 0, priceScale, quantityScale);
        while (scanner.nextLevel(priceScale, quantityScale)) {
            long price = scanner.price();
            long quantity = scanner.quantity();
            if ((price | quantity) < 0 || count == MAX) {
                throw new ScanException(
                        "levels that fit the instrument's digits, and not too many",
                        scanner.position());
            }
            if (count == prices.length) {
                grow();
            }
            prices[count] = price;
            quantities[count] = quantity;
            count = scanner.usualLevels(prices, quantities, count + 1, priceScale, quantityScale);
        }
        size = count;
    }

    public int size() {
        return size;
    }

    /** The first price, scaled; 0 where there is none. */
    public long price() {
        return size == 0 ? 0 : prices[0];
    }

    /** The first quantity, scaled; 0 where there is none. */
    public long quantity() {
        return size == 0 ? 0 : quantities[0];
    }

    /** Sets them all in a book. */
    public void putInto(Book book, Side side) {
        book.set(side, prices, quantities, size);
    }

    private void grow() {
        int room = Math.min(prices.length * 2, MAX);
        prices = Arrays.copyOf(prices, room);
        quantities = Arrays.copyOf(quantities, room);
    }
}
