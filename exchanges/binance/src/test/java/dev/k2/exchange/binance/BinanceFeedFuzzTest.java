package dev.k2.exchange.binance;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.k2.exchange.FeedListener;
import dev.k2.model.Book;
import dev.k2.model.BookLevel;
import dev.k2.model.BookSide;
import dev.k2.model.BookSnapshot;
import dev.k2.model.Instrument;
import dev.k2.model.Side;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes as messages of a feed, a line each: nothing escapes the reader, and what it tells can
 * be a quote, a trade, a book. Runs on the seeds; with {@code JAZZER_FUZZ=1} in the environment it
 * looks for more.
 */
class BinanceFeedFuzzTest {
    private static final Instrument BTC =
            new BinanceDecoderSymbols(BinanceProduct.SPOT).of("BTCUSDT");

    static Stream<Arguments> seeds() {
        String quote =
                "{\"stream\":\"btcusdt@bookTicker\",\"data\":{\"u\":1000000000,\"s\":\"BTCUSDT\","
                    + "\"b\":\"64950.10000000\",\"B\":\"1.50000000\",\"a\":\"64950.20000000\",\"A\":\"2\"}}";
        String trade =
                "{\"stream\":\"btcusdt@trade\",\"data\":{\"e\":\"trade\",\"E\":1700000000001,"
                    + "\"s\":\"BTCUSDT\",\"t\":1000000000,\"p\":\"64950.15000000\",\"q\":\"0.50000000\","
                    + "\"T\":1700000000000,\"m\":true,\"M\":true}}";
        String group =
                "{\"stream\":\"btcusdt@aggTrade\",\"data\":{\"e\":\"aggTrade\",\"E\":1,\"s\":\"BTCUSDT\","
                    + "\"a\":5,\"p\":\"1.00000000\",\"q\":\"1.00000000\",\"f\":1,\"l\":2,\"T\":3,\"m\":false,\"M\":true}}";
        String depth =
                "{\"stream\":\"btcusdt@depth@100ms\",\"data\":{\"e\":\"depthUpdate\",\"E\":1700000000000,"
                    + "\"s\":\"BTCUSDT\",\"U\":11,\"u\":12,"
                    + "\"b\":[[\"64950.10000000\",\"1.5\"],[\"64950.00000000\",\"0.00000000\"]],"
                    + "\"a\":[[\"64950.20000000\",\"2\"]]}}";
        String crossed = depth.replace("64950.20000000", "64950.00000000");
        String gap = depth.replace("\"U\":11", "\"U\":12");
        String top =
                "{\"stream\":\"btcusdt@depth5@100ms\",\"data\":{\"lastUpdateId\":160,"
                        + "\"bids\":[[\"0.0024\",\"10\"]],\"asks\":[[\"0.0026\",\"100\"]]}}";
        return Stream.of(
                        quote,
                        trade,
                        group,
                        depth,
                        crossed,
                        gap,
                        top,
                        String.join("\n", quote, depth, trade, crossed, depth, gap),
                        depth.replace("64950.10000000", "92233720368547758070"),
                        depth.replace("64950.10000000", "-1"),
                        depth.replace("\"64950.10000000\"", "null"),
                        depth.replace("[[", "{"),
                        quote.substring(0, 90),
                        quote.replace("1000000000", "99999999999999999999"),
                        "{\"result\":null,\"id\":1}",
                        "{\"stream\":\"\\u0062tcusdt@trade\",\"data\":{}}",
                        "{\"stream\":\"btcusdt@ticker\",\"data\":{\"c\":\"1\"}}",
                        "{\"stream\":\"btcusdt@kline_1m\",\"data\":{\"k\":{}}}",
                        "")
                .map(text -> Arguments.of((Object) text.getBytes(StandardCharsets.UTF_8)));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void tellsOnlyWhatCanBe(byte[] bytes) {
        var reader = new BinanceFeedBytes(List.of(BTC), new Careful());
        reader.load(
                BTC,
                new BookSnapshot(
                        BTC.id(),
                        List.of(new BookLevel(new BigDecimal("64950"), BigDecimal.ONE)),
                        List.of(new BookLevel(new BigDecimal("64951"), BigDecimal.ONE)),
                        10),
                1);

        int from = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '\n') {
                byte[] message = java.util.Arrays.copyOfRange(bytes, from, i);
                reader.read(message, message.length, 2);
                from = i + 1;
            }
        }
    }

    /** Refuses what no exchange can mean. */
    private static final class Careful implements FeedListener {
        @Override
        public void onQuote(
                Instrument instrument,
                long bid,
                long bidQuantity,
                long ask,
                long askQuantity,
                long exchangeMillis,
                long receivedMillis) {
            assertThat(Math.min(Math.min(bid, bidQuantity), Math.min(ask, askQuantity)))
                    .isNotNegative();
        }

        @Override
        public void onTrade(
                Instrument instrument,
                long tradeId,
                long price,
                long quantity,
                Side aggressor,
                long exchangeMillis,
                long receivedMillis) {
            assertThat(Math.min(Math.min(price, quantity), tradeId)).isNotNegative();
        }

        @Override
        public void onBook(Book book) {
            if (!book.isValid()) {
                return;
            }
            assertThat(book.isCrossed()).isFalse();
            assertSorted(book.bids(), -1);
            assertSorted(book.asks(), 1);
        }

        private static void assertSorted(BookSide side, int direction) {
            for (int rank = 0; rank < side.size(); rank++) {
                assertThat(side.quantity(rank)).isPositive();
                if (rank > 0) {
                    assertThat(Long.compare(side.price(rank), side.price(rank - 1)))
                            .isEqualTo(direction);
                }
            }
        }
    }
}
