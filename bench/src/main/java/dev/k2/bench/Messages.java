package dev.k2.bench;

import dev.k2.model.BookLevel;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Messages of one kind for BTC/USDT as an exchange sends them, from a seed. Numbers of updates follow
 * each other over all batches, because a reader drops what it has seen.
 */
final class Messages {
    private static final long FIRST_NUMBER = 50_000_000_000L;
    private static final int MIDDLE_CENTS = 6_495_000;
    private static final int BINANCE_LEVELS = 1_000;
    private static final int OKX_LEVELS = 400;
    private static final int BYBIT_LEVELS = 50;

    /** Cents between the levels of a snapshot. */
    private static final int LEVEL_CENTS = 4;

    /** What OKX adds to a level: a number that is always 0, and how many orders stand there. */
    private static final String OKX_REST = ",\"0\",\"3\"";

    private final Kind kind;
    private final SplittableRandom random;
    private final Deltas deltas;
    private long number = FIRST_NUMBER;

    Messages(Kind kind, long seed) {
        this.kind = kind;
        random = new SplittableRandom(seed);
        deltas = new Deltas(random);
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
    static List<BookLevel> snapshot(Kind kind, int direction) {
        if (kind == Kind.KALSHI_DELTA) {
            return Deltas.snapshot(direction);
        }
        int levels =
                switch (kind) {
                    case QUOTE, TRADE, AGGREGATE_TRADE, DEPTH_10, DEPTH_100 -> BINANCE_LEVELS;
                    case OKX_BOOK -> OKX_LEVELS;
                    case BYBIT_BOOK -> BYBIT_LEVELS;
                    case KALSHI_DELTA -> Deltas.LEVELS;
                };
        return IntStream.rangeClosed(1, levels)
                .mapToObj(
                        n ->
                                new BookLevel(
                                        BigDecimal.valueOf(
                                                MIDDLE_CENTS + direction * (long) LEVEL_CENTS * n,
                                                2),
                                        BigDecimal.valueOf(10_000 + n, 5)))
                .toList();
    }

    /** Whether a connection begins with the book in front of all changes. */
    static boolean hasSnapshotMessage(Kind kind) {
        return switch (kind) {
            case OKX_BOOK, BYBIT_BOOK, KALSHI_DELTA -> true;
            case QUOTE, TRADE, AGGREGATE_TRADE, DEPTH_10, DEPTH_100 -> false;
        };
    }

    /** What a connection to OKX, Bybit or Kalshi begins with. */
    static byte[] snapshotMessage(Kind kind) {
        String text =
                switch (kind) {
                    case OKX_BOOK ->
                            okx(
                                    "snapshot",
                                    whole(kind, -1, OKX_REST),
                                    whole(kind, 1, OKX_REST),
                                    -1,
                                    FIRST_NUMBER);
                    case BYBIT_BOOK ->
                            bybit(
                                    "snapshot",
                                    whole(kind, -1, ""),
                                    whole(kind, 1, ""),
                                    FIRST_NUMBER);
                    case KALSHI_DELTA -> Deltas.snapshotMessage(FIRST_NUMBER);
                    case QUOTE, TRADE, AGGREGATE_TRADE, DEPTH_10, DEPTH_100 ->
                            throw new IllegalArgumentException("Binance sends no snapshots");
                };
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String whole(Kind kind, int direction, String rest) {
        return snapshot(kind, direction).stream()
                .map(
                        level ->
                                "[\"%s\",\"%s\"%s]"
                                        .formatted(
                                                level.price().toPlainString(),
                                                level.quantity().toPlainString(),
                                                rest))
                .collect(Collectors.joining(","));
    }

    private static String okx(String action, String bids, String asks, long previous, long number) {
        return "{\"arg\":{\"channel\":\"books\",\"instId\":\"BTC-USDT\"},\"action\":\"%s\",\"data\":[{\"asks\":[%s],\"bids\":[%s],\"ts\":\"%d\",\"checksum\":0,\"prevSeqId\":%d,\"seqId\":%d}]}"
                .formatted(action, asks, bids, millis(number), previous, number);
    }

    private static String bybit(String type, String bids, String asks, long number) {
        return "{\"topic\":\"orderbook.50.BTCUSDT\",\"type\":\"%s\",\"ts\":%d,\"data\":{\"s\":\"BTCUSDT\",\"b\":[%s],\"a\":[%s],\"u\":%d,\"seq\":%d},\"cts\":%d}"
                .formatted(
                        type, millis(number), bids, asks, number, 2 * number, millis(number) - 2);
    }

    private static long millis(long number) {
        return 1_700_000_000_000L + number % 1_000_000_000L;
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
            case OKX_BOOK -> okxBook(kind.levelsPerSide());
            case BYBIT_BOOK -> bybitBook(kind.levelsPerSide());
            case KALSHI_DELTA -> deltas.next(++number, millis(number));
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

    private String okxBook(int levels) {
        long previous = number;
        number += 1 + random.nextInt(20);
        return okx(
                "update",
                known(levels, -1, OKX_REST),
                known(levels, 1, OKX_REST),
                previous,
                number);
    }

    private String bybitBook(int levels) {
        number++;
        return bybit("delta", known(levels, -1, ""), known(levels, 1, ""), number);
    }

    /** Some of the best fifty prices that a snapshot has, best first; one in five is removed. */
    private String known(int levels, int direction, String rest) {
        var text = new StringBuilder();
        int rank = 0;
        for (int n = 0; n < levels; n++) {
            rank += 1 + random.nextInt(BYBIT_LEVELS / levels);
            text.append(n == 0 ? "[\"" : ",[\"")
                    .append(shortPrice(MIDDLE_CENTS + direction * LEVEL_CENTS * rank))
                    .append("\",\"")
                    .append(random.nextInt(5) == 0 ? "0" : shortQuantity())
                    .append('"')
                    .append(rest)
                    .append(']');
        }
        return text.toString();
    }

    private static String shortPrice(int cents) {
        return BigDecimal.valueOf(cents, 2).stripTrailingZeros().toPlainString();
    }

    private String shortQuantity() {
        return BigDecimal.valueOf(1 + random.nextInt(3_000_000), 5)
                .stripTrailingZeros()
                .toPlainString();
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
