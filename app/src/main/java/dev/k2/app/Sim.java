package dev.k2.app;

import dev.k2.platform.K2Clock;
import dev.k2.platform.LogLevel;
import dev.k2.platform.Logs;
import dev.k2.platform.StartFailure;
import dev.k2.sim.SimConfig;
import dev.k2.sim.SimulatedExchanges;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code sim}: the simulated exchanges alone, until it is stopped. */
@Command(
        name = "sim",
        description = "Runs the simulated exchanges alone.",
        mixinStandardHelpOptions = true)
final class Sim implements Callable<Integer> {
    private static final long SEED = 20_26L;

    @Option(
            names = "--port-base",
            defaultValue = "9100",
            description =
                    "admin port; the exchanges follow, and are named at the start (default:"
                            + " 9100)")
    private int portBase;

    @Option(names = "--replay", description = "serve the recordings in this folder")
    private @Nullable Path replay;

    @Option(names = "--state", description = "keep accounts and orders in this folder")
    private @Nullable Path state;

    @Option(names = "--seed", description = "what the market's chance follows from")
    private long seed = SEED;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Logs.configure(LogLevel.WARN, Optional.empty());
        if (replay != null && !Files.isDirectory(Folders.asTyped(replay))) {
            throw new StartFailure(
                    "The folder of recordings " + replay + " does not exist.",
                    "Name a folder that holds recordings with --replay.");
        }
        SimulatedExchanges exchanges =
                Venues.simulate(
                        new SimConfig(
                                "127.0.0.1",
                                portBase,
                                seed,
                                K2Clock.system(),
                                state == null ? null : Folders.asTyped(state),
                                replay == null ? null : Folders.asTyped(replay)));
        Stopping.untilStopped(exchanges::close, () -> sayReady(exchanges));
        return 0;
    }

    private void sayReady(SimulatedExchanges exchanges) {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        out.println("Simulated exchanges are ready: " + exchanges.ports());
        out.println("Keys and faults: http://localhost:" + exchanges.adminPort() + "/");
        out.flush();
    }
}
