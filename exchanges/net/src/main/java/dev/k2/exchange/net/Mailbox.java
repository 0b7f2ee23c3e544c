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
    private final Thread thread;
    private volatile boolean closed;

    public Mailbox(String name, int capacity) {
        this.waiting = new LinkedBlockingQueue<>(capacity);
        this.thread = Thread.ofVirtual().name(name).start(this::work);
    }

    /** False where too much is waiting already, or the mailbox is closed. */
    public boolean offer(Runnable letter) {
        return !closed && waiting.offer(letter);
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
