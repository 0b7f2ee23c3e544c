package dev.k2.app;

import dev.k2.platform.DataDirectory;
import dev.k2.platform.K2Settings;
import dev.k2.platform.Settings;
import dev.k2.platform.StartFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code doctor}: what would keep {@code up} from starting, and what to do. */
@Command(
        name = "doctor",
        description = "Says what is missing, and what to do.",
        mixinStandardHelpOptions = true)
final class Doctor implements Callable<Integer> {
    @Spec private @Nullable CommandSpec spec;
    private boolean ill;

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getErr();
        K2Settings settings;
        try {
            Settings found = K2Settings.load(System.getenv(), Map.of());
            settings = AppSettings.from(found).k2();
            found.check();
        } catch (StartFailure wrong) {
            out.println("wrong " + wrong.sentence());
            return 1;
        }
        out.println("ok    settings, mode " + settings.mode());
        checkData(out, settings);
        checkPort(out, settings.port());
        out.println(ill ? "K2 would not start." : "K2 can start: ./k2 up");
        out.flush();
        return ill ? 1 : 0;
    }

    private void checkData(PrintWriter out, K2Settings settings) {
        try (DataDirectory data = DataDirectory.open(settings.data())) {
            out.println("ok    data directory " + data.path());
        } catch (StartFailure wrong) {
            ill = true;
            out.println("wrong " + wrong.sentence());
        }
    }

    private void checkPort(PrintWriter out, int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            out.println("ok    port " + port);
        } catch (IOException taken) {
            ill = true;
            out.println(
                    "wrong Port " + port + " is in use. Choose another with --port or K2_PORT.");
        }
    }
}
