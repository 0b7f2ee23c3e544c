package dev.k2.soak;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A clock that stands still while anything runs, and everything that is to happen. Work runs one
 * after the other and never side by side: on strands, threads of which only one at a time may go on.
 * A strand that sleeps lets others run, so that many things are under way at once and each run of
 * the same seed does them in the same order.
 */
final class VirtualTime implements InstantSource {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** Real time after which a strand that neither ends nor sleeps waits for something for ever. */
    private static final int STUCK_SECONDS = 120;

    /**
     * Threads of the system, used again and again. Whoever runs waits for the database most of the
     * time, and a virtual thread would be parked and woken by two others at each question.
     */
    private static final ExecutorService THREADS =
            Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("strand").factory());

    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparing(Due::number));
    private final Semaphore back = new Semaphore(0);
    private final List<Strand> sleeping = new ArrayList<>();
    private volatile Instant now = START;
    private volatile @Nullable Strand running;
    private volatile @Nullable Throwable broken;
    private long numbers;

    private record Due(Instant at, long number, Runnable work) {}

    private static final class Strand {
        private final Semaphore go = new Semaphore(0);
        private final Life life;
        private volatile @Nullable Thread thread;

        private Strand(Life life) {
            this.life = life;
        }
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Does something later, on the thread that moves time. It must not sleep. */
    synchronized void later(Duration delay, Runnable work) {
        queue.add(new Due(now.plus(delay), numbers++, work));
    }

    /** Does something later that belongs to a process and may sleep. Nothing where it is dead. */
    void strand(Duration delay, Life life, Runnable work) {
        later(
                delay,
                () -> {
                    Duration still = life.stillFor(now);
                    if (still.isPositive()) {
                        strand(still, life, work);
                    } else if (life.isAlive()) {
                        begin(new Strand(life), work);
                    }
                });
    }

    /** Lets time pass for whoever calls, who must be a strand. */
    void sleep(Duration time) {
        Strand own = running();
        wakeLater(time, own);
        yieldTo(own);
    }

    /** Runs work of a process on strands, so many at a time; whoever calls sleeps until all ended. */
    void together(Life life, int most, List<Runnable> work) {
        if (work.isEmpty()) {
            return;
        }
        Strand own = running();
        Together group = new Together(own, life, work);
        for (int i = 0; i < Math.min(most, work.size()); i++) {
            group.next();
        }
        yieldTo(own);
    }

    private Strand running() {
        Strand own = running;
        if (own == null) {
            throw new IllegalStateException("only a strand can sleep");
        }
        return own;
    }

    private void wakeLater(Duration time, Strand strand) {
        later(
                time,
                () -> {
                    Duration still = strand.life.stillFor(now);
                    if (still.isPositive()) {
                        wakeLater(still, strand);
                    } else {
                        wake(strand);
                    }
                });
    }

    /** Pieces of work that somebody waits for. */
    private final class Together {
        private final Strand waiting;
        private final Life life;
        private final Deque<Runnable> rest;
        private int left;

        private Together(Strand waiting, Life life, List<Runnable> work) {
            this.waiting = waiting;
            this.life = life;
            this.rest = new ArrayDeque<>(work);
            this.left = work.size();
        }

        private void next() {
            Runnable piece = rest.poll();
            if (piece == null) {
                return;
            }
            strand(
                    Duration.ZERO,
                    life,
                    () -> {
                        try {
                            piece.run();
                        } finally {
                            left--;
                            next();
                            if (left == 0) {
                                wakeLater(Duration.ZERO, waiting);
                            }
                        }
                    });
        }
    }

    /** Moves on, and does what becomes due. */
    void advance(Duration by) {
        Instant end = now.plus(by);
        for (Due due = next(end); due != null; due = next(end)) {
            now = due.at();
            due.work().run();
        }
        now = end;
    }

    /** Lets every strand that sleeps find out that its process is dead. */
    void drain() {
        while (!sleeping.isEmpty()) {
            wake(sleeping.getFirst());
        }
        queue.clear();
    }

    private synchronized @Nullable Due next(Instant end) {
        Due first = queue.peek();
        return first == null || first.at().isAfter(end) ? null : queue.poll();
    }

    private void begin(Strand strand, Runnable work) {
        running = strand;
        THREADS.execute(() -> run(strand, work));
        awaitBack(strand);
    }

    private void run(Strand strand, Runnable work) {
        strand.thread = Thread.currentThread();
        try {
            work.run();
        } catch (Died _) {
            strand.life.ended();
        } catch (RuntimeException failure) {
            strand.life.failed(failure);
        } catch (Error failure) {
            broken = failure;
        } finally {
            back.release();
        }
    }

    private void wake(Strand strand) {
        if (sleeping.remove(strand)) {
            running = strand;
            strand.go.release();
            awaitBack(strand);
        }
    }

    /** Until the strand that may go on has ended or sleeps. */
    private void awaitBack(Strand strand) {
        boolean came = false;
        try {
            // In seconds one by one: none passes while the whole process is stopped.
            for (int i = 0; i < STUCK_SECONDS && !came; i++) {
                came = back.tryAcquire(1, TimeUnit.SECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
        running = null;
        if (!came) {
            IllegalStateException stuck =
                    new IllegalStateException("a strand waits for something that never comes");
            Thread thread = strand.thread;
            if (thread != null) {
                stuck.setStackTrace(thread.getStackTrace());
            }
            throw stuck;
        }
        Throwable failure = broken;
        if (failure != null) {
            broken = null;
            throw new IllegalStateException("a strand broke", failure);
        }
    }

    private void yieldTo(Strand own) {
        sleeping.add(own);
        back.release();
        own.go.acquireUninterruptibly();
        if (!own.life.isAlive()) {
            throw new Died();
        }
    }
}
