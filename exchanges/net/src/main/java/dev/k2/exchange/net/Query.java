package dev.k2.exchange.net;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A request that changes nothing, or nothing more when it is sent twice: a question, or a cancel by
 * id. It may be sent up to three times.
 *
 * @param timeout how long each try may take
 * @param message builds each try anew, because a signature holds the time
 * @param mayTryAgain asked before each further try; false ends them
 */
public record Query(Duration timeout, Supplier<HttpMessage> message, BooleanSupplier mayTryAgain) {}
