package dev.k2.platform;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Timers on real time: one thread waits, each task runs on a virtual thread of its own. */
public final class SystemTimers implements Timers, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SystemTimers.class);

    private final ScheduledThreadPoolExecutor waiting;
    private final Metrics metrics;

    /** Starts the waiting thread, a daemon. Failed tasks are counted as {@code k2_timer_failures_total}. */
    public SystemTimers(Metrics metrics) {
        this.metrics = metrics;
        waiting =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("k2-timers").factory());
        waiting.setRemoveOnCancelPolicy(true);
        waiting.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Ticket after(Duration delay, Runnable task) {
        var run = new Run(task, Duration.ZERO);
        run.wait(delay);
        return run;
    }

    @Override
    public Ticket every(Duration pause, Runnable task) {
        if (!pause.isPositive()) {
            throw new IllegalArgumentException(
                    "a repeated task needs a pause above zero, found " + pause);
        }
        var run = new Run(task, pause);
        run.wait(pause);
        return run;
    }

    /** No run begins after this returns. */
    @Override
    public void close() {
        waiting.shutdownNow();
    }

    private final class Run implements Ticket {
        private final Runnable task;
        private final Duration pause;
        private final AtomicBoolean cancelled = new AtomicBoolean();

        Run(Runnable task, Duration pause) {
            this.task = task;
            this.pause = pause;
        }

        void wait(Duration delay) {
            if (waiting.isShutdown()) {
                return;
            }
            var _ =
                    waiting.schedule(
                            () -> Thread.ofVirtual().name("k2-timer").start(this::run),
                            delay.toNanos(),
                            TimeUnit.NANOSECONDS);
        }

        private void run() {
            if (cancelled.get() || waiting.isShutdown()) {
                return;
            }
            try {
                task.run();
            } catch (RuntimeException failure) {
                metrics.count("k2_timer_failures_total");
                LOG.atError().setCause(failure).log("a timed task failed");
            } finally {
                // An Error ends this thread, and not what is to be done again and again.
                if (pause.isPositive() && !cancelled.get()) {
                    wait(pause);
                }
            }
        }

        @Override
        public void cancel() {
            cancelled.set(true);
        }
    }
}
