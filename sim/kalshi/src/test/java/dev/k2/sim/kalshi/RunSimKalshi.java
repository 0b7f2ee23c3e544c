package dev.k2.sim.kalshi;

import dev.k2.sim.SimConfig;
import dev.k2.sim.SimulatedExchanges;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** Runs the simulated Kalshi by hand: first argument the port base, then a state directory, then recordings. */
final class RunSimKalshi {
    private RunSimKalshi() {}

    public static void main(String[] args) throws InterruptedException {
        SimConfig config =
                new SimConfig(
                        "127.0.0.1",
                        args.length > 0 ? Integer.parseInt(args[0]) : 9100,
                        1,
                        InstantSource.system(),
                        args.length > 1 && !args[1].isEmpty() ? Path.of(args[1]) : null,
                        args.length > 2 ? Path.of(args[2]) : null);
        SimulatedExchanges sim = SimulatedExchanges.start(config, List.of(new SimKalshi()));
        Runtime.getRuntime().addShutdownHook(new Thread(sim::close));
        System.out.println("Simulated exchanges are ready " + sim.ports());
        Thread.currentThread().join();
    }
}
