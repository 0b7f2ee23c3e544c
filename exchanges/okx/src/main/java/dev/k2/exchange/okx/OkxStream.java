package dev.k2.exchange.okx;

import dev.k2.exchange.Channel;
import dev.k2.exchange.net.FeedStream;
import dev.k2.exchange.net.SocketBook;
import dev.k2.model.CandleInterval;
import dev.k2.model.Instrument;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One stream of one instrument of OKX. Its name is the JSON that OKX asks for it by and quotes in
 * front of each message.
 */
final class OkxStream extends FeedStream {
    static final int TOP_LEVELS = 5;
    static final String LIQUIDATIONS = "liquidation-orders";
    static final String MARK_PRICE = "mark-price";
    static final String FUNDING = "funding-rate";
    static final String INDEX = "index-tickers";

    private static final Set<Channel> OF_ALL = ofAll();
    private static final Set<Channel> OF_CONTRACTS =
            Set.of(Channel.MARK_PRICE, Channel.LIQUIDATIONS);

    private final @Nullable SocketBook changes;
    private final OkxSocket socket;

    // What comes beside the mark price, kept until the next one. Only on the feed's loop.
    private OkxRestWire.@Nullable Funding funding;
    private @Nullable BigDecimal index;

    private OkxStream(
            Instrument instrument,
            Channel channel,
            String name,
            OkxSocket socket,
            @Nullable SocketBook changes) {
        super(instrument, channel, name, changes);
        this.socket = socket;
        this.changes = changes;
    }

    /**
     * A stream of which nothing was told.
     *
     * @throws IllegalArgumentException where OKX has no such stream
     */
    static OkxStream of(Instrument instrument, Channel channel) {
        // Of a pair OKX tells a mark price too, and nobody is liquidated in it.
        boolean offered = OF_ALL.contains(channel) || OF_CONTRACTS.contains(channel);
        if (!offered) {
            throw new IllegalArgumentException(
                    "OKX has no stream of " + channel.text() + " for " + instrument.id());
        }
        return new OkxStream(
                instrument,
                channel,
                name(instrument, channel),
                socket(channel),
                channel == Channel.BOOK ? new SocketBook(instrument) : null);
    }

    /** Every kind of stream that some instrument has. */
    static Set<Channel> channels() {
        Set<Channel> all = new HashSet<>(OF_ALL);
        all.addAll(OF_CONTRACTS);
        return Set.copyOf(all);
    }

    /** What OKX quotes of a stream of an instrument. */
    static String argument(String channel, String instId) {
        return "{\"channel\":\"" + channel + "\",\"instId\":\"" + instId + "\"}";
    }

    /** Those of all contracts are one stream to OKX; ours is one for each instrument. */
    static String liquidations(String instId) {
        return "{\"channel\":\"" + LIQUIDATIONS + "\",\"of\":\"" + instId + "\"}";
    }

    /** The book, where this is a book's stream. */
    @Nullable SocketBook changes() {
        return changes;
    }

    OkxSocket socket() {
        return socket;
    }

    OkxRestWire.@Nullable Funding funding() {
        return funding;
    }

    void funds(OkxRestWire.Funding told) {
        funding = told;
    }

    @Nullable BigDecimal index() {
        return index;
    }

    void stands(BigDecimal told) {
        index = told;
    }

    private static String name(Instrument instrument, Channel channel) {
        String instId = instrument.symbol();
        return switch (channel) {
            case Channel.Plain.QUOTES -> argument("bbo-tbt", instId);
            case Channel.Plain.TRADES -> argument("trades-all", instId);
            case Channel.Plain.AGGREGATE_TRADES -> argument("trades", instId);
            case Channel.Plain.BOOK -> argument("books", instId);
            case Channel.Plain.TICKER -> argument("tickers", instId);
            case Channel.Plain.MARK_PRICE -> argument(MARK_PRICE, instId);
            case Channel.Plain.LIQUIDATIONS -> liquidations(instId);
            case Channel.Plain.MINI_TICKER, Channel.Plain.LIFECYCLE, Channel.Plain.AVERAGE_PRICE ->
                    throw new IllegalArgumentException("OKX has no stream of " + channel.text());
            case Channel.Top(int depth) -> argument("books" + depth, instId);
            case Channel.Candles(CandleInterval interval) ->
                    argument("candle" + OkxWords.bar(interval).orElseThrow(), instId);
        };
    }

    private static OkxSocket socket(Channel channel) {
        return switch (channel) {
            case Channel.Plain.TRADES -> OkxSocket.BUSINESS;
            case Channel.Candles _ -> OkxSocket.BUSINESS;
            case Channel.Plain.QUOTES,
                    Channel.Plain.AGGREGATE_TRADES,
                    Channel.Plain.BOOK,
                    Channel.Plain.TICKER,
                    Channel.Plain.MINI_TICKER,
                    Channel.Plain.LIFECYCLE,
                    Channel.Plain.AVERAGE_PRICE,
                    Channel.Plain.MARK_PRICE,
                    Channel.Plain.LIQUIDATIONS ->
                    OkxSocket.PUBLIC;
            case Channel.Top _ -> OkxSocket.PUBLIC;
        };
    }

    private static Set<Channel> ofAll() {
        Set<Channel> channels =
                new HashSet<>(
                        List.of(
                                Channel.QUOTES,
                                Channel.TRADES,
                                Channel.AGGREGATE_TRADES,
                                Channel.BOOK,
                                Channel.TICKER,
                                Channel.top(TOP_LEVELS)));
        channels.addAll(Channel.candles(OkxWords.intervals()));
        return Set.copyOf(channels);
    }
}
