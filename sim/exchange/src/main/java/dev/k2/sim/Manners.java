package dev.k2.sim;

import java.time.Duration;

/** How an exchange treats its WebSockets. A duration of zero switches its part off. */
public interface Manners {
    /** How often it pings. */
    Duration pingEvery();

    /** What its pings carry. */
    default String pingBody(long nowMillis) {
        return Long.toString(nowMillis);
    }

    /** How soon a ping must be answered. */
    Duration pongWithin();

    /** How long a connection lives at most. */
    Duration connectionLife();

    /** How long it bears a client that sends nothing. */
    Duration idleMax();

    /** How many messages a client may send in a second, where they are limited. */
    long messagesPerSecond();
}
