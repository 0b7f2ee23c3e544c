package dev.k2.model;

import java.util.regex.Pattern;

/**
 * The id that we give an order and the exchange sees. This form is legal at all six exchanges: OKX
 * forbids hyphens and underscores and ends at 32 characters.
 *
 * <p>It is no idempotency key: some exchanges check that it is unique among open orders only.
 *
 * @param text a letter, then up to 31 letters and digits
 */
public record ClientOrderId(String text) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,31}");

    public ClientOrderId {
        if (!isValid(text)) {
            throw new IllegalArgumentException(
                    "a client order id is a letter and up to 31 letters and digits, found " + text);
        }
    }

    /** Whether this text can be a client order id everywhere. */
    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public String toString() {
        return text;
    }
}
