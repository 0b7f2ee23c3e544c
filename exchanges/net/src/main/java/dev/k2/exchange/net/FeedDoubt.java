package dev.k2.exchange.net;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A question that settles whether a silent stream has missed something. */
@FunctionalInterface
public interface FeedDoubt {
    /**
     * Asks the exchange, on a thread that may wait.
     *
     * @return whether the stream is behind the answer, to be found out on the feed's loop a moment
     *     later; empty where there was no answer
     */
    Optional<BooleanSupplier> ask();
}
