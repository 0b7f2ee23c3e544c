package dev.k2.model;

/**
 * The name that a person or program gives an order, so that asking twice makes one order. It is
 * unique per user for ever and is never sent to an exchange.
 *
 * @param text 1 to 50 printable ASCII characters
 */
public record IdempotencyKey(String text) {
    public static final int LENGTH_MAX = 50;

    public IdempotencyKey {
        if (!isValid(text)) {
            throw new IllegalArgumentException(
                    "an idempotency key is 1 to 50 printable ASCII characters");
        }
    }

    /** Whether this text can be a key. */
    public static boolean isValid(String text) {
        return !text.isEmpty()
                && text.length() <= LENGTH_MAX
                && text.chars().allMatch(c -> c > ' ' && c < 127);
    }

    @Override
    public String toString() {
        return text;
    }
}
