package dev.k2.model;

/** The id that an exchange gave a fill. It is unique per exchange and instrument. */
public record TradeId(String text) {
    public TradeId {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a trade id is not empty");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
