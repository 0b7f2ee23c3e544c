package dev.k2.exchange.binance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.Channel;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.FeedListener;
import dev.k2.exchange.net.Names;
import dev.k2.model.Book;
import dev.k2.model.BookSnapshot;
import dev.k2.model.Instrument;
import dev.k2.model.Side;
import dev.k2.model.Ticker;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BinanceFeedReaderTest {
    private static final Instrument BTC =
            new BinanceDecoderSymbols(BinanceProduct.SPOT).of("BTCUSDT");
    private static final int ROUNDS = 20_000;
    private static final int NUMBER_DIGITS = 10;

    private final Names<BinanceStream> streams = new Names<>();
    private final Silent heard = new Silent();
    private final BinanceFeedReader reader = new BinanceFeedReader(streams, heard, lost -> {});

    @Test
    void makesNoObjectsOfHotMessages() {
        add(Channel.QUOTES);
        add(Channel.TRADES);
        BinanceBookSync sync = add(Channel.BOOK).sync();
        assertThat(sync).isNotNull();
        assertThat(sync.load(new BookSnapshot(BTC.id(), List.of(), List.of(), 0), 0)).isPresent();
        byte[] quote =
                bytes(
                        "{\"stream\":\"btcusdt@bookTicker\",\"data\":{\"u\":1000000000,\"s\":\"BTCUSDT\","
                            + "\"b\":\"64950.10000000\",\"B\":\"1.50000000\",\"a\":\"64950.20000000\",\"A\":\"2\"}}");
        byte[] trade =
                bytes(
                        "{\"stream\":\"btcusdt@trade\",\"data\":{\"e\":\"trade\",\"E\":1700000000001,"
                            + "\"s\":\"BTCUSDT\",\"t\":1000000000,\"p\":\"64950.15000000\",\"q\":\"0.50000000\","
                            + "\"T\":1700000000000,\"m\":true,\"M\":true}}");
        byte[] depth =
                bytes(
                        "{\"stream\":\"btcusdt@depth@100ms\",\"data\":{\"e\":\"depthUpdate\",\"E\":1700000000000,"
                            + "\"s\":\"BTCUSDT\",\"U\":1,\"u\":1000000000,"
                            + "\"b\":[[\"64950.10000000\",\"1.5\"],[\"64950.00000000\",\"0.00000000\"]],"
                            + "\"a\":[[\"64950.20000000\",\"2\"]]}}");
        int quoteAt = placeOfNumber(quote);
        int tradeAt = placeOfNumber(trade);
        int depthAt = placeOfNumber(depth);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = 0;
        for (int i = 0; i < 2 * ROUNDS; i++) {
            if (i == ROUNDS) {
                before = threads.getCurrentThreadAllocatedBytes();
            }
            number(quote, quoteAt, i + 1);
            number(trade, tradeAt, i + 1);
            number(depth, depthAt, i + 1);
            reader.read(quote, quote.length, 5);
            reader.read(trade, trade.length, 5);
            reader.read(depth, depth.length, 5);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(heard.skipped).isZero();
        assertThat(heard.quotes).isEqualTo(2 * ROUNDS);
        assertThat(heard.trades).isEqualTo(2 * ROUNDS);
        assertThat(heard.books).isEqualTo(2 * ROUNDS);
        assertThat(allocated / ROUNDS).isZero();
    }

    @Property
    void endsOnAnyDamage(
            @ForAll @IntRange(min = 0, max = 300) int place,
            @ForAll byte wrong,
            @ForAll boolean cut) {
        BinanceStream stream = add(Channel.BOOK);
        BinanceBookSync sync = stream.sync();
        assertThat(sync).isNotNull();
        assertThat(sync.load(new BookSnapshot(BTC.id(), List.of(), List.of(), 156), 0)).isPresent();
        byte[] message =
                bytes(
                        "{\"stream\":\"btcusdt@depth@100ms\",\"data\":{\"e\":\"depthUpdate\",\"E\":123,"
                            + "\"s\":\"BTCUSDT\",\"U\":157,\"u\":160,\"b\":[[\"0.0024\",\"10\"]],"
                            + "\"a\":[[\"0.0026\",\"100\"]]}}");
        int at = place % message.length;
        message[at] = wrong;

        reader.read(message, cut ? at : message.length, 0);

        // A book is right, or it is known not to be.
        if (sync.book().isValid() && sync.book().sequence() == 160) {
            assertThat(sync.book().bids().size()).isLessThanOrEqualTo(1);
        }
    }

    private BinanceStream add(Channel channel) {
        BinanceStream stream = BinanceStream.of(BTC, channel);
        streams.put(bytes(stream.name()), stream);
        return stream;
    }

    /** Where the ten digits of the message's number stand. */
    private static int placeOfNumber(byte[] message) {
        return new String(message, StandardCharsets.US_ASCII).indexOf(":1000000000,") + 1;
    }

    private static void number(byte[] message, int at, int number) {
        int rest = number;
        for (int i = NUMBER_DIGITS - 1; i > 0; i--) {
            message[at + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Counts, and makes nothing itself. */
    private static final class Silent implements FeedListener {
        private int quotes;
        private int trades;
        private int books;
        private int skipped;

        @Override
        public void onQuote(
                Instrument instrument,
                long bid,
                long bidQuantity,
                long ask,
                long askQuantity,
                long exchangeMillis,
                long receivedMillis) {
            quotes++;
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
            trades++;
        }

        @Override
        public void onBook(Book book) {
            books++;
        }

        @Override
        public void onTicker(Ticker ticker) {
            throw new AssertionError("no ticker was sent");
        }

        @Override
        public void onState(ConnectionState state) {
            throw new AssertionError("there is no connection");
        }

        @Override
        public void onSkipped(String what) {
            skipped++;
        }
    }
}
