package dev.k2.exchange.net;

import dev.k2.exchange.Answer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@link UserLink} has to know of an exchange. One for each stream of an account; it tells
 * news to the listener that it was made with, which holds them back until the stream is live and
 * tells no fill twice. Called on one virtual thread, one thing at a time, and may wait, where
 * nothing else is said.
 */
public interface UserProtocol {
    /**
     * Where to connect. Asked before the first connection and after {@link
     * SocketNotice.AddressOver}; the same address serves every reconnect in between. After a failure
     * it is asked again a little later, unless the credentials are refused.
     */
    Answer<SocketSettings> socket();

    /**
     * A connection stands, nothing was said over it. Makes sure of what the steps and the messages
     * need, such as the exchange's time and its instruments. Anything but {@link
     * SocketNotice.Nothing} ends the opening.
     */
    default SocketNotice opened() {
        return new SocketNotice.Nothing();
    }

    /** What to say then, one after the other; the stream is live when all is acknowledged. */
    List<UserStep> steps();

    /**
     * Reads a message. An event is read whole before anything of it is told.
     *
     * @throws IOException where it cannot be read; it may have told an order, so the connection is
     *     cut, and whoever listens asks for everything
     */
    SocketNotice read(byte[] message) throws IOException;

    /**
     * Everything is acknowledged. Asks by REST for what the exchange does not say by itself after a
     * connect, such as balances, and tells it; changes wait meanwhile. Anything but {@link
     * SocketNotice.Nothing} keeps the stream from being told live.
     */
    default SocketNotice merge() {
        return new SocketNotice.Nothing();
    }

    /** There is no connection now, which was told. */
    default SocketNotice gone() {
        return new SocketNotice.Nothing();
    }

    /** How often {@link #look} wants to be called; empty for never. Called once. */
    default Optional<Duration> lookEvery() {
        return Optional.empty();
    }

    /** Does what is to be done from time to time. */
    default SocketNotice look(boolean live) {
        return new SocketNotice.Nothing();
    }

    /** As {@link SocketListener#handshake}. Called on the loop; must not wait. */
    default Map<String, String> handshake() {
        return Map.of();
    }

    /** Before when no connection is to be tried. Called on any thread; must not wait. */
    default Optional<Instant> notBefore() {
        return Optional.empty();
    }

    /** As {@link SocketListener#onRefused}. Called on the loop; must not wait. */
    default void onRefused(int status, Optional<String> retryAfter) {}

    /** Figures for a person, beside those of the connection. Called on any thread. */
    default Map<String, String> facts() {
        return Map.of();
    }
}
