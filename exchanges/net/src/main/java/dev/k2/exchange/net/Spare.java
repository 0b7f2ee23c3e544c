package dev.k2.exchange.net;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Things that are dear to make and serve one thread at a time, a few of them kept for the next who
 * needs one. What failed in use is not kept. Safe for several threads.
 */
final class Spare<T> {
    private static final int KEPT_MAX = 16;

    private final ArrayBlockingQueue<T> kept = new ArrayBlockingQueue<>(KEPT_MAX);
    private final Supplier<T> maker;

    Spare(Supplier<T> maker) {
        this.maker = maker;
        kept.add(maker.get());
    }

    <R> R use(Function<T, R> work) {
        T free = kept.poll();
        T mine = free == null ? maker.get() : free;
        R result = work.apply(mine);
        // One more than are kept is simply forgotten.
        boolean _ = kept.offer(mine);
        return result;
    }
}
