package dev.k2.accounts;

import java.time.Duration;

/** What became of the wish for another password. */
public sealed interface PasswordChange {
    /** It is the new one from now on. */
    record Changed() implements PasswordChange {}

    /** The old password is wrong. */
    record Wrong() implements PasswordChange {}

    /** The mailed token was used, is too old, or never was. */
    record TokenRefused() implements PasswordChange {}

    /** The new password is not acceptable; what would be. */
    record Invalid(String expected) implements PasswordChange {}

    /** Too many failures; try again after this long. */
    record Throttled(Duration retryAfter) implements PasswordChange {}
}
