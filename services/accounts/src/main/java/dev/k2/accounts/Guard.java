package dev.k2.accounts;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Slows down whoever fails to show who they are, by account and by address. Attempts at one account come one at a time, so that
 * many at once do not slip past the count.
 */
final class Guard {
    private static final int STRIPES = 64;
    private static final int MOST_KEYS = 20_000;

    private final Throttle byAccount;
    private final Throttle byAddress;
    private final List<ReentrantLock> locks =
            IntStream.range(0, STRIPES).mapToObj(stripe -> new ReentrantLock(true)).toList();

    Guard(InstantSource clock, AccountsSettings settings) {
        byAccount =
                new Throttle(clock, settings.failuresPerAccount(), settings.window(), MOST_KEYS);
        byAddress =
                new Throttle(clock, settings.failuresPerAddress(), settings.window(), MOST_KEYS);
    }

    <T> T alone(String email, Supplier<T> work) {
        var lock = locks.get(Math.floorMod(email.hashCode(), STRIPES));
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    Optional<Duration> wait(String email) {
        return byAccount.wait(email);
    }

    Optional<Duration> wait(String email, Origin origin) {
        return wait(email).or(() -> waitFrom(origin));
    }

    Optional<Duration> waitFrom(Origin origin) {
        return byAddress.wait(origin.place());
    }

    void failed(String email) {
        byAccount.failed(email);
    }

    void failed(String email, Origin origin) {
        failed(email);
        failedFrom(origin);
    }

    /** For attempts that name no account. */
    void failedFrom(Origin origin) {
        byAddress.failed(origin.place());
    }

    void succeeded(String email) {
        byAccount.succeeded(email);
    }
}
