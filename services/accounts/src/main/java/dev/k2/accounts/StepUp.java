package dev.k2.accounts;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** What became of a confirmation. */
public sealed interface StepUp {
    /** Until then this session may do what is dangerous. */
    record Confirmed(Instant until) implements StepUp {}

    /** The proof is wrong. It counts as a failed login. */
    record Wrong() implements StepUp {}

    /** The password is not enough for this person. */
    record SecondFactorNeeded(Set<FactorMethod> methods) implements StepUp {
        /** The set is copied. */
        public SecondFactorNeeded {
            methods = Set.copyOf(methods);
        }
    }

    /** The session has ended. */
    record Ended() implements StepUp {}

    /** Too many failures; try again after this long. */
    record Throttled(Duration retryAfter) implements StepUp {}
}
