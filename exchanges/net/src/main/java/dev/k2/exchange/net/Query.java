package dev.k2.exchange.net;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A request that changes nothing, or nothing more when it is sent twice: a question, or a cancel by
 * id. It may be sent up to three times.
 *
 * @param timeout how long each try may take
 * @param message builds each try anew, because a signature holds the time
 * @param mayTryAgain asked before each further try; false ends them
 * @param isWorking whether an answer is one, and no failure of the host
 */
public record Query(
        Duration timeout,
        Supplier<HttpMessage> message,
        BooleanSupplier mayTryAgain,
        Predicate<HttpOutcome.Answered> isWorking) {
    /** With an answer that is a failure of the host where its status says so (5xx). */
    public Query(Duration timeout, Supplier<HttpMessage> message, BooleanSupplier mayTryAgain) {
        this(timeout, message, mayTryAgain, answered -> answered.status() < 500);
    }
}
