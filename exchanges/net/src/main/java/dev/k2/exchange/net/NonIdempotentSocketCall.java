package dev.k2.exchange.net;

import java.time.Duration;
import java.util.function.LongFunction;

/**
 * A call that does something each time that it arrives, such as placing an order. It is handed to a
 * socket at most once; nothing in K2 can ask for more.
 *
 * @param timeout how long it may take, the wait for its turn included
 * @param message builds the call with the number that its answer has to quote
 */
public record NonIdempotentSocketCall(Duration timeout, LongFunction<String> message) {}
