package dev.k2.platform;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Carries events from those who know to those who want to know, inside this process.
 *
 * <p>Each subscriber has a bounded queue and one virtual thread, and sees events in the order in which they were published. An
 * event that finds a queue full is dropped for that subscriber only; that is counted ({@code k2_events_dropped_total}), logged
 * and told to the subscriber, who must then ask for the state anew. Publishing never waits.
 */
public final class EventBus implements AutoCloseable {
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final List<Mailbox<?>> mailboxes = new CopyOnWriteArrayList<>();
    private final Metrics metrics;

    /** A bus without subscribers. */
    public EventBus(Metrics metrics) {
        this.metrics = metrics;
    }

    /** Subscribes with nothing to be told about lost events; they are still counted and logged. */
    public <E> Subscription subscribe(
            String name, Class<E> type, int capacity, Consumer<? super E> receiver) {
        return subscribe(name, type, capacity, receiver, dropped -> {});
    }

    /**
     * Subscribes to a type of events, its subtypes among them.
     *
     * @param name for metrics and logs: a short fixed word
     * @param capacity how many events may wait
     * @param receiver called on the subscriber's own thread; an exception is counted and logged, and the next event follows
     * @param lost called on the same thread, after a loss and before the next event, with the number of events lost
     */
    public <E> Subscription subscribe(
            String name,
            Class<E> type,
            int capacity,
            Consumer<? super E> receiver,
            Consumer<Long> lost) {
        var mailbox =
                new Mailbox<E>(name, type, capacity, receiver, lost, metrics, mailboxes::remove);
        mailboxes.add(mailbox);
        mailbox.open();
        return mailbox;
    }

    /** Hands the event to everyone who subscribed to its type. */
    public void publish(Object event) {
        for (var mailbox : mailboxes) {
            mailbox.offer(event);
        }
    }

    /** Waits until every queue is empty and every receiver idle; false when the limit passes first. */
    public boolean awaitIdle(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        for (var mailbox : mailboxes) {
            if (!mailbox.awaitIdle(end - System.nanoTime())) {
                return false;
            }
        }
        return true;
    }

    /** Takes no more events, lets the waiting ones be received for up to 5 s, and ends every subscription. */
    @Override
    public void close() {
        for (var mailbox : mailboxes) {
            mailbox.refuse();
        }
        awaitIdle(CLOSE_LIMIT);
        for (var mailbox : mailboxes) {
            mailbox.cancel();
        }
    }
}
