package dev.k2.e2e;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;

/** What came over a live connection, kept in order, on whatever thread it came. */
final class Heard<T> {
    private static final int KEPT_MAX = 100_000;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final List<T> all = new CopyOnWriteArrayList<>();

    void add(T one) {
        if (all.size() < KEPT_MAX) {
            all.add(one);
        }
    }

    List<T> all() {
        return List.copyOf(all);
    }

    /** Whether anything as wanted comes within a while. */
    boolean hears(Duration limit, Predicate<? super T> wanted) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < limit.toNanos()) {
            if (all.stream().anyMatch(wanted)) {
                return true;
            }
            LockSupport.parkNanos(10_000_000);
        }
        return false;
    }

    /** The first that is as wanted, waited for. */
    T first(String what, Predicate<? super T> wanted) {
        return Until.present(
                LIMIT,
                () -> what + ", heard " + all.size() + ", last " + last(),
                () -> all.stream().filter(wanted).findFirst());
    }

    /** The first that something can be made of, waited for. */
    <R> R made(String what, Function<List<T>, Optional<R>> maker) {
        return Until.present(
                LIMIT,
                () -> what + ", heard " + all.size() + ", last " + last(),
                () -> maker.apply(all()));
    }

    private String last() {
        return all.isEmpty() ? "nothing" : String.valueOf(all.getLast());
    }
}
