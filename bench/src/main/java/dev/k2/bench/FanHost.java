package dev.k2.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The main of a process with one server in it, so that the CPU and the memory of the process are the
 * server's. It says its port, and then obeys lines until there are no more.
 *
 * <p>{@code tell FROM TO BURSTS PAUSE_MICROS CENTS} has each of those instruments traded once in every
 * burst, at about that price, and says when all was told; {@code cpu} asks for nanoseconds of the process, {@code heap}
 * for bytes that are left after a collection.
 */
final class FanHost {
    private static final com.sun.management.OperatingSystemMXBean PROCESS =
            (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final Duration PATIENT = Duration.ofMinutes(10);

    private FanHost() {}

    /** What serves. */
    enum Kind {
        /** K2 that keeps those who read nothing for as long as a benchmark takes. */
        K2("K2"),
        /** K2 as it is delivered. */
        K2_USUAL("K2"),
        VERTX("Vert.x 5"),
        VERTX_QUEUE("a queue per connection"),
        JETTY("Jetty 12"),
        TOMCAT("Tomcat 11");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    public static void main(String[] arguments) throws Exception {
        PrintStream out = System.out;
        try (FanServer server = open(Kind.valueOf(arguments[0]));
                BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            out.println("port " + server.port());
            obey(server, in, out);
        }
        // Whatever threads a server leaves behind do not keep the process.
        System.exit(0);
    }

    private static FanServer open(Kind kind) throws Exception {
        return switch (kind) {
            case K2 -> new K2Fan(PATIENT);
            case K2_USUAL -> new K2Fan(dev.k2.gateway.GatewayConfig.Limits.usual().slowReaderMax());
            case VERTX -> VertxFan.writing();
            case VERTX_QUEUE -> VertxFan.queueing();
            case JETTY -> new JettyFan();
            case TOMCAT -> new TomcatFan();
        };
    }

    private static void obey(FanServer server, BufferedReader in, PrintStream out)
            throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "tell" ->
                        out.println(
                                "told "
                                        + tell(
                                                server,
                                                Integer.parseInt(words[1]),
                                                Integer.parseInt(words[2]),
                                                Integer.parseInt(words[3]),
                                                1000 * Long.parseLong(words[4]),
                                                Long.parseLong(words[5])));
                case "cpu" -> out.println("cpu " + PROCESS.getProcessCpuTime());
                case "heap" -> out.println("heap " + heap());
                default -> throw new IllegalArgumentException("unknown: " + line);
            }
        }
    }

    private static long tell(
            FanServer server, int from, int to, int bursts, long pauseNanos, long cents) {
        long next = System.nanoTime();
        for (int burst = 0; burst < bursts; burst++) {
            for (int index = from; index < to; index++) {
                server.tell(new Print(index, System.nanoTime(), cents + 10L * (burst % 100)));
            }
            next += pauseNanos;
            for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
        return (long) bursts * (to - from);
    }

    private static long heap() {
        // The second one collects what the first one's finalisation left.
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
