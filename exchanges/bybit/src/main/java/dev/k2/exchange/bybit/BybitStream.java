package dev.k2.exchange.bybit;

import dev.k2.exchange.Channel;
import dev.k2.exchange.net.FeedStream;
import dev.k2.exchange.net.SocketBook;
import dev.k2.model.Instrument;
import org.jspecify.annotations.Nullable;

/** One topic of one instrument of Bybit, and what of it was told. */
final class BybitStream extends FeedStream {
    /** What a topic's messages are. */
    enum Kind {
        BEST,
        BOOK,
        TRADES,
        TICKER,
        CANDLES,
        LIQUIDATIONS
    }

    private final Kind kind;
    private final @Nullable SocketBook socketBook;
    private final @Nullable BybitTrades trades;
    private final Channel top;
    private BybitFeedWire.@Nullable Ticker ticker;

    private BybitStream(
            Instrument instrument,
            Channel channel,
            String topic,
            Kind kind,
            @Nullable SocketBook book) {
        super(instrument, channel, topic, book);
        this.kind = kind;
        this.socketBook = book;
        this.top = Channel.top(BybitTopics.depth(topic));
        this.trades = kind == Kind.TRADES ? new BybitTrades() : null;
    }

    /**
     * A new stream.
     *
     * @param bookDepth levels of a book that is wanted whole
     * @throws IllegalArgumentException for a stream that Bybit has not
     */
    static BybitStream of(Instrument instrument, Channel channel, int bookDepth) {
        String topic =
                BybitTopics.topic(instrument, channel, bookDepth)
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "bybit has no stream of %s for %s"
                                                        .formatted(
                                                                channel.text(), instrument.id())));
        Kind kind = topic.startsWith("tickers.") ? Kind.TICKER : kind(channel);
        return new BybitStream(
                instrument,
                channel,
                topic,
                kind,
                kind == Kind.BOOK ? new SocketBook(instrument) : null);
    }

    private static Kind kind(Channel channel) {
        return switch (channel) {
            case Channel.Plain.QUOTES -> Kind.BEST;
            case Channel.Plain.TRADES, Channel.Plain.AGGREGATE_TRADES -> Kind.TRADES;
            case Channel.Plain.BOOK -> Kind.BOOK;
            case Channel.Plain.TICKER,
                    Channel.Plain.MINI_TICKER,
                    Channel.Plain.LIFECYCLE,
                    Channel.Plain.AVERAGE_PRICE,
                    Channel.Plain.MARK_PRICE ->
                    Kind.TICKER;
            case Channel.Plain.LIQUIDATIONS -> Kind.LIQUIDATIONS;
            case Channel.Top(int depth) -> depth == 1 ? Kind.BEST : Kind.BOOK;
            case Channel.Candles _ -> Kind.CANDLES;
        };
    }

    Kind kind() {
        return kind;
    }

    BybitCategory category() {
        return BybitCategory.of(instrument());
    }

    /** The book, where this is a book's topic. */
    @Nullable SocketBook socketBook() {
        return socketBook;
    }

    /** The channel that tells the whole of this book each time. */
    Channel top() {
        return top;
    }

    /** Whether a trade was not told before. */
    boolean isNewTrade(long number) {
        return trades == null || trades.isNew(number);
    }

    /** All that was told of the ticker; null before its snapshot. */
    BybitFeedWire.@Nullable Ticker ticker() {
        return ticker;
    }

    void ticker(BybitFeedWire.Ticker told) {
        ticker = told;
    }

    /** Bybit began to count anew, so that the next number is new whatever it is. */
    void countAnew() {
        startOver();
    }
}
