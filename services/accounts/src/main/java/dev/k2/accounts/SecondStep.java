package dev.k2.accounts;

import java.time.Duration;

/** What became of the second step of a login. */
public sealed interface SecondStep {
    /** Come in; the session is a new one. */
    record LoggedIn(User user, Tokens tokens) implements SecondStep {}

    /** The code is wrong or was used. The challenge goes on, for a few more. */
    record Wrong() implements SecondStep {}

    /** The challenge is over, or was never given to this program: begin anew. */
    record Ended() implements SecondStep {}

    /** Too many failures; try again after this long. */
    record Throttled(Duration retryAfter) implements SecondStep {}
}
