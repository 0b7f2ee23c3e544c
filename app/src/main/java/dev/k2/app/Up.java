package dev.k2.app;

import dev.k2.platform.DataDirectory;
import dev.k2.platform.K2Settings;
import dev.k2.platform.Lifecycle;
import dev.k2.platform.Logs;
import dev.k2.platform.Mode;
import dev.k2.platform.Settings;
import dev.k2.platform.StartFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code up}: everything, until it is stopped. */
@Command(
        name = "up",
        description = "Starts everything; Ctrl-C stops it.",
        mixinStandardHelpOptions = true)
final class Up implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(Up.class);

    @Option(names = "--port", description = "where the web app and the API are (default: 8080)")
    private @Nullable Integer port;

    @Option(names = "--data", description = "where the data lies (default: ~/.k2/data)")
    private @Nullable Path data;

    @Option(names = "--config", description = "a settings file (default: ~/.k2/k2.yaml)")
    private @Nullable Path config;

    @Option(names = "--web", description = "the built web app")
    private @Nullable Path web;

    @Option(
            names = "--sim-port-base",
            description = "first port of the simulated exchanges, 0 for free ones (default: 9100)")
    private @Nullable Integer simPortBase;

    @Option(names = "--tls-cert", description = "a certificate with its chain in PEM: serve by TLS")
    private @Nullable Path tlsCert;

    @Option(names = "--tls-key", description = "the private key of the certificate in PEM")
    private @Nullable Path tlsKey;

    @Option(names = "--external-sim", description = "use simulated exchanges that already run")
    private boolean externalSim;

    @Option(names = "--fresh", description = "forget all data first")
    private boolean fresh;

    @Option(names = "--open", description = "open the browser")
    private boolean open;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Settings found = K2Settings.load(System.getenv(), flags());
        AppSettings all = AppSettings.from(found);
        found.check();
        K2Settings settings = all.k2();
        if (settings.mode() == Mode.LIVE) {
            throw new StartFailure(
                    "Mode live does not start: this K2 was tried in simulation only, never with the"
                            + " exchanges themselves.",
                    "Use mode paper for the exchanges' test networks, or mode sim.");
        }
        if (settings.mode() == Mode.PAPER && externalSim) {
            throw new StartFailure(
                    "Mode paper knows no simulated exchanges.", "Leave out --external-sim.");
        }
        Logs.configure(settings.logLevel(), settings.logFile());
        Lifecycle lifecycle = new Lifecycle();
        Program program = start(lifecycle, all);
        Stopping.untilStopped(() -> stop(lifecycle), () -> sayReady(program, all));
        return 0;
    }

    private Map<String, String> flags() {
        Map<String, String> flags = new HashMap<>();
        put(flags, "port", port);
        put(flags, "data", data == null ? null : Folders.asTyped(data));
        put(flags, "config", config == null ? null : Folders.asTyped(config));
        put(flags, "sim.port-base", simPortBase);
        put(flags, "tls.cert", tlsCert == null ? null : Folders.asTyped(tlsCert));
        put(flags, "tls.key", tlsKey == null ? null : Folders.asTyped(tlsKey));
        put(
                flags,
                "web",
                web == null ? Folders.root().resolve("clients/web/dist") : Folders.asTyped(web));
        return flags;
    }

    private static void put(Map<String, String> flags, String key, @Nullable Object value) {
        if (value != null) {
            flags.put(key, value.toString());
        }
    }

    /** A stop that comes while parts start has to stop those that did. */
    private Program start(Lifecycle lifecycle, AppSettings settings) throws InterruptedException {
        Thread early = new Thread(() -> stop(lifecycle), "k2-early-stop");
        Runtime.getRuntime().addShutdownHook(early);
        DataDirectory directory =
                lifecycle.start(
                        "data directory",
                        Program.SOON,
                        () -> DataDirectory.open(settings.k2().data()),
                        DataDirectory::close);
        if (fresh) {
            directory.erase();
        }
        Program program = Program.start(lifecycle, settings, directory, externalSim);
        Runtime.getRuntime().removeShutdownHook(early);
        return program;
    }

    private static void stop(Lifecycle lifecycle) {
        List<String> overruns = lifecycle.stop();
        for (String late : overruns) {
            LOG.atWarn().addKeyValue("part", late).log("stopped too slowly");
        }
    }

    private void sayReady(Program program, AppSettings settings) {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        String scheme = settings.edge().tls().isPresent() ? "https" : "http";
        String address = scheme + "://localhost:" + program.port();
        out.println("K2 is ready at " + address);
        program.demo()
                .ifPresentOrElse(
                        demo -> {
                            out.println("Demo user: " + demo.email());
                            out.println("Demo password: " + demo.password().reveal());
                        },
                        () -> out.println("Test networks: " + settings.paper().names()));
        out.flush();
        if (open) {
            openBrowser(address);
        }
    }

    private static void openBrowser(String address) {
        String opener = System.getProperty("os.name").startsWith("Mac") ? "open" : "xdg-open";
        try {
            new ProcessBuilder(opener, address)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException missing) {
            LOG.atWarn().addKeyValue("address", address).log("no browser could be opened");
        }
    }
}
