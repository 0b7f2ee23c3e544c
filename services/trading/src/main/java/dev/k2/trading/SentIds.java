package dev.k2.trading;

import dev.k2.model.ClientOrderId;
import java.math.BigInteger;

/** Makes the ids that exchanges see: this installation's prefix, then 128 random bits. */
final class SentIds {
    private static final String LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int RANDOM_BYTES = 16;
    private static final int RANDOM_LENGTH = 26;
    private static final int PREFIX_LENGTH = 5;

    private final Names names;
    private final String prefix;

    SentIds(OrderStore orders, Names names) {
        this.names = names;
        prefix = orders.prefix("k" + letters(RANDOM_LENGTH).substring(0, PREFIX_LENGTH - 1));
    }

    ClientOrderId next() {
        return new ClientOrderId(prefix + letters(RANDOM_LENGTH));
    }

    private String letters(int count) {
        BigInteger left = new BigInteger(1, names.bytes(RANDOM_BYTES));
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append(LETTERS.charAt(left.intValue() & 31));
            left = left.shiftRight(5);
        }
        return text.toString();
    }
}
