package dev.k2.bench;

import java.util.Map;

/** One way to turn a message's bytes into a normalised update. */
interface Contestant extends AutoCloseable {
    String name();

    /** Reads one message; the update is kept so that nothing can be left out. */
    void read(byte[] message);

    /** What the last message said, for comparing contestants; not measured. */
    Update last();

    /** Ends what a contestant keeps open, such as its connection. */
    @Override
    default void close() {}

    /** A normalised update in plain decimals. */
    sealed interface Update {
        record Quote(String bid, String bidQuantity, String ask, String askQuantity)
                implements Update {}

        record Trade(String id, String price, String quantity, boolean bought, long atMillis)
                implements Update {}

        /**
         * The levels that the message set, by price, {@code 0} where it removed one; or the book
         * after it, where a contestant keeps one.
         */
        record Depth(Map<String, String> bids, Map<String, String> asks) implements Update {}

        /**
         * By how much a level changed, where messages tell differences.
         *
         * @param yes a bid for YES; one for NO otherwise, at its own price
         */
        record Difference(boolean yes, String price, String by) implements Update {}
    }
}
