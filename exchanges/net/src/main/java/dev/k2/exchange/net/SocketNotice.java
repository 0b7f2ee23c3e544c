package dev.k2.exchange.net;

import dev.k2.exchange.ExchangeError;

/** What follows from what an exchange said over an account's socket, or from a look at it. */
public sealed interface SocketNotice {
    /** Nothing: news that was told already, a heartbeat, or what we need not know. */
    record Nothing() implements SocketNotice {}

    /**
     * The exchange did as a step asked, such as a login or one subscription.
     *
     * @param what as in {@link UserStep#acknowledgements}
     */
    record Acknowledged(String what) implements SocketNotice {}

    /**
     * The exchange said no. Credentials that are refused, or may not do this, are not tried again;
     * after anything else the connection is made anew.
     */
    record Refused(ExchangeError error) implements SocketNotice {}

    /** This connection is not to be relied on any more, and is made anew. */
    record Cut(String why) implements SocketNotice {}

    /** The exchange is about to end the connection; another takes over before. */
    record Renew(String why) implements SocketNotice {}

    /** The address itself is worth nothing any more, as where it held a key that is over. */
    record AddressOver(String why) implements SocketNotice {}
}
