package dev.k2.bench;

import dev.k2.model.BookLevel;
import java.math.BigDecimal;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Changes of a book of event contracts as Kalshi sends them: one level a message, told as the
 * difference to what was there, as bids for YES and for NO.
 */
final class Deltas {
    static final int LEVELS = 30;

    private static final int MIDDLE_CENTS = 50;
    private static final int YES = 0;
    private static final String NAMES =
            "\"market_ticker\":\"%s\",\"market_id\":\"9b0f6b43-5b68-4f9f-9f02-9a2d1b8ac1a1\""
                    .formatted(Btc.contract().symbol());

    private final SplittableRandom random;
    private final long[][] hundredths = new long[2][LEVELS + 1];

    Deltas(SplittableRandom random) {
        this.random = random;
        for (long[] side : hundredths) {
            for (int rank = 1; rank <= LEVELS; rank++) {
                side[rank] = first(rank);
            }
        }
    }

    /** One side of the book in front of all changes, in prices of YES, best first. */
    static List<BookLevel> snapshot(int direction) {
        return IntStream.rangeClosed(1, LEVELS)
                .mapToObj(
                        rank ->
                                new BookLevel(
                                        BigDecimal.valueOf(MIDDLE_CENTS + direction * rank, 2),
                                        BigDecimal.valueOf(first(rank), 2)))
                .toList();
    }

    /** The same as a message; both outcomes have equal prices here. */
    static String snapshotMessage(long number) {
        String levels =
                IntStream.rangeClosed(1, LEVELS)
                        .mapToObj(
                                rank ->
                                        "[\"%s\",\"%s\"]"
                                                .formatted(price(rank), count(first(rank))))
                        .collect(Collectors.joining(","));
        return "{\"type\":\"orderbook_snapshot\",\"sid\":1,\"seq\":%d,\"msg\":{%s,\"yes_dollars_fp\":[%s],\"no_dollars_fp\":[%s]}}"
                .formatted(number, NAMES, levels, levels);
    }

    /** The next change; one in five takes away all that is there. */
    String next(long number, long millis) {
        int side = random.nextInt(2);
        int rank = 1 + random.nextInt(LEVELS);
        long there = hundredths[side][rank];
        long difference =
                there > 0 && random.nextInt(5) == 0
                        ? -there
                        : 100L * (1 + random.nextInt(900)) - there / 2;
        hundredths[side][rank] = there + difference;
        return "{\"type\":\"orderbook_delta\",\"sid\":1,\"seq\":%d,\"msg\":{%s,\"price_dollars\":\"%s\",\"delta_fp\":\"%s\",\"side\":\"%s\",\"ts\":\"2026-08-05T12:00:00.123456Z\",\"ts_ms\":%d}}"
                .formatted(
                        number,
                        NAMES,
                        price(rank),
                        count(difference),
                        side == YES ? "yes" : "no",
                        millis);
    }

    private static long first(int rank) {
        return 50_000 + 100L * rank;
    }

    private static String price(int rank) {
        return BigDecimal.valueOf(MIDDLE_CENTS - rank, 2).setScale(4).toPlainString();
    }

    private static String count(long hundredths) {
        return BigDecimal.valueOf(hundredths, 2).toPlainString();
    }
}
