package dev.k2.exchange.cryptocom;

/** A word that states an order, a side or a fill is not one that we know. */
final class UnknownWord extends Exception {
    private static final long serialVersionUID = 1L;

    UnknownWord(String what, String word) {
        super("unknown " + what + " " + word, null, false, false);
    }

    /** The message, which there always is. */
    String told() {
        return String.valueOf(getMessage());
    }
}
