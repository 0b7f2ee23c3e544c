package dev.k2.bench;

import com.sun.management.OperatingSystemMXBean;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What K2 adds to an order's way to the exchange, beside one durable commit; and how many orders a
 * second it takes, beside the plainest server on the same parts. Time on the wall, because waiting
 * for a disk costs no CPU.
 */
final class OrdersBench {
    private static final int[] CALLERS = {32, 128};
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private OrdersBench() {}

    /**
     * How much is measured.
     *
     * @param warmUp orders of each contestant before anything counts
     * @param rounds of which the best counts
     * @param alone orders one after the other in a round
     * @param together orders side by side in a round
     */
    record Size(int warmUp, int rounds, int alone, int together) {
        static final Size USUAL = new Size(20_000, 5, 500, 6_000);
    }

    static int run(String[] arguments, PrintStream out, PrintStream problems) {
        if (arguments.length > 0) {
            problems.println("bench orders takes no words.");
            return 2;
        }
        try {
            measure(Size.USUAL, out);
            return 0;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return 1;
        } catch (Exception failed) {
            problems.println("The benchmark failed: " + failed);
            return 1;
        }
    }

    static void measure(Size size, PrintStream out) throws Exception {
        try (OrderHall hall = new OrderHall()) {
            added(hall, size, out);
            for (int callers : CALLERS) {
                together(hall, size, callers, out);
            }
        }
    }

    /** One way to place an order. */
    private interface Way {
        void place() throws IOException, SQLException;
    }

    /**
     * One after the other: the commit alone, the exchange alone, K2 with both, and the plainest
     * server with both, which nothing can come below.
     */
    private static void added(OrderHall hall, Size size, PrintStream out)
            throws IOException, SQLException {
        var body = new JsonObject(hall.body());
        var number = new AtomicLong();
        try (PostCaller k2 = hall.k2();
                PostCaller sending = hall.sending()) {
            List<Way> ways =
                    List.of(
                            () ->
                                    PlainServer.insert(
                                            hall.database(),
                                            body.put(
                                                    "client_order_id",
                                                    "alone-" + number.incrementAndGet())),
                            hall::sendAlone,
                            () -> k2.post(hall.body()),
                            () -> sending.post(hall.body()));
            List<long[]> best = new ArrayList<>();
            for (Way way : ways) {
                sorted(way, size.warmUp() / 2);
                best.add(new long[0]);
            }
            hall.analyze();
            for (Way way : ways) {
                sorted(way, size.warmUp() / 2);
            }
            for (int round = 0; round < size.rounds(); round++) {
                for (int i = 0; i < ways.size(); i++) {
                    long[] nanos = sorted(ways.get(i), size.alone());
                    if (round == 0 || middle(nanos) < middle(best.get(i))) {
                        best.set(i, nanos);
                    }
                }
            }
            print("one durable INSERT", best.get(0), out);
            print("the exchange alone", best.get(1), out);
            print("K2 with both", best.get(2), out);
            print("INSERT, then the exchange", best.get(3), out);
            long[] commit = best.get(0);
            long[] exchange = best.get(1);
            compare("INSERT, then the exchange", best.get(3), exchange, commit, out);
            compare("K2", best.get(2), exchange, commit, out);
        }
    }

    /** What a server adds to the exchange's call, in commits. */
    private static void compare(
            String who, long[] both, long[] exchange, long[] commit, PrintStream out) {
        long added = middle(both) - middle(exchange);
        long late = late(both) - late(exchange);
        out.printf(
                Locale.ROOT,
                "orders: %s adds %s us at p50 and %s us at p99 to the exchange's call, %s x one"
                        + " durable INSERT%n",
                who,
                micros(added),
                micros(late),
                Figure.thousandths(added * 1000 / middle(commit), 2));
    }

    /** What each of so many took, in nanoseconds, shortest first. */
    private static long[] sorted(Way way, int count) throws IOException, SQLException {
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            long from = System.nanoTime();
            way.place();
            nanos[i] = System.nanoTime() - from;
        }
        Arrays.sort(nanos);
        return nanos;
    }

    private static long middle(long[] sorted) {
        return sorted[sorted.length / 2];
    }

    private static long late(long[] sorted) {
        return sorted[sorted.length * 99 / 100];
    }

    private static String micros(long nanos) {
        return Figure.thousandths(nanos, 0);
    }

    private static void print(String what, long[] nanos, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "orders %-28s p50 %s us, p99 %s us%n",
                what,
                micros(middle(nanos)),
                micros(late(nanos)));
    }

    /** Opens a caller's connection. */
    private interface Door {
        PostCaller open() throws IOException;
    }

    private record Pace(long perSecond, long cpuMicros) {}

    /** Many at once: K2, the server that inserts, and the server that inserts and sends. */
    private static void together(OrderHall hall, Size size, int callers, PrintStream out)
            throws InterruptedException, ExecutionException, IOException {
        List<String> names = List.of("K2", "INSERT per request", "INSERT, then the exchange");
        List<Door> doors = List.of(hall::k2, hall::plain, hall::sending);
        List<Pace> best = new ArrayList<>();
        for (Door door : doors) {
            best.add(pace(hall, door, callers, size.warmUp()));
        }
        for (int round = 0; round < size.rounds(); round++) {
            for (int i = 0; i < doors.size(); i++) {
                Pace pace = pace(hall, doors.get(i), callers, size.together());
                if (round == 0 || pace.perSecond() > best.get(i).perSecond()) {
                    best.set(i, pace);
                }
            }
        }
        for (int i = 0; i < names.size(); i++) {
            out.printf(
                    Locale.ROOT,
                    "orders %-28s %d callers: %d a second, %d us CPU each%n",
                    names.get(i),
                    callers,
                    best.get(i).perSecond(),
                    best.get(i).cpuMicros());
        }
        long k2 = best.getFirst().perSecond();
        out.printf(
                Locale.ROOT,
                "orders: with %d callers K2 takes %s x the orders of INSERT per request, %s x those"
                        + " of INSERT, then the exchange%n",
                callers,
                Figure.thousandths(k2 * 1000 / best.get(1).perSecond(), 2),
                Figure.thousandths(k2 * 1000 / best.get(2).perSecond(), 2));
    }

    private static Pace pace(OrderHall hall, Door door, int callers, int count)
            throws InterruptedException, ExecutionException, IOException {
        List<PostCaller> open = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < callers; i++) {
                open.add(door.open());
            }
            var left = new AtomicLong(count);
            long cpu = PROCESS.getProcessCpuTime();
            long from = System.nanoTime();
            List<Future<?>> ends = new ArrayList<>();
            for (PostCaller caller : open) {
                ends.add(
                        threads.submit(
                                () -> {
                                    while (left.getAndDecrement() > 0) {
                                        caller.post(hall.body());
                                    }
                                    return true;
                                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
            long nanos = System.nanoTime() - from;
            long spent = PROCESS.getProcessCpuTime() - cpu;
            return new Pace(count * 1_000_000_000L / nanos, spent / count / 1000);
        } finally {
            for (PostCaller caller : open) {
                caller.close();
            }
        }
    }
}
