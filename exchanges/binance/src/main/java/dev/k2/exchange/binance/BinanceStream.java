package dev.k2.exchange.binance;

import dev.k2.exchange.Channel;
import dev.k2.model.CandleInterval;
import dev.k2.model.Instrument;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One stream of one instrument, with the number of the last message that was let through. */
final class BinanceStream {
    private final Instrument instrument;
    private final Channel channel;
    private final String name;
    private final @Nullable BinanceBookSync sync;
    private long lastNumber = -1;

    private BinanceStream(Instrument instrument, Channel channel, @Nullable BinanceBookSync sync) {
        this.instrument = instrument;
        this.channel = channel;
        this.name = name(instrument, channel);
        this.sync = sync;
    }

    static BinanceStream of(Instrument instrument, Channel channel) {
        return new BinanceStream(
                instrument,
                channel,
                channel == Channel.BOOK ? new BinanceBookSync(instrument) : null);
    }

    /** Binance's name of a stream: {@code btcusdt@trade}. */
    static String name(Instrument instrument, Channel channel) {
        String kind =
                switch (channel) {
                    case Channel.Plain.QUOTES -> "bookTicker";
                    case Channel.Plain.TRADES -> "trade";
                    case Channel.Plain.AGGREGATE_TRADES -> "aggTrade";
                    case Channel.Plain.BOOK -> "depth@100ms";
                    case Channel.Plain.TICKER -> "ticker";
                    case Channel.Plain.MINI_TICKER -> "miniTicker";
                    case Channel.Plain.AVERAGE_PRICE -> "avgPrice";
                    case Channel.Plain.MARK_PRICE -> "markPrice@1s";
                    case Channel.Plain.LIQUIDATIONS -> "forceOrder";
                    case Channel.Top(int depth) -> "depth" + depth + "@100ms";
                    case Channel.Candles(CandleInterval interval) -> "kline_" + interval.text();
                };
        return instrument.symbol().toLowerCase(Locale.ROOT) + "@" + kind;
    }

    Instrument instrument() {
        return instrument;
    }

    Channel channel() {
        return channel;
    }

    String name() {
        return name;
    }

    /** The book, where this is a book's stream. */
    @Nullable BinanceBookSync sync() {
        return sync;
    }

    /** Whether a message is newer than all before it; while a connection is replaced, both tell. */
    boolean isNew(long number) {
        if (number <= lastNumber) {
            return false;
        }
        lastNumber = number;
        return true;
    }

    /** After a cut nothing comes twice, and the exchange may count anew. */
    void startOver() {
        lastNumber = -1;
    }
}
