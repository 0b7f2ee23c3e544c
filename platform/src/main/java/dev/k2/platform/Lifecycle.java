package dev.k2.platform;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the program's parts one after the other and stops them in the reverse order, each within its own time limit.
 *
 * <p>A part that fails to start takes down those before it. Stopping while a part still starts interrupts that start.
 */
public final class Lifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);
    private static final Duration START_GIVES_WAY = Duration.ofSeconds(10);

    private final Deque<Part> parts = new ConcurrentLinkedDeque<>();
    private final ReentrantLock working = new ReentrantLock();
    private final List<String> overruns = new ArrayList<>();
    private volatile boolean stopping;
    private volatile @Nullable Thread starter;

    /** Makes one part. */
    @FunctionalInterface
    public interface Start<T> {
        /** Makes it, or says why not. */
        T start() throws Exception;
    }

    /** Ends one part. */
    @FunctionalInterface
    public interface Stop<T> {
        /** Ends it; interrupted when the limit has passed. */
        void stop(T part) throws Exception;
    }

    /**
     * Starts a part and remembers how to stop it.
     *
     * @param name for logs and for the word on a part that stops too slowly
     * @param limit how long stopping may take
     * @return the started part
     */
    public <T> T start(String name, Duration limit, Start<T> start, Stop<? super T> stop) {
        working.lock();
        try {
            if (stopping) {
                throw new IllegalStateException("K2 is stopping; " + name + " is not started");
            }
            starter = Thread.currentThread();
            long begun = System.nanoTime();
            var part = start.start();
            parts.push(new Part(name, limit, () -> stop.stop(part)));
            LOG.atInfo()
                    .addKeyValue("part", name)
                    .addKeyValue(
                            "latency_ms", Duration.ofNanos(System.nanoTime() - begun).toMillis())
                    .log("started");
            if (stopping) {
                throw new IllegalStateException("K2 is stopping; " + name + " is stopped again");
            }
            return part;
        } catch (Exception failure) {
            stopping = true;
            stopAll();
            throw asUnchecked(name, failure);
        } finally {
            starter = null;
            working.unlock();
        }
    }

    /** Remembers a part that is already running. */
    public <T> T adopt(String name, Duration limit, T part, Stop<? super T> stop) {
        return start(name, limit, () -> part, stop);
    }

    /**
     * Stops everything that was started, the last first. Calling it again does nothing.
     *
     * @return the names of parts that did not stop within their limit
     */
    public List<String> stop() {
        stopping = true;
        var startingNow = starter;
        if (startingNow != null && startingNow != Thread.currentThread()) {
            startingNow.interrupt();
        }
        boolean alone = lockWithin(START_GIVES_WAY);
        try {
            stopAll();
            return List.copyOf(overruns);
        } finally {
            if (alone) {
                working.unlock();
            }
        }
    }

    /** True once a stop has begun. */
    public boolean isStopping() {
        return stopping;
    }

    private boolean lockWithin(Duration limit) {
        try {
            return working.tryLock(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return working.tryLock();
        }
    }

    private synchronized void stopAll() {
        boolean interrupted = Thread.interrupted();
        while (!parts.isEmpty()) {
            stopOne(parts.pop());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void stopOne(Part part) {
        long begun = System.nanoTime();
        var worker = Thread.ofVirtual().name("k2-stop-" + part.name).start(() -> runStop(part));
        try {
            if (worker.join(part.limit)) {
                LOG.atInfo()
                        .addKeyValue("part", part.name)
                        .addKeyValue(
                                "latency_ms",
                                Duration.ofNanos(System.nanoTime() - begun).toMillis())
                        .log("stopped");
                return;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        worker.interrupt();
        overruns.add(part.name);
        LOG.atWarn()
                .addKeyValue("part", part.name)
                .addKeyValue("limit", part.limit)
                .log("did not stop in time");
    }

    private static void runStop(Part part) {
        try {
            part.stop.run();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (Exception failure) {
            LOG.atError().addKeyValue("part", part.name).setCause(failure).log("stopping failed");
        }
    }

    private static RuntimeException asUnchecked(String name, Exception failure) {
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return failure instanceof RuntimeException unchecked
                ? unchecked
                : new IllegalStateException(
                        name + " did not start: " + Causes.oneLine(failure), failure);
    }

    private interface Ending {
        void run() throws Exception;
    }

    private record Part(String name, Duration limit, Ending stop) {}
}
