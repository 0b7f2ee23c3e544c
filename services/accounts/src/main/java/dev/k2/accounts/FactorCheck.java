package dev.k2.accounts;

import java.time.Duration;

/** What a second factor that was shown is worth. */
sealed interface FactorCheck {
    record Right() implements FactorCheck {}

    /** Wrong, used before, or there is no such factor. */
    record Wrong() implements FactorCheck {}

    /** Too many wrong ones; even a right one is not looked at before this has passed. */
    record Locked(Duration left) implements FactorCheck {}
}
