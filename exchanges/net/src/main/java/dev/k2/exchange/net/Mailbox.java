package dev.k2.exchange.net;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands things over to one virtual thread that may wait, in their order, up to a limit. */
public final class Mailbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

    private final BlockingQueue<Runnable> waiting;
    private final Drops drops;
    private final Thread thread;
    private volatile boolean closed;

    public Mailbox(String name, int capacity) {
        this(name, capacity, new Drops(name, (stream, count) -> {}));
    }

    /** With an ear for what had to be left out. */
    public Mailbox(String name, int capacity, Drops drops) {
        this.drops = drops;
        this.waiting = new LinkedBlockingQueue<>(capacity);
        this.thread = Thread.ofVirtual().name(name).start(this::work);
    }

    /** False where too much is waiting already, or the mailbox is closed. */
    public boolean offer(Runnable letter) {
        return !closed && waiting.offer(letter);
    }

    /**
     * Hands over something that may be left out where too much is waiting already; then it is
     * counted.
     *
     * @param stream what it belongs to
     * @return false where it was left out, or the mailbox is closed
     */
    public boolean offer(String stream, Runnable letter) {
        boolean taken = offer(letter);
        if (!taken && !closed) {
            drops.add(stream);
        }
        return taken;
    }

    /** What was left out so far. */
    public Drops drops() {
        return drops;
    }

    /** Drops what still waits and ends the thread, within 5 s. */
    @Override
    public void close() {
        closed = true;
        waiting.clear();
        thread.interrupt();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            if (!thread.join(CLOSE_MAX)) {
                LOG.warn("{}: still busy after {} s", thread.getName(), CLOSE_MAX.toSeconds());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        try {
            while (!closed) {
                Runnable letter = waiting.take();
                try {
                    letter.run();
                } catch (RuntimeException failed) {
                    LOG.error("{}: what was handed over failed", thread.getName(), failed);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
