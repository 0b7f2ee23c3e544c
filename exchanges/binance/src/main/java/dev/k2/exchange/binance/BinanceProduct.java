package dev.k2.exchange.binance;

import dev.k2.exchange.Channel;
import dev.k2.model.CandleInterval;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the public data of Binance's products have of their own: paths, streams, limits. Everything
 * else is read and kept by the same classes for both.
 */
enum BinanceProduct {
    SPOT(ExchangeId.BINANCE, "/api/v3", 1_000, 4, 1_000),

    /** Futures margined in USDT and USDC. */
    USD_M(ExchangeId.BINANCE_FUTURES, "/fapi/v1", 1_500, 8, 190);

    private static final List<Integer> TOPS = List.of(5, 10, 20);
    private static final List<Integer> SPOT_DEPTHS = List.of(5, 10, 20, 50, 100, 500, 1_000, 5_000);
    private static final List<Integer> FUTURES_DEPTHS = List.of(5, 10, 20, 50, 100, 500, 1_000);
    private static final Set<CandleInterval> SPOT_INTERVALS =
            Set.copyOf(EnumSet.allOf(CandleInterval.class));
    private static final Set<CandleInterval> FUTURES_INTERVALS =
            Set.copyOf(EnumSet.complementOf(EnumSet.of(CandleInterval.S1)));
    private static final Set<Channel> SPOT_CHANNELS =
            channels(SPOT_INTERVALS, Channel.AGGREGATE_TRADES, Channel.AVERAGE_PRICE);
    private static final Set<Channel> FUTURES_CHANNELS =
            channels(FUTURES_INTERVALS, Channel.MARK_PRICE, Channel.LIQUIDATIONS);

    private final ExchangeId exchange;
    private final String root;
    private final int candlesInAPage;
    private final int messagesPerSecond;
    private final int streamsPerConnection;

    /**
     * Names a product's own.
     *
     * @param messagesPerSecond one or two fewer than it takes: pongs count, and we do not time them
     * @param streamsPerConnection fewer than it takes; for futures the documents name 200 and 1024
     */
    BinanceProduct(
            ExchangeId exchange,
            String root,
            int candlesInAPage,
            int messagesPerSecond,
            int streamsPerConnection) {
        this.exchange = exchange;
        this.root = root;
        this.candlesInAPage = candlesInAPage;
        this.messagesPerSecond = messagesPerSecond;
        this.streamsPerConnection = streamsPerConnection;
    }

    /** Which of a product's sockets a stream comes over; one connection cannot mix them. */
    enum Socket {
        /** The only one of Spot. */
        STREAMS("/stream", "market streams"),
        /** Books and best prices of futures. */
        PUBLIC("/public/stream", "public streams"),
        /** Everything else of futures. */
        MARKET("/market/stream", "market streams");

        private final String path;
        private final String text;

        Socket(String path, String text) {
            this.path = path;
            this.text = text;
        }

        String path() {
            return path;
        }

        /** The name for a person. */
        String text() {
            return text;
        }
    }

    /** The product that an instrument belongs to. */
    static BinanceProduct of(Instrument instrument) {
        for (BinanceProduct product : values()) {
            if (product.exchange == instrument.exchange()) {
                return product;
            }
        }
        throw new IllegalArgumentException(
                "expected an instrument of Binance, found one of " + instrument.exchange());
    }

    ExchangeId exchange() {
        return exchange;
    }

    /** An endpoint's path from the root of the host. */
    String path(String endpoint) {
        return root + endpoint;
    }

    Set<Channel> channels() {
        return switch (this) {
            case SPOT -> SPOT_CHANNELS;
            case USD_M -> FUTURES_CHANNELS;
        };
    }

    Set<CandleInterval> intervals() {
        return switch (this) {
            case SPOT -> SPOT_INTERVALS;
            case USD_M -> FUTURES_INTERVALS;
        };
    }

    /** The depths that a book can be asked in, ascending. */
    List<Integer> depths() {
        return switch (this) {
            case SPOT -> SPOT_DEPTHS;
            case USD_M -> FUTURES_DEPTHS;
        };
    }

    int candlesInAPage() {
        return candlesInAPage;
    }

    int messagesPerSecond() {
        return messagesPerSecond;
    }

    int streamsPerConnection() {
        return streamsPerConnection;
    }

    /** Where streams are taken from that are not told apart, and a feed's first connection goes. */
    Socket firstSocket() {
        return switch (this) {
            case SPOT -> Socket.STREAMS;
            case USD_M -> Socket.PUBLIC;
        };
    }

    Socket socket(Channel channel) {
        return switch (this) {
            case SPOT -> Socket.STREAMS;
            case USD_M ->
                    switch (channel) {
                        case Channel.Plain.QUOTES, Channel.Plain.BOOK -> Socket.PUBLIC;
                        case Channel.Plain.TRADES,
                                Channel.Plain.AGGREGATE_TRADES,
                                Channel.Plain.TICKER,
                                Channel.Plain.MINI_TICKER,
                                Channel.Plain.AVERAGE_PRICE,
                                Channel.Plain.LIFECYCLE,
                                Channel.Plain.MARK_PRICE,
                                Channel.Plain.LIQUIDATIONS ->
                                Socket.MARKET;
                        case Channel.Top _ -> Socket.PUBLIC;
                        case Channel.Candles _ -> Socket.MARKET;
                    };
        };
    }

    /** Binance's name of a stream: {@code btcusdt@trade}. */
    String stream(Instrument instrument, Channel channel) {
        return instrument.symbol().toLowerCase(Locale.ROOT) + "@" + word(channel);
    }

    private String word(Channel channel) {
        return switch (channel) {
            case Channel.Plain.QUOTES -> "bookTicker";
            // Futures document no stream of single trades, only the grouped one.
            case Channel.Plain.TRADES -> this == USD_M ? "aggTrade" : "trade";
            case Channel.Plain.AGGREGATE_TRADES -> "aggTrade";
            case Channel.Plain.BOOK -> "depth@100ms";
            case Channel.Plain.TICKER -> "ticker";
            case Channel.Plain.MINI_TICKER -> "miniTicker";
            case Channel.Plain.AVERAGE_PRICE -> "avgPrice";
            case Channel.Plain.MARK_PRICE -> "markPrice@1s";
            case Channel.Plain.LIQUIDATIONS -> "forceOrder";
            case Channel.Plain.LIFECYCLE ->
                    throw new IllegalArgumentException("Binance has no event contracts");
            case Channel.Top(int depth) -> "depth" + depth + "@100ms";
            case Channel.Candles(CandleInterval interval) -> "kline_" + interval.text();
        };
    }

    private static Set<Channel> channels(Set<CandleInterval> intervals, Channel... own) {
        Set<Channel> channels = new HashSet<>(List.of(own));
        channels.addAll(
                List.of(
                        Channel.QUOTES,
                        Channel.TRADES,
                        Channel.BOOK,
                        Channel.TICKER,
                        Channel.MINI_TICKER));
        TOPS.forEach(depth -> channels.add(Channel.top(depth)));
        channels.addAll(Channel.candles(intervals));
        return Set.copyOf(channels);
    }
}
