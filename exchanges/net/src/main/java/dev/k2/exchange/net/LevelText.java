package dev.k2.exchange.net;

/**
 * Reads one level of a book in the form in which exchanges send it, {@code
 * ["64950.1","0.5","0","3"]}: a price, a quantity, and maybe a zero and a short whole number. What is
 * not in that form, {@link Scanner} reads the long way.
 */
final class LevelText {
    /** As much as is looked at for two numbers of seven digits and eight decimals, and the rest. */
    private static final int BYTES_MAX = 56;

    private static final int TWO_BYTES = 0xFFFF;
    private static final int THREE_BYTES = 0xFFFFFF;
    private static final int BEGINS = '[' | '"' << 8;
    private static final int GOES_ON = '"' | ',' << 8 | '"' << 16;
    private static final int ENDS = '"' | ']' << 8;

    /** OKX's third cell, which is nothing but zero, and what stands around it. */
    private static final long ZERO_AND_MORE = Eight.of("\",\"0\",\"");

    private static final int ZERO_AND_MORE_BYTES = 7;
    private static final long SEVEN_BYTES = 0x00FFFFFFFFFFFFFFL;

    private final DecimalText number;
    private long price;
    private long quantity;

    LevelText(DecimalText number) {
        this.number = number;
    }

    /** The price that was read last, scaled. */
    long price() {
        return price;
    }

    /** The quantity that was read last, scaled. */
    long quantity() {
        return quantity;
    }

    /** Keeps what was read the long way. */
    void set(long newPrice, long newQuantity) {
        price = newPrice;
        quantity = newQuantity;
    }

    /** Where the level ends that begins here; -1 where it is to be read the long way. */
    int usual(byte[] b, int from, int end, int priceScale, int quantityScale) {
        if (from + BYTES_MAX > end || (Eight.four(b, from) & TWO_BYTES) != BEGINS) {
            return -1;
        }
        long first = number.usual(b, from + 2, end, priceScale);
        int between = number.close();
        if (first < 0 || (Eight.four(b, between) & THREE_BYTES) != GOES_ON) {
            return -1;
        }
        long second = number.usual(b, between + 3, end, quantityScale);
        int close = number.close();
        if (second < 0) {
            return -1;
        }
        price = first;
        quantity = second;
        return behind(b, close);
    }

    /** Where a level ends whose quantity ends here; -1 where it is to be read the long way. */
    private static int behind(byte[] b, int close) {
        long eight = Eight.at(b, close);
        if ((eight & TWO_BYTES) == ENDS) {
            return close + 2;
        }
        if ((eight & SEVEN_BYTES) != ZERO_AND_MORE) {
            return -1;
        }
        // At most levels are less than ten orders, which can be guessed.
        boolean digit = Scanner.isDigit((byte) (eight >>> (ZERO_AND_MORE_BYTES * 8)));
        return digit && (Eight.four(b, close + Eight.LENGTH) & TWO_BYTES) == ENDS
                ? close + Eight.LENGTH + 2
                : behindMany(b, close + ZERO_AND_MORE_BYTES);
    }

    /** Where a level ends at which more orders are than one digit tells. */
    private static int behindMany(byte[] b, int orders) {
        int last = orders + Eight.digits(Eight.at(b, orders));
        return (Eight.four(b, last) & TWO_BYTES) == ENDS ? last + 2 : -1;
    }

    /**
     * The same for numbers of at most eight characters each, as most exchanges send them, at scales
     * of at most 8. Little enough for the compiler to make it a part of a loop.
     */
    int brief(byte[] b, int from, int end, int priceScale, int quantityScale) {
        if (from + BYTES_MAX > end || (Eight.four(b, from) & TWO_BYTES) != BEGINS) {
            return -1;
        }
        long first = number.brief(b, from + 2, priceScale);
        int between = number.close();
        if (first < 0 || (Eight.four(b, between) & THREE_BYTES) != GOES_ON) {
            return -1;
        }
        long second = number.brief(b, between + 3, quantityScale);
        int close = behind(b, number.close());
        if ((second | close) < 0) {
            return -1;
        }
        price = first;
        quantity = second;
        return close;
    }
}
