package dev.k2.exchange.net;

import dev.k2.exchange.Channel;
import dev.k2.model.Instrument;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@link StreamFeed} has to know of an exchange. One for each feed; called on the feed's loop
 * where nothing else is said, and must not wait.
 *
 * @param <S> the exchange's streams
 */
public interface FeedProtocol<S extends FeedStream> {
    /**
     * A new stream, of which nothing was told. Called on any thread.
     *
     * @throws IllegalArgumentException where the exchange has no such stream
     */
    S stream(Instrument instrument, Channel channel);

    /** What kind of connection a stream comes over. */
    FeedSocket socket(S stream);

    /** The kind of the connection that is opened with the feed, before any stream is known. */
    FeedSocket firstSocket();

    /** Makes the reader of a link. */
    FeedReader<S> reader(FeedLink<S> link);

    /**
     * Writes a request.
     *
     * @param subscribe whether the streams are to begin; else they are to end
     * @param names of streams, at least one and no more than {@link FeedTerms#namesMax}
     * @param id counts up on each connection
     */
    String request(boolean subscribe, List<String> names, long id);

    /** What a message says that the reader did not take. Not hot; throws nothing. */
    FeedNotice notice(byte[] message, int length);

    /**
     * How long a stream may be silent without anybody wondering; empty for ever.
     *
     * @param usual {@link FeedTerms#silenceMax}
     */
    default Optional<Duration> silenceMax(S stream, Duration usual) {
        return FeedSilence.usual(stream.channel(), usual);
    }

    /**
     * What settles whether a silent stream has missed something; empty where it is subscribed to
     * anew without asking.
     */
    default Optional<FeedDoubt> doubt(S stream) {
        return Optional.empty();
    }

    /** As {@link SocketListener#handshake}. */
    default Map<String, String> handshake() {
        return Map.of();
    }

    /**
     * What is asked for and what is read from now on, until this is called again, goes over this
     * connection. For exchanges that number what they say by connection.
     */
    default void over(Outlet connection) {}

    /** A connection brings nothing more. */
    default void gone(Outlet connection) {}

    /** Until when the exchange wants to hear nothing from this address, connections included. */
    default Optional<Instant> silentUntil() {
        return Optional.empty();
    }

    /** As {@link SocketListener#onRefused}. */
    default void onRefused(int status, Optional<String> retryAfter) {}

    /** The feed is closed. Called on any thread, once. */
    default void close() {}
}
