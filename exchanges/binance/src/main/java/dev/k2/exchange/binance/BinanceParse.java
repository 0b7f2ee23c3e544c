package dev.k2.exchange.binance;

/** What all readers of Binance's messages share. */
final class BinanceParse {
    private BinanceParse() {}

    /** A word that states an order, a side or a fill is not one that we know. */
    static final class UnknownWord extends Exception {
        private static final long serialVersionUID = 1L;

        UnknownWord(String what, String word) {
            super("unknown " + what + " " + word, null, false, false);
        }
    }
}
