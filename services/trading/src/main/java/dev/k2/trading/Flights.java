package dev.k2.trading;

import dev.k2.model.IdempotencyKey;
import dev.k2.model.UserId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Orders that are being placed now: one at a time for each key, and so many altogether. */
final class Flights {
    private final Map<Key, CompletableFuture<Boolean>> flying = new ConcurrentHashMap<>();
    private final Semaphore room;
    private final int roomMax;
    private volatile boolean closed;

    private record Key(UserId user, IdempotencyKey key) {}

    Flights(int max) {
        roomMax = max;
        room = new Semaphore(max);
    }

    /**
     * Takes off under a key, or waits for whoever flies under it already.
     *
     * @return what came of the own flight; empty where somebody else's ended just now
     */
    Optional<PlaceOutcome> fly(UserId user, IdempotencyKey name, Supplier<PlaceOutcome> work) {
        Key key = new Key(user, name);
        CompletableFuture<Boolean> own = new CompletableFuture<>();
        CompletableFuture<Boolean> other = flying.putIfAbsent(key, own);
        if (other != null) {
            // However it ended, the database tells what came of it. Never waits for ever: every
            // call below has a time limit.
            other.join();
            return Optional.empty();
        }
        try {
            return Optional.of(start(work));
        } finally {
            flying.remove(key, own);
            own.complete(true);
        }
    }

    private PlaceOutcome start(Supplier<PlaceOutcome> work) {
        if (closed) {
            return new PlaceOutcome.Refused(
                    Refusals.of(RefusalCode.STOPPING, "K2 is stopping and takes no more orders"));
        }
        if (!room.tryAcquire()) {
            return new PlaceOutcome.Refused(
                    Refusals.limit(
                            RefusalCode.TOO_BUSY,
                            "orders_in_flight",
                            roomMax,
                            roomMax + 1,
                            "too many orders are on their way at once"));
        }
        try {
            return work.get();
        } finally {
            room.release();
        }
    }

    int count() {
        return flying.size();
    }

    void close() {
        closed = true;
    }
}
