package dev.k2.trading;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The proof that an exchange does not have an order: it said so often enough, over enough time in
 * which it could be asked. Time in which it did not answer proves nothing.
 *
 * @param count how often it said so
 * @param absent for how long it said so, without the silences
 * @param reachable for how long it answered anything at all
 * @param lastAbsent when it said so last, with no other word since
 * @param lastAnswer when it answered last, with no silence since
 */
record Absence(
        int count,
        Duration absent,
        Duration reachable,
        Optional<Instant> lastAbsent,
        Optional<Instant> lastAnswer) {
    static final Absence NONE =
            new Absence(0, Duration.ZERO, Duration.ZERO, Optional.empty(), Optional.empty());

    /** The exchange said that it does not know the order, everywhere that it was asked. */
    Absence absent(Instant now) {
        return new Absence(
                count + 1,
                absent.plus(since(lastAbsent, now)),
                reachable.plus(since(lastAnswer, now)),
                Optional.of(now),
                Optional.of(now));
    }

    /** The exchange answered, and the answer says nothing about the order. */
    Absence unclear(Instant now) {
        return new Absence(
                count,
                absent,
                reachable.plus(since(lastAnswer, now)),
                Optional.empty(),
                Optional.of(now));
    }

    /** The exchange did not answer. */
    Absence silent() {
        return new Absence(count, absent, reachable, Optional.empty(), Optional.empty());
    }

    boolean isProof(int countMin, Duration spanMin) {
        return count >= countMin && absent.compareTo(spanMin) >= 0;
    }

    private static Duration since(Optional<Instant> before, Instant now) {
        return before.map(at -> Duration.between(at, now)).orElse(Duration.ZERO);
    }
}
