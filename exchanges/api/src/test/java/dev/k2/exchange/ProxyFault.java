package dev.k2.exchange;

import java.time.Duration;

/** What a {@link FaultProxy} does to one request and its answer. */
public sealed interface ProxyFault {
    /** The exchange gets the request; its answer is lost, and the connection stays silent. */
    record SwallowReply() implements ProxyFault {}

    /** The exchange gets the request and answers; the connection is reset instead. */
    record ResetReply() implements ProxyFault {}

    /** The exchange gets the request; only the first bytes of its answer come, then a reset. */
    record TruncateReply(int bytes) implements ProxyFault {}

    /** The exchange gets the request; its answer comes later. */
    record DelayReply(Duration by) implements ProxyFault {}

    /** The exchange never gets the request; the connection is reset after it was read. */
    record LoseRequest() implements ProxyFault {}
}
