package dev.k2.app;

import dev.k2.platform.StartFailure;
import dev.k2.sim.SimConfig;
import dev.k2.sim.SimulatedExchanges;
import dev.k2.sim.binance.SimBinance;
import dev.k2.sim.binance.SimBinanceFutures;
import java.util.List;

/** The simulated exchanges that there are, one line each. */
final class Venues {
    private Venues() {}

    static SimulatedExchanges start(SimConfig config) {
        try {
            return SimulatedExchanges.start(
                    config, List.of(new SimBinance(), new SimBinanceFutures()));
        } catch (IllegalStateException refused) {
            throw new StartFailure(
                    "The simulated exchanges do not start: " + refused.getMessage() + ".",
                    "Free their ports, or choose others with --port-base (sim) or --sim-port-base"
                            + " (up).",
                    refused);
        }
    }
}
