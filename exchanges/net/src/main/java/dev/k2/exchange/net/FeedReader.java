package dev.k2.exchange.net;

/**
 * Reads the messages of one {@link FeedLink} into calls of its listener. Lives on the feed's loop.
 * What cannot be read is counted and told by {@link dev.k2.exchange.FeedListener#onSkipped}, and
 * makes a book invalid; it is never thrown.
 *
 * @param <S> the exchange's streams
 */
public interface FeedReader<S extends FeedStream> {
    /**
     * Reads one message: looks its stream up in {@link FeedLink#table}, calls {@link
     * FeedStream#heard}, and tells the listener. The hot path: it makes no objects.
     *
     * @param message the first {@code length} bytes hold it; the array is used again afterwards
     * @return false where it is no news of a stream, so that {@link FeedProtocol#notice} reads it
     */
    boolean read(byte[] message, int length, long receivedMillis);

    /** How many messages were not understood, and passed over. */
    long skipped();

    /**
     * A book needs a snapshot: its stream has begun, or the book was lost.
     *
     * @return false where snapshots come over the socket, so that the link waits for one, and
     *     subscribes anew where there is a loss; true where this asks for one by itself
     */
    default boolean fetches(S stream) {
        return false;
    }
}
