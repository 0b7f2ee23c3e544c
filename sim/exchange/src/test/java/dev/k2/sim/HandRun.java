package dev.k2.sim;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** Runs a simulated exchange by hand until the process ends. */
public final class HandRun {
    private HandRun() {}

    /** Serves; the arguments are the port base, then a state directory, then recordings. */
    public static void of(SimVenueFactory factory, String... args) throws InterruptedException {
        SimConfig config =
                new SimConfig(
                        "127.0.0.1",
                        args.length > 0 ? Integer.parseInt(args[0]) : 9100,
                        1,
                        InstantSource.system(),
                        args.length > 1 && !args[1].isEmpty() ? Path.of(args[1]) : null,
                        args.length > 2 ? Path.of(args[2]) : null);
        SimulatedExchanges sim = SimulatedExchanges.start(config, List.of(factory));
        Runtime.getRuntime().addShutdownHook(new Thread(sim::close));
        System.out.println("Simulated exchanges are ready " + sim.ports());
        Thread.currentThread().join();
    }
}
