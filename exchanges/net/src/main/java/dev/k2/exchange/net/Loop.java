package dev.k2.exchange.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread of events: whatever runs on it runs one after the other, and must not wait. Several
 * links can live on one.
 */
public final class Loop {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final int WAIT_SECONDS_MAX = 5;

    private final EventLoop events;
    private final AtomicLong lastTimer = new AtomicLong();
    private final Map<Long, Future<?>> timers = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Loop(EventLoop events) {
        this.events = events;
    }

    /** Runs something on this thread, after what is there already. */
    public void execute(Runnable task) {
        try {
            events.execute(() -> run(task));
        } catch (RejectedExecutionException over) {
            LOG.debug("an event loop has ended", over);
        }
    }

    /** Runs at once when this is the loop's own thread already. */
    void executeNow(Runnable task) {
        if (isHere()) {
            task.run();
        } else {
            execute(task);
        }
    }

    boolean isHere() {
        return events.inEventLoop();
    }

    EventLoop events() {
        return events;
    }

    /** Runs something on this thread and waits until it is done, 5 s at most. */
    public void executeAndWait(Runnable task) {
        if (isHere()) {
            task.run();
            return;
        }
        var done = new CountDownLatch(1);
        try {
            events.execute(
                    () -> {
                        run(task);
                        done.countDown();
                    });
            if (!done.await(WAIT_SECONDS_MAX, TimeUnit.SECONDS)) {
                LOG.warn("an event loop is busy for {} s", WAIT_SECONDS_MAX);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (RejectedExecutionException over) {
            LOG.debug("an event loop has ended", over);
        }
    }

    /** Runs something on this thread after a while. */
    public void executeAfter(Duration delay, Runnable task) {
        execute(() -> after(delay, task));
    }

    /** Starts a timer. Only to be called on the loop itself. */
    long after(Duration delay, Runnable task) {
        long timer = lastTimer.incrementAndGet();
        Runnable once =
                () -> {
                    timers.remove(timer);
                    run(task);
                };
        start(timer, () -> events.schedule(once, millis(delay), TimeUnit.MILLISECONDS));
        return timer;
    }

    /** Starts a timer that comes again. Only to be called on the loop itself. */
    long every(Duration period, Runnable task) {
        long timer = lastTimer.incrementAndGet();
        long millis = millis(period);
        Runnable each = () -> run(task);
        start(
                timer,
                () -> events.scheduleWithFixedDelay(each, millis, millis, TimeUnit.MILLISECONDS));
        return timer;
    }

    void cancel(long timer) {
        Future<?> known = timers.remove(timer);
        if (known != null) {
            known.cancel(false);
        }
    }

    /** Ends what was to be done later. */
    public void close() {
        closed = true;
        timers.keySet().forEach(this::cancel);
    }

    private void start(long timer, Supplier<Future<?>> scheduled) {
        if (closed || events.isShuttingDown()) {
            return;
        }
        timers.put(timer, scheduled.get());
    }

    private static long millis(Duration delay) {
        return Math.max(1, delay.toMillis());
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException failed) {
            LOG.error("a task on an event loop failed", failed);
        }
    }
}
