package dev.k2.exchange.bybit;

import dev.k2.exchange.Channel;
import dev.k2.model.CandleInterval;
import dev.k2.model.Instrument;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The public streams that Bybit has, and their names. Pure. */
final class BybitTopics {
    /** Levels of the books that are kept by snapshot and changes. */
    static final List<Integer> DEPTHS = List.of(50, 200, 1_000);

    /** All public streams of at least one category. */
    static final Set<Channel> CHANNELS = channels();

    /** Best bid and ask are a book of one level that always comes whole. */
    private static final int BEST = 1;

    private BybitTopics() {}

    /**
     * The topic of a stream. Several streams share one: ticker and mark price, best prices and a
     * book of one level, a whole book and its best levels.
     *
     * @param bookDepth levels of a book that is wanted whole
     * @return empty for a stream that Bybit has not
     */
    static Optional<String> topic(Instrument instrument, Channel channel, int bookDepth) {
        boolean linear = BybitCategory.of(instrument) == BybitCategory.LINEAR;
        String symbol = instrument.symbol();
        return switch (channel) {
            case Channel.Plain.QUOTES -> Optional.of(book(BEST, symbol));
            case Channel.Plain.TRADES -> Optional.of("publicTrade." + symbol);
            case Channel.Plain.BOOK -> Optional.of(book(bookDepth, symbol));
            case Channel.Plain.TICKER -> Optional.of("tickers." + symbol);
            // Spot has neither; whoever asks shares the ticker's topic and hears nothing.
            case Channel.Plain.MARK_PRICE -> Optional.of("tickers." + symbol);
            case Channel.Plain.LIQUIDATIONS ->
                    Optional.of((linear ? "allLiquidation." : "tickers.") + symbol);
            case Channel.Plain.AGGREGATE_TRADES,
                    Channel.Plain.MINI_TICKER,
                    Channel.Plain.LIFECYCLE,
                    Channel.Plain.AVERAGE_PRICE ->
                    Optional.empty();
            case Channel.Top(int depth) ->
                    depth == BEST || DEPTHS.contains(depth)
                            ? Optional.of(book(depth, symbol))
                            : Optional.empty();
            case Channel.Candles(CandleInterval interval) ->
                    BybitWords.interval(interval).map(word -> "kline." + word + "." + symbol);
        };
    }

    private static String book(int depth, String symbol) {
        return "orderbook." + depth + "." + symbol;
    }

    /** The levels of a book that a topic tells; 1 for topics of no book. */
    static int depth(String topic) {
        for (int depth : DEPTHS) {
            if (topic.startsWith("orderbook." + depth + ".")) {
                return depth;
            }
        }
        return BEST;
    }

    private static Set<Channel> channels() {
        Set<Channel> channels = new LinkedHashSet<>();
        channels.add(Channel.QUOTES);
        channels.add(Channel.TRADES);
        channels.add(Channel.BOOK);
        channels.add(Channel.top(BEST));
        // Deeper books are told as books; whole each time they would be too much.
        channels.add(Channel.top(DEPTHS.getFirst()));
        channels.add(Channel.TICKER);
        channels.addAll(Channel.candles(BybitWords.intervals().keySet()));
        channels.add(Channel.MARK_PRICE);
        channels.add(Channel.LIQUIDATIONS);
        return Set.copyOf(channels);
    }
}
