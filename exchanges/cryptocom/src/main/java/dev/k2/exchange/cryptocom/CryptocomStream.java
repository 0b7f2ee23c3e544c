package dev.k2.exchange.cryptocom;

import dev.k2.exchange.Channel;
import dev.k2.exchange.net.FeedStream;
import dev.k2.exchange.net.SocketBook;
import dev.k2.model.CandleInterval;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentKind;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One channel of one instrument of Crypto.com, and what of it was told. */
final class CryptocomStream extends FeedStream {
    /** What a channel's messages are. */
    enum Kind {
        TICKER,
        BOOK,
        TRADES,
        CANDLES,
        MARK
    }

    /** Levels of a side of the books that there are. */
    static final List<Integer> DEPTHS = List.of(10, 50);

    private static final long ASKED_AGAIN_MILLIS = 500;

    private final Kind kind;
    private final @Nullable SocketBook socketBook;
    private final Channel top;
    private @Nullable BigDecimal funding;
    private @Nullable BigDecimal index;
    private CryptocomRestWire.@Nullable Candlestick candle;
    private long askedMillis;

    private CryptocomStream(
            Instrument instrument,
            Channel channel,
            String name,
            Kind kind,
            int depth,
            @Nullable SocketBook book) {
        super(instrument, channel, name, book);
        this.kind = kind;
        this.socketBook = book;
        this.top = Channel.top(depth);
    }

    /**
     * A new stream. Channels that are told together have one name: best prices and the ticker, a
     * book and its best levels.
     *
     * @throws IllegalArgumentException for a stream that Crypto.com has not
     */
    static CryptocomStream of(Instrument instrument, Channel channel) {
        String symbol = instrument.symbol();
        return switch (channel) {
            case Channel.Plain.QUOTES, Channel.Plain.TICKER -> ticker(instrument, channel);
            case Channel.Plain.TRADES -> plain(instrument, channel, "trade." + symbol, Kind.TRADES);
            case Channel.Plain.BOOK -> book(instrument, channel, DEPTHS.getLast());
            case Channel.Top(int depth) when DEPTHS.contains(depth) ->
                    book(instrument, channel, depth);
            // Pairs have no mark price; whoever asks shares the ticker and hears nothing.
            case Channel.Plain.MARK_PRICE ->
                    instrument.kind() == InstrumentKind.PERPETUAL
                            ? plain(instrument, channel, "mark." + symbol, Kind.MARK)
                            : ticker(instrument, channel);
            case Channel.Candles(CandleInterval interval)
                    when CryptocomWords.interval(interval).isPresent() ->
                    plain(
                            instrument,
                            channel,
                            "candlestick."
                                    + CryptocomWords.interval(interval).orElseThrow()
                                    + "."
                                    + symbol,
                            Kind.CANDLES);
            case Channel.Plain.AGGREGATE_TRADES,
                    Channel.Plain.MINI_TICKER,
                    Channel.Plain.AVERAGE_PRICE,
                    Channel.Plain.LIFECYCLE,
                    Channel.Plain.LIQUIDATIONS ->
                    throw none(instrument, channel);
            case Channel.Top _ -> throw none(instrument, channel);
            case Channel.Candles _ -> throw none(instrument, channel);
        };
    }

    private static IllegalArgumentException none(Instrument instrument, Channel channel) {
        return new IllegalArgumentException(
                "cryptocom has no stream of %s for %s".formatted(channel.text(), instrument.id()));
    }

    private static CryptocomStream ticker(Instrument instrument, Channel channel) {
        return plain(instrument, channel, "ticker." + instrument.symbol(), Kind.TICKER);
    }

    private static CryptocomStream plain(
            Instrument instrument, Channel channel, String name, Kind kind) {
        return new CryptocomStream(instrument, channel, name, kind, DEPTHS.getLast(), null);
    }

    private static CryptocomStream book(Instrument instrument, Channel channel, int depth) {
        return new CryptocomStream(
                instrument,
                channel,
                "book." + instrument.symbol() + "." + depth,
                Kind.BOOK,
                depth,
                new SocketBook(instrument));
    }

    /** All public streams of at least one kind of instrument. */
    static Set<Channel> channels() {
        Set<Channel> channels = new LinkedHashSet<>();
        channels.add(Channel.QUOTES);
        channels.add(Channel.TRADES);
        channels.add(Channel.BOOK);
        DEPTHS.forEach(depth -> channels.add(Channel.top(depth)));
        channels.add(Channel.TICKER);
        channels.add(Channel.MARK_PRICE);
        channels.addAll(Channel.candles(CryptocomWords.intervals().keySet()));
        return channels;
    }

    Kind kind() {
        return kind;
    }

    /** The book, where this is a book's channel. */
    @Nullable SocketBook socketBook() {
        return socketBook;
    }

    /** The channel that tells the whole of this book each time. */
    Channel top() {
        return top;
    }

    /** Whether it is time to ask once more whether the exchange's yes was noticed. */
    boolean asksAgain(long atMillis) {
        if (atMillis - askedMillis < ASKED_AGAIN_MILLIS) {
            return false;
        }
        askedMillis = atMillis;
        return true;
    }

    @Nullable BigDecimal funding() {
        return funding;
    }

    void funding(BigDecimal rate) {
        funding = rate;
    }

    @Nullable BigDecimal index() {
        return index;
    }

    void index(BigDecimal price) {
        index = price;
    }

    /** The candle that is open, as it was told last. */
    CryptocomRestWire.@Nullable Candlestick candle() {
        return candle;
    }

    void candle(CryptocomRestWire.Candlestick told) {
        candle = told;
    }
}
