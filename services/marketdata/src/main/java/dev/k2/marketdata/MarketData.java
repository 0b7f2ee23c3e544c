package dev.k2.marketdata;

import dev.k2.exchange.Answer;
import dev.k2.exchange.Exchange;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.Instrument;
import dev.k2.model.PublicTrade;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * The door of market data: feeds in; prices, books, trades and candles out, each with its age.
 * Safe for several threads.
 *
 * <pre>{@code
 * var market = new MarketData(MarketDataConfig.defaults(), clock, schedule, background);
 * market.start(List.of(binance));
 * Instrument btc = market.instruments().find(new InstrumentId("BTC-USDT")).orElseThrow();
 * Optional<PriceView> price = market.price(btc);
 * }</pre>
 */
public final class MarketData implements AutoCloseable {
    private final MarketDataConfig config;
    private final InstantSource clock;
    private final Schedule schedule;
    private final Executor background;
    private volatile InstrumentCatalog catalog = new InstrumentCatalog(List.of());

    /**
     * @param background runs what waits for an exchange, each task on a thread of its own
     */
    public MarketData(
            MarketDataConfig config, InstantSource clock, Schedule schedule, Executor background) {
        this.config = config;
        this.clock = clock;
        this.schedule = schedule;
        this.background = background;
    }

    /**
     * Opens the feeds and loads the instruments, both in the background: what an exchange cannot
     * give now is asked for again. The order decides which exchange an id alone means.
     */
    public void start(List<Exchange> exchanges) {
        catalog = new InstrumentCatalog(exchanges.stream().map(Exchange::id).toList());
        throw new UnsupportedOperationException(config + " " + clock + schedule + background);
    }

    public InstrumentCatalog instruments() {
        return catalog;
    }

    /** Asks every exchange for its instruments now, in the background. */
    public void reloadInstruments() {}

    /**
     * The newest price; empty while none has arrived. Asking for an instrument that nobody watches
     * watches it for a minute, so that asking again brings one.
     */
    public Optional<PriceView> price(Instrument instrument) {
        return Optional.empty();
    }

    /** The newest prices of everything watched that has one. */
    public List<PriceView> prices() {
        return List.of();
    }

    /** Best bid and ask with their age, for judging an order; empty while none has arrived. */
    public Optional<Quote> quote(Instrument instrument) {
        return Optional.empty();
    }

    /**
     * The book; empty while none has arrived.
     *
     * @param depth levels wanted of each side
     */
    public Optional<BookView> book(Instrument instrument, int depth) {
        return Optional.empty();
    }

    /** The newest trades since they are watched, oldest first. */
    public List<PublicTrade> trades(Instrument instrument, int limit) {
        return List.of();
    }

    /**
     * Candles whose open time lies in a range, oldest first, the one now being built last. Blocks
     * its (virtual) thread while the exchange is asked for what is not cached.
     *
     * @param from inclusive
     * @param to exclusive
     */
    public Answer<List<Candle>> candles(
            Instrument instrument, CandleInterval interval, Instant from, Instant to) {
        return new Answer.Ok<>(List.of());
    }

    /** How each feed does, in the order of the start. */
    public List<FeedStatus> feeds() {
        return List.of();
    }

    /** Keeps an instrument subscribed until it is unwatched as often as it was watched. */
    public void watch(Instrument instrument) {}

    public void unwatch(Instrument instrument) {}

    /** Watches an instrument and tells listeners of its candles of this interval. */
    public void watchCandles(Instrument instrument, CandleInterval interval) {}

    public void unwatchCandles(Instrument instrument, CandleInterval interval) {}

    /** Adds a listener, from the next round on. */
    public void addListener(MarketListener listener) {}

    public void removeListener(MarketListener listener) {}

    /** Closes the feeds within 10 s. The exchanges stay open: they belong to whoever made them. */
    @Override
    public void close() {}
}
