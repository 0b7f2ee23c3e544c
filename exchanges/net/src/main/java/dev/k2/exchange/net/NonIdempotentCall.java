package dev.k2.exchange.net;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * A request that does something each time that it arrives, such as placing an order. It is written
 * to a socket at most once; nothing in K2 can ask for more.
 *
 * @param timeout how long it may take
 * @param message builds the request, again only where the first never left
 */
public record NonIdempotentCall(Duration timeout, Supplier<HttpMessage> message) {}
