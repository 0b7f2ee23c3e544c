package dev.k2.exchange.kalshi;

/** Kalshi states an order, a fill or a position in a word that we do not know. */
final class UnknownWord extends Exception {
    private static final long serialVersionUID = 1L;

    UnknownWord(String field, String word) {
        super("unknown " + field + " " + word);
    }

    String told() {
        return String.valueOf(getMessage());
    }
}
