package dev.k2.sim;

import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * How the simulated exchanges shall run.
 *
 * @param host the address to listen on
 * @param portBase the port of the administration; the exchanges follow at their places. 0 for any free ports
 * @param seed what all random numbers follow from
 * @param stateDir where accounts, orders and trades are kept, or null to forget everything at the end
 * @param replayDir recordings to serve in place of generated markets, or null
 */
public record SimConfig(
        String host,
        int portBase,
        long seed,
        InstantSource clock,
        @Nullable Path stateDir,
        @Nullable Path replayDir) {

    private static final int PORTS = 16;

    public SimConfig {
        if (portBase < 0 || portBase > 65_535 - PORTS) {
            throw new IllegalArgumentException("the port base must be 0 to " + (65_535 - PORTS));
        }
    }

    /** On this machine only, on any free ports, forgetting everything at the end. */
    public static SimConfig inMemory(InstantSource clock, long seed) {
        return new SimConfig("127.0.0.1", 0, seed, clock, null, null);
    }
}
