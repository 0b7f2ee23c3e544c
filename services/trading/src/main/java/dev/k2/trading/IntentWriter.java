package dev.k2.trading;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Lets callers that come while others wait for the disk share one commit. Whoever finds nobody
 * writing takes everything that waits, writes it on its own thread, and tells each of the others
 * what came of theirs; what came in the meantime is the next lot. A caller alone writes at once,
 * without a handoff and without a timer.
 *
 * @param <T> what is written
 * @param <R> what came of it
 */
final class IntentWriter<T, R> {
    private final Function<List<T>, List<R>> commit;
    private final int lotMax;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Waiting<T, R>> queue = new ArrayDeque<>();
    private boolean writing;

    /** Somebody's own thing, and what came of it. Guarded by the lock. */
    private static final class Waiting<T, R> {
        private final T thing;
        private final Condition changed;
        private Optional<R> result = Optional.empty();
        private Optional<Throwable> failure = Optional.empty();

        private Waiting(T thing, Condition changed) {
            this.thing = thing;
            this.changed = changed;
        }

        private boolean isDone() {
            return result.isPresent() || failure.isPresent();
        }
    }

    /**
     * A writer.
     *
     * @param commit writes a lot in one transaction; returns once it is durable, with one result
     *     for each in their order, and throws where nobody may count on any of them
     * @param lotMax how many share a commit at most
     */
    IntentWriter(int lotMax, Function<List<T>, List<R>> commit) {
        this.lotMax = lotMax;
        this.commit = commit;
    }

    /**
     * Writes something and waits until it is durable.
     *
     * @throws RuntimeException where the transaction that it was part of failed, or where nobody
     *     knows whether it did
     */
    R write(T thing) {
        var own = new Waiting<T, R>(thing, lock.newCondition());
        lock.lock();
        try {
            queue.add(own);
            while (!own.isDone()) {
                if (writing) {
                    own.changed.awaitUninterruptibly();
                } else {
                    writeLot(own);
                }
            }
        } finally {
            lock.unlock();
        }
        own.failure.ifPresent(
                failure -> {
                    throw new IllegalStateException(
                            "an order was not written down, nor were those written with it",
                            failure);
                });
        return own.result.orElseThrow();
    }

    /** How many wait for somebody else's commit. */
    int waiting() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    /** Called and left with the lock, which is free while the disk works. */
    private void writeLot(Waiting<T, R> own) {
        writing = true;
        List<Waiting<T, R>> lot = new ArrayList<>(Math.min(queue.size(), lotMax));
        while (lot.size() < lotMax && !queue.isEmpty()) {
            lot.add(queue.remove());
        }
        List<R> results = List.of();
        Optional<Throwable> failure = Optional.empty();
        lock.unlock();
        try {
            results = commit.apply(lot.stream().map(one -> one.thing).toList());
        } catch (RuntimeException failed) {
            failure = Optional.of(failed);
        } finally {
            lock.lock();
            writing = false;
            if (failure.isEmpty() && results.size() != lot.size()) {
                failure = Optional.of(new IllegalStateException("a lot came back incomplete"));
            }
            for (int i = 0; i < lot.size(); i++) {
                Waiting<T, R> one = lot.get(i);
                one.failure = failure;
                one.result = failure.isPresent() ? Optional.empty() : Optional.of(results.get(i));
                if (one != own) {
                    one.changed.signal();
                }
            }
            if (!queue.isEmpty() && queue.getFirst() != own) {
                queue.getFirst().changed.signal();
            }
        }
    }
}
