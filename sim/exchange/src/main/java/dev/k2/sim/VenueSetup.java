package dev.k2.sim;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What an exchange is given to open.
 *
 * @param port 0 for any free one
 * @param stateDir where it keeps its state, or null to forget everything
 * @param replayDir recordings to serve in place of a market of its own, or null
 */
public record VenueSetup(
        Vertx vertx,
        Context context,
        String host,
        int port,
        InstantSource clock,
        long seed,
        FaultTable faults,
        @Nullable Path stateDir,
        @Nullable Path replayDir) {

    /** What runs work later: a clock that does so itself, such as {@link VirtualTime}, or the loop. */
    public Scheduler scheduler() {
        return clock instanceof Scheduler own ? own : new LoopScheduler(vertx, context);
    }
}
