package dev.k2.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/** How much memory a connection takes that is open, has subscribed to ten things and is told them. */
final class ConnectionsBench {
    private static final int READERS = 5_000;
    private static final int INSTRUMENTS = 10;
    private static final int RECEIVE_BYTES = 16 * 1024;
    private static final long REST_NANOS = 500_000;
    private static final int BURSTS = 20;
    private static final long PAUSE_MICROS = 200_000;

    private ConnectionsBench() {}

    static int run(String[] arguments, PrintStream out, PrintStream problems) {
        if (arguments.length > 0) {
            problems.println("bench connections takes no words.");
            return 2;
        }
        try {
            measure(READERS, out);
            return 0;
        } catch (IOException failed) {
            problems.println("The benchmark failed: " + failed.getMessage());
            return 1;
        }
    }

    static void measure(int readers, PrintStream out) throws IOException {
        long files = fileLimit();
        if (files < readers + 100L) {
            throw new IOException(
                    "a process may have "
                            + files
                            + " files here; raise the hard limit of ulimit -n");
        }
        try (FanProcess server = FanProcess.start(FanHost.Kind.K2_USUAL)) {
            // Code and classes that the first readers bring are not the others'.
            tellAll(server, Math.min(100, readers)).close();
            long heapBefore = server.heapBytes();
            long residentBefore = server.residentBytes();
            try (Crowd crowd = tellAll(server, readers)) {
                long resident = server.residentBytes() - residentBefore;
                long heap = server.heapBytes() - heapBefore;
                out.printf(
                        Locale.ROOT,
                        "connections %d open, %d messages told to each; files: %d allowed%n",
                        readers,
                        crowd.messages() / readers,
                        files);
                out.printf(
                        Locale.ROOT,
                        "connections: %s KiB of heap each after a collection, %s KiB of resident"
                                + " memory each before one%n",
                        kib(heap, readers),
                        kib(resident, readers));
            }
        }
    }

    /** Readers that have been told every trade of some seconds. */
    private static Crowd tellAll(FanProcess server, int readers) throws IOException {
        var crowd = new Crowd(server.port(), readers, RECEIVE_BYTES, REST_NANOS);
        crowd.say(Print.subscription("trades", 0, INSTRUMENTS));
        crowd.readUntil("all subscribed", () -> crowd.allHeard(1));
        server.tell(0, INSTRUMENTS, BURSTS, PAUSE_MICROS);
        crowd.readUntil(
                "all were told", () -> crowd.messages() >= readers * (1L + INSTRUMENTS * BURSTS));
        var _ = server.told();
        return crowd;
    }

    private static long fileLimit() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }

    private static String kib(long bytes, int readers) {
        return Figure.thousandths(bytes * 1000 / 1024 / readers, 1);
    }
}
