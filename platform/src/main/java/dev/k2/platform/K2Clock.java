package dev.k2.platform;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * The only reader of the machine's clock. Everything else is handed an {@link InstantSource}.
 *
 * <p>Instants come in whole microseconds, which is what PostgreSQL keeps: a time that was stored and read back equals the one
 * that was handed out.
 */
public final class K2Clock {
    private K2Clock() {}

    /** The wall clock of this machine. */
    public static InstantSource system() {
        return () -> Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
