package dev.k2.model;

/** The id that an exchange gave an order; a number here, a UUID there, and always text to us. */
public record ExchangeOrderId(String text) {
    public ExchangeOrderId {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("an exchange's order id is not empty");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
