package dev.k2.platform;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A subscriber's queue and the thread that empties it. */
final class Mailbox<E> implements Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    private final String name;
    private final Class<E> type;
    private final int capacity;
    private final Consumer<? super E> receiver;
    private final Consumer<Long> lost;
    private final Metrics metrics;
    private final Consumer<Mailbox<?>> onEnd;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<E> queue = new ArrayDeque<>();
    private boolean busy;
    private boolean refusing;
    private boolean ended;
    private long dropped;
    private long untold;

    Mailbox(
            String name,
            Class<E> type,
            int capacity,
            Consumer<? super E> receiver,
            Consumer<Long> lost,
            Metrics metrics,
            Consumer<Mailbox<?>> onEnd) {
        if (capacity < 1) {
            throw new IllegalArgumentException(
                    "a queue needs room for one event, found " + capacity);
        }
        this.name = name;
        this.type = type;
        this.capacity = capacity;
        this.receiver = receiver;
        this.lost = lost;
        this.metrics = metrics;
        this.onEnd = onEnd;
    }

    void open() {
        Thread.ofVirtual().name("k2-events-" + name).start(this::receiveAll);
    }

    void offer(Object event) {
        if (!type.isInstance(event)) {
            return;
        }
        lock.lock();
        try {
            if (ended || refusing) {
                return;
            }
            if (queue.size() < capacity) {
                queue.add(type.cast(event));
                changed.signalAll();
                return;
            }
            dropped++;
            untold++;
        } finally {
            lock.unlock();
        }
        metrics.count("k2_events_dropped_total", "subscriber", name);
    }

    void refuse() {
        lock.lock();
        try {
            refusing = true;
        } finally {
            lock.unlock();
        }
    }

    boolean awaitIdle(long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (!ended && (busy || !queue.isEmpty() || untold > 0)) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int waiting() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void cancel() {
        lock.lock();
        try {
            ended = true;
            queue.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        onEnd.accept(this);
    }

    private void receiveAll() {
        @Nullable Delivery<E> next = take();
        while (next != null) {
            deliver(next);
            next = take();
        }
    }

    private @Nullable Delivery<E> take() {
        lock.lock();
        try {
            busy = false;
            changed.signalAll();
            while (!ended && queue.isEmpty() && untold == 0) {
                changed.await();
            }
            if (ended) {
                return null;
            }
            busy = true;
            long missed = untold;
            untold = 0;
            return new Delivery<>(missed, queue.poll());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void deliver(Delivery<E> delivery) {
        try {
            if (delivery.missed > 0) {
                LOG.atWarn()
                        .addKeyValue("subscriber", name)
                        .addKeyValue("dropped", delivery.missed)
                        .log("events were lost: the subscriber's queue was full");
                lost.accept(delivery.missed);
            }
            if (delivery.event != null) {
                receiver.accept(delivery.event);
            }
        } catch (RuntimeException failure) {
            metrics.count("k2_event_failures_total", "subscriber", name);
            LOG.atError()
                    .addKeyValue("subscriber", name)
                    .setCause(failure)
                    .log("an event could not be handled");
        }
    }

    private record Delivery<E>(long missed, @Nullable E event) {}
}
