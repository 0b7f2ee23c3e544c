package dev.k2.exchange.net;

import java.time.Duration;
import java.util.Optional;

/** What an exchange's answer says about the calls that follow. */
public sealed interface Lesson {
    /** Nothing. */
    record None() implements Lesson {}

    /** Our timestamp was not accepted: the exchange's time is measured anew. */
    record WrongClock() implements Lesson {}

    /**
     * This address is to say nothing for a while.
     *
     * @param wanted for how long, where the exchange or its documents say so
     */
    record KeepSilent(Optional<Duration> wanted) implements Lesson {}

    /**
     * One window is used up, whatever we counted; other calls go on.
     *
     * @param named for how long at least, where the exchange says so; zero where it does not
     */
    record UsedUp(TokenBucket window, Duration named) implements Lesson {
        /** Until the window ends. */
        public UsedUp(TokenBucket window) {
            this(window, Duration.ZERO);
        }
    }
}
