package dev.k2.exchange.net;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what an event loop does, on a thread that may wait. */
final class Waiting {
    private Waiting() {}

    /** The result of something that only a bug or a broken machine keeps from happening. */
    static <T> T forIt(Future<T> future, Duration atMost) {
        try {
            return future.toCompletionStage()
                    .toCompletableFuture()
                    .get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", interrupted);
        } catch (ExecutionException failed) {
            throw new IllegalStateException("an event loop failed", failed.getCause());
        } catch (TimeoutException late) {
            throw new IllegalStateException("an event loop did not answer in time", late);
        }
    }
}
