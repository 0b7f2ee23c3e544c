package dev.k2.bench;

import java.io.PrintStream;
import java.util.Arrays;

/** The door: runs the benchmark that the first argument names. */
public final class Bench {
    private static final String NAMES =
            "parse, book, feed, sign, reconnect, orders, candles, fanout, slow, connections";

    private Bench() {}

    public static void main(String[] arguments) {
        int status = run(arguments, System.out, System.err);
        if (status != 0) {
            System.exit(status);
        }
    }

    static int run(String[] arguments, PrintStream out, PrintStream problems) {
        if (arguments.length == 0) {
            problems.println("Say which benchmark: " + NAMES + ".");
            return 2;
        }
        String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
        return switch (arguments[0]) {
            case "parse" -> ParseBench.run(rest, out, problems);
            case "sign" -> SignBench.run(rest, out, problems);
            case "feed" -> FeedBench.run(rest, out, problems);
            case "reconnect" -> ReconnectBench.run(rest, out, problems);
            case "orders" -> OrdersBench.run(rest, out, problems);
            case "candles" -> CandlesBench.run(rest, out, problems);
            case "fanout" -> FanoutBench.run(rest, out, problems);
            case "slow" -> SlowBench.run(rest, out, problems);
            case "connections" -> ConnectionsBench.run(rest, out, problems);
            case "book" -> BookBench.run(rest, out, problems);
            default -> {
                problems.println(
                        "There is no benchmark " + arguments[0] + "; there is: " + NAMES + ".");
                yield 2;
            }
        };
    }
}
