package dev.k2.signals;

import java.util.Optional;

/** The three headers that a signed signal carries; all empty for any other. */
public record SignalHeaders(
        Optional<String> id, Optional<String> timestamp, Optional<String> signature) {
    /** A signal that is not signed. */
    public static final SignalHeaders NONE =
            new SignalHeaders(Optional.empty(), Optional.empty(), Optional.empty());
}
