package dev.k2.trading;

import dev.k2.platform.Timers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does one thing after the other, in the order in which they came, on another thread. */
final class SerialQueue {
    private static final Logger LOG = LoggerFactory.getLogger(SerialQueue.class);
    private static final int WAITING_MAX = 10_000;

    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final Timers timers;
    private final Runnable lost;
    private boolean busy;
    private boolean overflowed;
    private boolean closed;

    /**
     * An empty queue.
     *
     * @param lost called after things were lost, because there were too many or one failed
     */
    SerialQueue(Timers timers, Runnable lost) {
        this.timers = timers;
        this.lost = lost;
    }

    /** Does nothing of what waits, nor of what comes. */
    synchronized void close() {
        closed = true;
        waiting.clear();
    }

    synchronized void add(Runnable work) {
        if (closed) {
            return;
        }
        if (waiting.size() >= WAITING_MAX) {
            overflowed = true;
            return;
        }
        waiting.addLast(work);
        if (!busy) {
            busy = true;
            timers.after(Duration.ZERO, this::drain);
        }
    }

    private void drain() {
        boolean failed = false;
        for (var work = next(); work.isPresent(); work = next()) {
            try {
                work.get().run();
            } catch (NotOurs lost) {
                close();
            } catch (RuntimeException fault) {
                failed = true;
                LOG.atError().setCause(fault).log("news of an account could not be taken");
            }
        }
        if (failed) {
            lost.run();
        }
    }

    private synchronized Optional<Runnable> next() {
        if (overflowed) {
            overflowed = false;
            return Optional.of(lost);
        }
        Optional<Runnable> work = Optional.ofNullable(waiting.pollFirst());
        busy = work.isPresent();
        return work;
    }
}
