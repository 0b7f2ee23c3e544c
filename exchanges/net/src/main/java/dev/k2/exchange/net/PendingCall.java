package dev.k2.exchange.net;

import dev.k2.exchange.net.SocketOutcome.Answered;
import dev.k2.exchange.net.SocketOutcome.NotSent;
import dev.k2.exchange.net.SocketOutcome.Unclear;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A call on its way. Whoever gives it up and whoever writes it agree by its stage on whether a byte
 * of it left.
 */
final class PendingCall implements BooleanSupplier {
    private enum Stage {
        WAITING,
        WRITTEN,
        WITHDRAWN
    }

    private final long number;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);
    private final CompletableFuture<SocketOutcome> outcome = new CompletableFuture<>();

    /** Where it went. Only on the loop. */
    private @Nullable Line line;

    PendingCall(long number) {
        this.number = number;
    }

    long number() {
        return number;
    }

    void goesOver(Line taken) {
        line = taken;
    }

    @Nullable Line line() {
        return line;
    }

    /** Its turn to be written has come: false where it was given up before. */
    @Override
    public boolean getAsBoolean() {
        return stage.compareAndSet(Stage.WAITING, Stage.WRITTEN);
    }

    void answered(String text) {
        outcome.complete(new Answered(text));
    }

    /** No answer will come. */
    void fails(String why) {
        outcome.complete(givenUp(why, false));
    }

    /** Waits until {@link System#nanoTime} reaches the deadline. */
    SocketOutcome await(long deadline) {
        try {
            long left = Math.max(0, deadline - System.nanoTime());
            return outcome.get(left, TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return outcome.getNow(givenUp("no answer in time", true));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return outcome.getNow(givenUp("interrupted while waiting for the answer", false));
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("calls end with an outcome", impossible);
        }
    }

    private SocketOutcome givenUp(String why, boolean timedOut) {
        stage.compareAndSet(Stage.WAITING, Stage.WITHDRAWN);
        return stage.get() == Stage.WRITTEN ? new Unclear(why, timedOut) : new NotSent(why);
    }
}
