package dev.k2.exchange.net;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;

/**
 * A call that changes nothing, or nothing more when it is sent twice: a question, or a cancel by
 * id. It may be sent up to three times.
 *
 * @param timeout how long each try may take, the wait for its turn included
 * @param message builds the call with the number that its answer has to quote; again for each try
 * @param mayTryAgain asked before each further try; false ends them
 */
public record SocketQuery(
        Duration timeout, LongFunction<String> message, BooleanSupplier mayTryAgain) {}
