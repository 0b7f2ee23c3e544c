package dev.k2.exchange.binance;

import dev.k2.exchange.Channel;
import dev.k2.exchange.net.Literal;
import dev.k2.exchange.net.Sequence;
import dev.k2.exchange.net.StreamWatch;
import dev.k2.model.Instrument;
import org.jspecify.annotations.Nullable;

/** One stream of one instrument, and what of it was told last. */
final class BinanceStream {
    private final Instrument instrument;
    private final Channel channel;
    private final BinanceProduct product;
    private final String name;
    private final Literal symbolField;
    private final @Nullable BinanceBookSync sync;
    private final Sequence sequence = new Sequence();
    private StreamWatch.@Nullable Mark mark;
    private long lastTradeId = -1;
    private long bid;
    private long ask;
    private long closedUntilMillis = Long.MIN_VALUE;

    private BinanceStream(Instrument instrument, Channel channel) {
        this.instrument = instrument;
        this.channel = channel;
        this.product = BinanceProduct.of(instrument);
        this.name = product.stream(instrument, channel);
        this.symbolField = Literal.of(",\"s\":\"" + instrument.symbol() + "\"");
        this.sync =
                channel == Channel.BOOK
                        ? new BinanceBookSync(instrument, product == BinanceProduct.USD_M)
                        : null;
    }

    static BinanceStream of(Instrument instrument, Channel channel) {
        return new BinanceStream(instrument, channel);
    }

    Instrument instrument() {
        return instrument;
    }

    Channel channel() {
        return channel;
    }

    BinanceProduct product() {
        return product;
    }

    String name() {
        return name;
    }

    /** The field with the symbol, which every event carries although its stream is known. */
    Literal symbolField() {
        return symbolField;
    }

    BinanceProduct.Socket socket() {
        return product.socket(channel);
    }

    /** The book, where this is a book's stream. */
    @Nullable BinanceBookSync sync() {
        return sync;
    }

    /** Whether a message is newer than all before it, for streams whose last word counts. */
    boolean isNewest(long number) {
        return sequence.isNewest(number);
    }

    /** Whether a message did not come before, for streams of which every message counts. */
    boolean isUnseen(long number) {
        return sequence.isUnseen(number);
    }

    /** Whether a candle's end was not told before; it may come after the next candle's beginning. */
    boolean isFirstEnd(long openMillis) {
        if (openMillis <= closedUntilMillis) {
            return false;
        }
        closedUntilMillis = openMillis;
        return true;
    }

    /** The trade that was told last, or the last of a group. */
    void traded(long tradeId) {
        lastTradeId = tradeId;
    }

    /** -1 where none was told. */
    long lastTradeId() {
        return lastTradeId;
    }

    /** The best prices that were told last. */
    void best(long newBid, long newAsk) {
        bid = newBid;
        ask = newAsk;
    }

    boolean isBest(long otherBid, long otherAsk) {
        return bid == otherBid && ask == otherAsk;
    }

    /** Whether silence is noticed from now on; null ends it. */
    void watchedBy(StreamWatch.@Nullable Mark watching) {
        mark = watching;
    }

    /** A message came. */
    void heard(long atMillis) {
        if (mark != null) {
            mark.heard(atMillis);
        }
    }

    /** When a message came last; 0 where nobody watches. */
    long heardMillis() {
        return mark == null ? 0 : mark.heardMillis();
    }

    /** After a cut nothing comes twice, and the exchange may count anew. */
    void startOver() {
        sequence.startOver();
    }
}
