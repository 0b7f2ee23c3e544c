package dev.k2.trading;

import java.time.Instant;
import java.util.Optional;

/**
 * Whether a user's trading is stopped.
 *
 * @param since when it last changed; empty where it never did
 * @param reason why it is on
 */
public record KillSwitch(boolean on, Optional<Instant> since, Optional<String> reason) {
    /** Never touched. */
    public static final KillSwitch OFF = new KillSwitch(false, Optional.empty(), Optional.empty());
}
