package dev.k2.accounts;

import java.time.Duration;

/** What became of a wish to be mailed something. Whether there is such a person is not said. */
public sealed interface Asking {
    /** Mail follows where there is somebody to mail to. */
    record Noted() implements Asking {}

    /** That is no address; what would be. */
    record Invalid(String expected) implements Asking {}

    /** Too many wishes from that address of the network; try again after this long. */
    record Throttled(Duration retryAfter) implements Asking {}
}
