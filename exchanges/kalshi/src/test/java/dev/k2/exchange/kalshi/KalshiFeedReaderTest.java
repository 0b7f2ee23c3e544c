package dev.k2.exchange.kalshi;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.k2.exchange.FeedListener;
import dev.k2.model.Book;
import dev.k2.model.ContractChange;
import dev.k2.model.ContractState;
import dev.k2.model.Decimals;
import dev.k2.model.Instrument;
import dev.k2.model.Side;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KalshiFeedReaderTest {
    private static final Instrument ONE = TestMarket.of("KXA-1");
    private static final Instrument OTHER = TestMarket.of("KXA-2");

    private final Heard heard = new Heard();
    private final KalshiFeedBytes bytes = new KalshiFeedBytes(List.of(ONE, OTHER), heard);

    @Test
    void buildsOneBookOfYesFromBidsForBothOutcomes() {
        read(snapshot(1, "KXA-1", "[[\"0.0800\",\"300.00\"]]", "[[\"0.5600\",\"146.00\"]]"));
        read(delta(2, "KXA-1", "yes", "0.2200", "10.50"));
        read(delta(3, "KXA-1", "no", "0.5600", "-46.00"));

        assertThat(heard.book).isEqualTo("0.22x10.5 0.08x300 | 0.44x100");
    }

    @Test
    void dropsALevelOfWhichNothingIsLeft() {
        read(snapshot(1, "KXA-1", "[[\"0.0800\",\"300.00\"]]", "[]"));

        read(delta(2, "KXA-1", "yes", "0.0800", "-300.00"));

        assertThat(heard.book).isEqualTo(" | ");
        assertThat(heard.valid).isTrue();
    }

    @Test
    void takesASnapshotWithoutASide() {
        read(
                "{\"type\":\"orderbook_snapshot\",\"sid\":1,\"seq\":1,\"msg\":{\"market_ticker\":"
                        + "\"KXA-1\",\"no_dollars_fp\":[[\"0.5600\",\"146.00\"]]}}");

        assertThat(heard.book).isEqualTo(" | 0.44x146");
    }

    @Test
    void readsFieldsInAnyOrder() {
        read(
                "{\"msg\":{\"no_dollars_fp\":[[\"0.5600\",\"146.00\"]],\"market_ticker\":\"KXA-1\"},"
                    + "\"seq\":1,\"sid\":1,\"type\":\"orderbook_snapshot\"}");

        assertThat(heard.book).isEqualTo(" | 0.44x146");
    }

    @Test
    void readsAChangeInAnyFormAsInItsUsualOne() {
        String usual = delta(2, "KXA-1", "no", "0.5600", "-46.00");
        List<String> forms =
                List.of(
                        usual,
                        usual.replace("\"market_id\":\"9b0f6b43\",", ""),
                        usual.replace(",\"ts\":\"2022-11-22T20:44:01Z\"", ""),
                        usual.replace("}}", ",\"news\":[1,{}]},\"more\":1}"),
                        usual.replace("\":", "\" : "),
                        usual.replace(",\"side\":\"no\"", "")
                                .replace("{\"m", "{\"side\":\"no\",\"m"),
                        usual.replace("\"sid\":1,\"seq\":2", "\"seq\":2,\"sid\":1"));

        for (String form : forms) {
            var other = new Heard();
            var reader = new KalshiFeedBytes(List.of(ONE, OTHER), other);
            all(reader, bytes(snapshot(1, "KXA-1", "[]", "[[\"0.5600\",\"146.00\"]]")));
            all(reader, bytes(form));

            assertThat(other.book).as(form).isEqualTo(" | 0.44x100");
        }
    }

    @Test
    void losesEveryBookWhereANumberIsMissing() {
        read(snapshot(1, "KXA-1", "[[\"0.0800\",\"300.00\"]]", "[]"));
        read(snapshot(2, "KXA-2", "[[\"0.0800\",\"300.00\"]]", "[]"));
        heard.lost.clear();

        read(delta(4, "KXA-1", "yes", "0.2200", "10.00"));

        assertThat(heard.lost).containsExactlyInAnyOrder("KXA-1", "KXA-2");
    }

    @Test
    void takesTheSnapshotAfterANumberOfTheFuture() {
        read(snapshot(1, "KXA-1", "[[\"0.0800\",\"300.00\"]]", "[]"));

        read(delta(9, "KXA-1", "yes", "0.2200", "10.00"));
        read(delta(3, "KXA-1", "yes", "0.2300", "10.00"));
        read(snapshot(4, "KXA-1", "[[\"0.0900\",\"1.00\"]]", "[]"));
        read(delta(5, "KXA-1", "yes", "0.1000", "2.00"));

        assertThat(heard.lost).containsExactly("KXA-1");
        assertThat(heard.book).isEqualTo("0.1x2 0.09x1 | ");
    }

    @Test
    void countsAnAnswerAsAMessage() {
        read(snapshot(1, "KXA-1", "[[\"0.0800\",\"300.00\"]]", "[]"));

        boolean news =
                read(
                        "{\"id\":3,\"type\":\"ok\",\"sid\":1,\"seq\":2,\"msg\":{\"market_tickers\":[]}}");
        read(delta(3, "KXA-1", "yes", "0.2200", "10.00"));

        assertThat(news).isFalse();
        assertThat(heard.valid).isTrue();
        assertThat(heard.book).isEqualTo("0.22x10 0.08x300 | ");
    }

    @Test
    void appliesAMessageThatComesTwiceOnce() {
        read(snapshot(1, "KXA-1", "[[\"0.0800\",\"300.00\"]]", "[]"));

        read(delta(2, "KXA-1", "yes", "0.0800", "10.00"));
        read(delta(2, "KXA-1", "yes", "0.0800", "10.00"));

        assertThat(heard.book).isEqualTo("0.08x310 | ");
    }

    @Test
    void losesABookThatIsCrossed() {
        read(snapshot(1, "KXA-1", "[[\"0.5000\",\"300.00\"]]", "[[\"0.4000\",\"1.00\"]]"));

        read(delta(2, "KXA-1", "no", "0.5500", "1.00"));

        assertThat(heard.valid).isFalse();
        assertThat(heard.lost).containsExactly("KXA-1");
    }

    @Test
    void losesABookThatWouldHaveLessThanNothing() {
        read(snapshot(1, "KXA-1", "[[\"0.5000\",\"3.00\"]]", "[]"));

        read(delta(2, "KXA-1", "yes", "0.5000", "-4.00"));

        assertThat(heard.lost).containsExactly("KXA-1");
    }

    @Test
    void losesItsBooksWhenKalshiGivesASubscriptionUp() {
        read(snapshot(1, "KXA-1", "[[\"0.5000\",\"3.00\"]]", "[]"));

        boolean news = read("{\"type\":\"error\",\"msg\":{\"code\":25,\"msg\":\"overflow\"}}");

        assertThat(news).isFalse();
        assertThat(heard.lost).containsExactly("KXA-1");
    }

    @Test
    void tellsQuotesAndTradesOnce() {
        String quote =
                "{\"type\":\"ticker\",\"sid\":11,\"msg\":{\"market_ticker\":\"KXA-1\","
                        + "\"price_dollars\":\"0.4800\",\"yes_bid_dollars\":\"0.4500\","
                        + "\"yes_ask_dollars\":\"0.5300\",\"yes_bid_size_fp\":\"300.00\","
                        + "\"yes_ask_size_fp\":\"150.00\",\"ts_ms\":1669149841000}}";
        String trade =
                "{\"type\":\"trade\",\"sid\":12,\"seq\":2,\"msg\":{\"trade_id\":"
                        + "\"d91bc706-ee49-470d-82d8-11418bda6fed\",\"market_ticker\":\"KXA-1\","
                        + "\"yes_price_dollars\":\"0.3600\",\"no_price_dollars\":\"0.6400\","
                        + "\"count_fp\":\"136.00\",\"taker_book_side\":\"ask\",\"ts_ms\":5}}";

        read(quote);
        read(quote);
        read(trade);
        read(trade.replace("\"seq\":2", "\"seq\":3"));

        assertThat(heard.quotes).containsExactly("0.45x300 0.53x150 at 1669149841000");
        assertThat(heard.trades).containsExactly("SELL 136 at 0.36");
    }

    @Test
    void tellsStepsInTheLifeOfAMarketThatIsWanted() {
        String step =
                "{\"type\":\"market_lifecycle_v2\",\"sid\":13,\"seq\":3,\"msg\":{\"market_ticker\":"
                        + "\"KXA-1\",\"event_type\":\"determined\",\"result\":\"no\","
                        + "\"determination_ts\":1694721600}}";

        read(step);
        read(step.replace("KXA-1", "KXB-1").replace("\"seq\":3", "\"seq\":4"));

        assertThat(heard.changes).hasSize(1);
        assertThat(heard.changes.getFirst().state()).isEqualTo(ContractState.DETERMINED);
        assertThat(heard.changes.getFirst().result().orElseThrow().value())
                .isEqualByComparingTo(BigDecimal.ZERO);
    }

    @Test
    void skipsWhatItCannotReadAndTrustsNoBookAfterwards() {
        read(snapshot(1, "KXA-1", "[[\"0.5000\",\"3.00\"]]", "[]"));

        read("{\"type\":\"orderbook_delta\",\"sid\":1,\"seq\":2,\"msg\":{\"market_ticker\":");

        assertThat(bytes.skipped()).isEqualTo(1);
        assertThat(heard.skipped).hasSize(1);
        assertThat(heard.lost).containsExactly("KXA-1");
    }

    @Test
    void makesNoObjectsForAChange() {
        var quiet = new KalshiFeedBytes(List.of(ONE), new FeedListener() {});
        all(quiet, bytes(snapshot(1, "KXA-1", "[[\"0.0800\",\"300.00\"]]", "[]")));
        byte[][] changes = new byte[20_000][];
        for (int i = 0; i < changes.length; i++) {
            changes[i] = bytes(delta(i + 2, "KXA-1", "yes", "0.0900", i % 2 == 0 ? "5" : "-5"));
        }
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < changes.length / 2; i++) {
            all(quiet, changes[i]);
        }

        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = changes.length / 2; i < changes.length; i++) {
            all(quiet, changes[i]);
        }
        long made = threads.getCurrentThreadAllocatedBytes() - before;

        // Less than a byte for each: what is left is the measuring itself.
        assertThat(made).isLessThan(changes.length / 2);
    }

    static String snapshot(long seq, String ticker, String yes, String no) {
        return "{\"type\":\"orderbook_snapshot\",\"sid\":1,\"seq\":"
                + seq
                + ",\"msg\":{\"market_ticker\":\""
                + ticker
                + "\",\"market_id\":\"9b0f6b43\",\"yes_dollars_fp\":"
                + yes
                + ",\"no_dollars_fp\":"
                + no
                + "}}";
    }

    static String delta(long seq, String ticker, String side, String price, String by) {
        return "{\"type\":\"orderbook_delta\",\"sid\":1,\"seq\":"
                + seq
                + ",\"msg\":{\"market_ticker\":\""
                + ticker
                + "\",\"market_id\":\"9b0f6b43\",\"price_dollars\":\""
                + price
                + "\",\"delta_fp\":\""
                + by
                + "\",\"side\":\""
                + side
                + "\",\"ts\":\"2022-11-22T20:44:01Z\",\"ts_ms\":1669149841000}}";
    }

    private static void all(KalshiFeedBytes reader, byte[] message) {
        reader.read(message, message.length, 1);
    }

    private boolean read(String message) {
        byte[] raw = bytes(message);
        return bytes.read(raw, raw.length, 7);
    }

    private static byte[] bytes(String message) {
        return message.getBytes(StandardCharsets.UTF_8);
    }

    private static final class Heard implements FeedListener {
        private final List<String> lost = new ArrayList<>();
        private final List<String> quotes = new ArrayList<>();
        private final List<String> trades = new ArrayList<>();
        private final List<String> skipped = new ArrayList<>();
        private final List<ContractChange> changes = new ArrayList<>();
        private String book = "";
        private boolean valid;

        @Override
        public void onBook(Book told) {
            valid = told.isValid();
            if (!valid) {
                lost.add(told.instrument().id().text());
            }
            var top = told.top(5);
            book =
                    String.join(
                                    " ",
                                    top.bids().stream()
                                            .map(l -> text(l.price()) + "x" + text(l.quantity()))
                                            .toList())
                            + " | "
                            + String.join(
                                    " ",
                                    top.asks().stream()
                                            .map(l -> text(l.price()) + "x" + text(l.quantity()))
                                            .toList());
        }

        @Override
        public void onQuote(
                Instrument instrument,
                long bid,
                long bidQuantity,
                long ask,
                long askQuantity,
                long exchangeMillis,
                long receivedMillis) {
            quotes.add(
                    text(instrument.price(bid))
                            + "x"
                            + text(instrument.quantity(bidQuantity))
                            + " "
                            + text(instrument.price(ask))
                            + "x"
                            + text(instrument.quantity(askQuantity))
                            + " at "
                            + exchangeMillis);
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
            trades.add(
                    aggressor
                            + " "
                            + text(instrument.quantity(quantity))
                            + " at "
                            + text(instrument.price(price)));
        }

        @Override
        public void onContract(Instrument instrument, ContractChange change) {
            changes.add(change);
        }

        @Override
        public void onSkipped(String what) {
            skipped.add(what);
        }

        private static String text(BigDecimal value) {
            return Decimals.plain(value);
        }
    }
}
