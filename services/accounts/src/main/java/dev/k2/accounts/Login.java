package dev.k2.accounts;

import java.time.Duration;

/** What became of a login. */
public sealed interface Login {
    /** Come in. */
    record LoggedIn(User user, Tokens tokens) implements Login {}

    /** No such user, or another password: which of them is not said. */
    record WrongCredentials() implements Login {}

    /** Too many failures for this account or from this address; try again after this long. */
    record Throttled(Duration retryAfter) implements Login {}
}
