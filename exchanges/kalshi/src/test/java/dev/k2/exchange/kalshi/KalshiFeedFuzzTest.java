package dev.k2.exchange.kalshi;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.k2.exchange.FeedListener;
import dev.k2.model.Book;
import dev.k2.model.Instrument;
import dev.k2.model.Side;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes as messages of a feed, a line each: nothing escapes the reader, and what it tells can be
 * a quote, a trade, a book. Runs on the seeds; with {@code JAZZER_FUZZ=1} in the environment it
 * looks for more.
 */
class KalshiFeedFuzzTest {
    private static final Instrument MARKET = TestMarket.of("KXA-1");
    private static final long DOLLAR = 1_000_000;

    static Stream<Arguments> seeds() {
        String snapshot =
                KalshiFeedReaderTest.snapshot(
                        1, "KXA-1", "[[\"0.0800\",\"300.00\"]]", "[[\"0.5600\",\"146.00\"]]");
        String delta = KalshiFeedReaderTest.delta(2, "KXA-1", "no", "0.5600", "-46.00");
        String quote =
                "{\"type\":\"ticker\",\"sid\":1,\"msg\":{\"market_ticker\":\"KXA-1\","
                        + "\"yes_bid_dollars\":\"0.4500\",\"yes_ask_dollars\":\"0.5300\","
                        + "\"yes_bid_size_fp\":\"3.00\",\"yes_ask_size_fp\":\"1.00\",\"ts_ms\":1}}";
        String trade =
                "{\"type\":\"trade\",\"sid\":1,\"seq\":2,\"msg\":{\"trade_id\":\"d91bc706\","
                        + "\"market_ticker\":\"KXA-1\",\"yes_price_dollars\":\"0.3600\","
                        + "\"count_fp\":\"1.00\",\"taker_side\":\"no\",\"ts_ms\":1}}";
        String life =
                "{\"type\":\"market_lifecycle_v2\",\"sid\":1,\"seq\":3,\"msg\":{\"market_ticker\":"
                        + "\"KXA-1\",\"event_type\":\"settled\",\"result\":\"scalar\","
                        + "\"settlement_value_dollars\":\"0.5\"}}";
        return Stream.of(
                        snapshot,
                        snapshot + "\n" + delta,
                        snapshot + "\n" + delta.replace("-46.00", "-9223372036854775807"),
                        snapshot + "\n" + delta.replace("-46.00", "922337203685477.5807"),
                        snapshot + "\n" + delta.replace("0.5600", "-0.5600"),
                        snapshot + "\n" + delta.replace("0.5600", "1.5600"),
                        snapshot.replace("[[", "{"),
                        snapshot.replace("\"0.0800\"", "null"),
                        quote,
                        quote.replace("\"0.5300\"", "\"\""),
                        trade,
                        trade.replace("\"d91bc706\"", "7"),
                        life,
                        life.replace("0.5", "5"),
                        life.replace("\"scalar\"", "{}"),
                        "{\"type\":\"error\",\"msg\":{\"code\":10}}",
                        "{\"type\":\"error\",\"msg\":7}",
                        "{\"type\":\"ok\",\"sid\":-1,\"seq\":9223372036854775807}",
                        delta.replace("KXA-1", "\\u004bXA-1"),
                        "")
                .map(text -> Arguments.of((Object) text.getBytes(StandardCharsets.UTF_8)));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void tellsOnlyWhatCanBe(byte[] bytes) {
        var reader = new KalshiFeedBytes(List.of(MARKET), new Careful());

        int from = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '\n') {
                byte[] message = Arrays.copyOfRange(bytes, from, i);
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
            assertThat(bid | bidQuantity | ask | askQuantity).isNotNegative();
        }

        @Override
        public void onTrade(
                Instrument instrument,
                long id,
                long price,
                long quantity,
                Side aggressor,
                long exchangeMillis,
                long receivedMillis) {
            assertThat(id | price | quantity).isNotNegative();
        }

        @Override
        public void onBook(Book book) {
            if (book.isValid()) {
                assertThat(book.isCrossed()).isFalse();
                for (int rank = 0; rank < book.bids().size(); rank++) {
                    assertThat(book.bids().price(rank)).isBetween(0L, DOLLAR);
                    assertThat(book.bids().quantity(rank)).isPositive();
                }
                for (int rank = 0; rank < book.asks().size(); rank++) {
                    assertThat(book.asks().price(rank)).isBetween(0L, DOLLAR);
                    assertThat(book.asks().quantity(rank)).isPositive();
                }
            }
        }
    }
}
