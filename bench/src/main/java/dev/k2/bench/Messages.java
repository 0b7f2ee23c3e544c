package dev.k2.bench;

import dev.k2.model.BookLevel;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Messages of one kind for BTCUSDT as Binance sends them, from a seed. Numbers of updates follow
 * each other over all batches, because a reader drops what it has seen.
 */
final class Messages {
    private static final long FIRST_NUMBER = 50_000_000_000L;
    private static final int MIDDLE_CENTS = 6_495_000;
    private static final int SNAPSHOT_LEVELS = 1_000;

    private final Kind kind;
    private final SplittableRandom random;
    private long number = FIRST_NUMBER;

    Messages(Kind kind, long seed) {
        this.kind = kind;
        random = new SplittableRandom(seed);
    }

    /** The number that the first change of the book follows. */
    static long snapshotNumber() {
        return FIRST_NUMBER;
    }

    /**
     * One side of the book in front of all changes, best first, as deep as the exchange's own
     * snapshots.
     *
     * @param direction -1 for bids, 1 for asks
     */
    static List<BookLevel> snapshot(int direction) {
        return IntStream.rangeClosed(1, SNAPSHOT_LEVELS)
                .mapToObj(
                        n ->
                                new BookLevel(
                                        BigDecimal.valueOf(MIDDLE_CENTS + direction * 4L * n, 2),
                                        BigDecimal.valueOf(10_000 + n, 5)))
                .toList();
    }

    /** The next messages. */
    List<byte[]> batch(int count) {
        List<byte[]> batch = new ArrayList<>(count);
        for (int n = 0; n < count; n++) {
            batch.add(next().getBytes(StandardCharsets.US_ASCII));
        }
        return batch;
    }

    private String next() {
        return switch (kind) {
            case QUOTE -> quote();
            case TRADE -> trade();
            case AGGREGATE_TRADE -> aggregate();
            case DEPTH_10, DEPTH_100 -> depth(kind.levelsPerSide());
        };
    }

    private String quote() {
        int bid = MIDDLE_CENTS - random.nextInt(5000);
        return "{\"stream\":\"btcusdt@bookTicker\",\"data\":{\"u\":%d,\"s\":\"BTCUSDT\",\"b\":\"%s\",\"B\":\"%s\",\"a\":\"%s\",\"A\":\"%s\"}}"
                .formatted(++number, price(bid), quantity(), price(bid + 1), quantity());
    }

    private String trade() {
        long millis = 1_700_000_000_000L + number % 1_000_000_000L;
        return "{\"stream\":\"btcusdt@trade\",\"data\":{\"e\":\"trade\",\"E\":%d,\"s\":\"BTCUSDT\",\"t\":%d,\"p\":\"%s\",\"q\":\"%s\",\"T\":%d,\"m\":%s,\"M\":true}}"
                .formatted(
                        millis,
                        ++number,
                        price(MIDDLE_CENTS - random.nextInt(5000)),
                        quantity(),
                        millis - 1,
                        random.nextBoolean());
    }

    private String aggregate() {
        long millis = 1_700_000_000_000L + number % 1_000_000_000L;
        long trade = 6_000_000_000L + 2 * (number - FIRST_NUMBER);
        return "{\"stream\":\"btcusdt@aggTrade\",\"data\":{\"e\":\"aggTrade\",\"E\":%d,\"s\":\"BTCUSDT\",\"a\":%d,\"p\":\"%s\",\"q\":\"%s\",\"f\":%d,\"l\":%d,\"T\":%d,\"m\":%s,\"M\":true}}"
                .formatted(
                        millis,
                        ++number,
                        price(MIDDLE_CENTS - random.nextInt(5000)),
                        quantity(),
                        trade,
                        trade + 1,
                        millis - 1,
                        random.nextBoolean());
    }

    private String depth(int levels) {
        long first = number + 1;
        number += 1 + random.nextInt(20);
        return "{\"stream\":\"btcusdt@depth@100ms\",\"data\":{\"e\":\"depthUpdate\",\"E\":%d,\"s\":\"BTCUSDT\",\"U\":%d,\"u\":%d,\"b\":[%s],\"a\":[%s]}}"
                .formatted(
                        1_700_000_000_000L + number % 1_000_000_000L,
                        first,
                        number,
                        side(levels, -1),
                        side(levels, 1));
    }

    /** Prices stand in order, near the middle mostly; one in five is removed. */
    private String side(int levels, int direction) {
        var text = new StringBuilder();
        int away = 0;
        for (int n = 0; n < levels; n++) {
            away += 1 + random.nextInt(8);
            text.append(n == 0 ? "[\"" : ",[\"")
                    .append(price(MIDDLE_CENTS + direction * away))
                    .append("\",\"")
                    .append(random.nextInt(5) == 0 ? "0.00000000" : quantity())
                    .append("\"]");
        }
        return text.toString();
    }

    private static String price(int cents) {
        return cents / 100 + "." + digits(cents % 100, 2) + "000000";
    }

    private String quantity() {
        return random.nextInt(30) + "." + digits(1 + random.nextInt(99_999), 5) + "000";
    }

    private static String digits(int number, int length) {
        String digits = Integer.toString(number);
        return "0".repeat(length - digits.length()) + digits;
    }
}
