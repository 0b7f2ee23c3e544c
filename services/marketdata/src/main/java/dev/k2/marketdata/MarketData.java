package dev.k2.marketdata;

import dev.k2.exchange.Answer;
import dev.k2.exchange.Capabilities;
import dev.k2.exchange.Channel;
import dev.k2.exchange.ErrorFacts;
import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.ExchangeException;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.EventGroup;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.PublicTrade;
import dev.k2.platform.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The door of market data: feeds in; prices, books, trades and candles out, each with its age. Safe
 * for several threads.
 *
 * <pre>{@code
 * var market = new MarketData(MarketDataConfig.defaults(), clock, timers);
 * market.start(List.of(binance));
 * Instrument btc = market.instruments().find(new InstrumentId("BTC-USDT")).orElseThrow();
 * Optional<PriceView> price = market.price(btc);
 * }</pre>
 */
public final class MarketData implements AutoCloseable {
    /** The most candles that one question may cover. */
    public static final int CANDLES_MAX = 10_000;

    private final MarketDataConfig config;
    private final InstantSource clock;
    private final Timers timers;
    private final List<FeedManager> managers = new CopyOnWriteArrayList<>();
    private final Rounds rounds;
    private final Candles candles;
    private final EventBoard events = new EventBoard();
    private final Map<Rounds.CandleKey, Integer> candleWatchers = new HashMap<>();
    private volatile InstrumentCatalog catalog = new InstrumentCatalog(List.of());
    private final Optional<CandleArchive> archive;
    private Timers.@Nullable Ticket turning;
    private @Nullable CandleUpkeep upkeep;

    /**
     * Keeps nothing beyond its memory. Nothing runs before {@link #start}. Tasks of the timers may
     * wait for an exchange.
     */
    public MarketData(MarketDataConfig config, InstantSource clock, Timers timers) {
        this(config, clock, timers, Optional.empty());
    }

    /**
     * The same with an archive of closed candles.
     *
     * @param archive empty to ask the exchanges for what is not in memory
     */
    public MarketData(
            MarketDataConfig config,
            InstantSource clock,
            Timers timers,
            Optional<CandleArchive> archive) {
        this.config = config;
        this.clock = clock;
        this.timers = timers;
        this.archive = archive;
        rounds = new Rounds(clock, managers);
        CandleSource source = archive.isPresent() ? archive.get() : CandleSource.EXCHANGE;
        candles = new Candles(clock, config.candlesCached(), source);
    }

    /**
     * Opens the feeds and loads the instruments, both in the background: what an exchange cannot
     * give now is asked for again. The order decides which exchange an id alone means.
     */
    public synchronized void start(List<Exchange> exchanges) {
        if (turning != null) {
            throw new IllegalStateException("market data is started once");
        }
        InstrumentCatalog all =
                new InstrumentCatalog(exchanges.stream().map(Exchange::id).toList());
        catalog = all;
        for (Exchange exchange : exchanges) {
            managers.add(
                    new FeedManager(
                            exchange,
                            config,
                            clock,
                            timers,
                            all,
                            events,
                            change -> rounds.notice(l -> l.onInstruments(change)),
                            contract -> rounds.notice(l -> l.onContract(exchange.id(), contract)),
                            status -> rounds.notice(l -> l.onFeed(status))));
        }
        managers.forEach(FeedManager::open);
        turning = timers.every(config.roundEvery(), rounds::run);
        archive.ifPresent(kept -> upkeep = new CandleUpkeep(kept, managers, clock, timers));
    }

    /** The instruments of all exchanges as they were last told. */
    public InstrumentCatalog instruments() {
        return catalog;
    }

    /**
     * The instruments that a query asks for, those that fit its text best first: the symbol itself,
     * then what begins with it or is priced in something else, then words of an event's title.
     */
    public List<RankedInstrument> search(InstrumentQuery query) {
        var everything =
                new InstrumentQuery(
                        query.exchange(),
                        query.type(),
                        query.kind(),
                        query.status(),
                        Optional.empty());
        return InstrumentSearch.of(catalog.search(everything), events, query.text().orElse(""));
    }

    /** The events of all exchanges as they were last told. */
    public EventBoard events() {
        return events;
    }

    /**
     * One event with all its contracts. Blocks its (virtual) thread where the exchange has to be
     * asked: it lists no events that ended long ago.
     *
     * @return a {@link ExchangeError.Validation} where there is no such event
     */
    public Answer<EventGroup> event(Optional<ExchangeId> exchange, String ticker) {
        Optional<EventGroup> known = events.find(exchange, ticker);
        if (known.isPresent()) {
            return new Answer.Ok<>(known.get());
        }
        Answer<EventGroup> last = noEvent(exchange.orElse(ExchangeId.KALSHI), ticker);
        for (FeedManager manager : managers) {
            boolean asked = exchange.isEmpty() || exchange.get() == manager.id();
            if (asked && manager.events().isPresent()) {
                last = manager.events().get().event(ticker);
                if (last instanceof Answer.Ok<EventGroup>) {
                    return last;
                }
            }
        }
        return last;
    }

    private static Answer<EventGroup> noEvent(ExchangeId exchange, String ticker) {
        var facts = ErrorFacts.of(exchange, "find an event", "no event is called " + ticker);
        return new Answer.Failed<>(new ExchangeError.Validation(facts, false));
    }

    /** Asks every exchange for its instruments now, in the background. */
    public void reloadInstruments() {
        for (FeedManager manager : managers) {
            var _ = timers.after(Duration.ZERO, manager::reload);
        }
    }

    /**
     * The newest price; empty while none has arrived. Asking for an instrument that nobody watches
     * watches it for a minute, so that asking again brings one.
     */
    public Optional<PriceView> price(Instrument instrument) {
        return looked(instrument).map(market -> market.price().view(clock.millis()));
    }

    /** The newest price of what is watched already; asking watches nothing. */
    public Optional<PriceView> knownPrice(Instrument instrument) {
        return Optional.ofNullable(manager(instrument.exchange()).market(instrument.id()))
                .map(market -> market.price().view(clock.millis()));
    }

    /** The newest prices of everything watched that has one. */
    public List<PriceView> prices() {
        long nowMillis = clock.millis();
        List<PriceView> views = new ArrayList<>();
        for (FeedManager manager : managers) {
            for (Market market : manager.markets()) {
                Optional.ofNullable(market.price().view(nowMillis)).ifPresent(views::add);
            }
        }
        return views;
    }

    /** Best bid and ask with their age, for judging an order; empty while none has arrived. */
    public Optional<Quote> quote(Instrument instrument) {
        return looked(instrument).map(market -> market.price().quote(clock.millis()));
    }

    /**
     * The book; empty while none has arrived.
     *
     * @param depth levels wanted of each side
     */
    public Optional<BookView> book(Instrument instrument, int depth) {
        return looked(instrument).map(market -> market.book().view(depth, clock.millis()));
    }

    /**
     * The price of an id over all exchanges that trade it: the best of those that are live. An
     * exchange that nobody watches is watched for a minute, and counts once it has told something.
     */
    public ConsolidatedPrice consolidatedPrice(InstrumentId id) {
        List<Consolidation.Told> told = new ArrayList<>();
        long nowMillis = clock.millis();
        for (Instrument instrument : catalog.everywhere(id)) {
            Optional<PriceState> state = looked(instrument).map(Market::price);
            @Nullable PriceView view = state.map(price -> price.view(nowMillis)).orElse(null);
            @Nullable Quote quote = state.map(price -> price.quote(nowMillis)).orElse(null);
            if (view != null && quote != null) {
                told.add(new Consolidation.Told(instrument, view, quote));
            }
        }
        return Consolidation.price(id, told);
    }

    /**
     * The live books of an id as one.
     *
     * @param depth levels wanted of each side
     */
    public ConsolidatedBook consolidatedBook(InstrumentId id, int depth) {
        List<Consolidation.ToldBook> told = new ArrayList<>();
        for (Instrument instrument : catalog.everywhere(id)) {
            book(instrument, depth)
                    .ifPresent(book -> told.add(new Consolidation.ToldBook(instrument, book)));
        }
        return Consolidation.book(id, told, depth);
    }

    /** The newest mark price; empty while none has arrived, and where there is none. */
    public Optional<MarkPriceView> markPrice(Instrument instrument) {
        return looked(instrument).map(market -> market.mark().view(clock.millis()));
    }

    /** Whether a channel tells of an instrument while it is watched. */
    public boolean hears(Instrument instrument, Channel channel) {
        return manager(instrument.exchange()).channels(instrument).contains(channel);
    }

    /** The newest trades since they are watched, oldest first. */
    public List<PublicTrade> trades(Instrument instrument, int limit) {
        return looked(instrument).map(market -> market.tape().newest(limit)).orElse(List.of());
    }

    /**
     * Candles whose open time lies in a range, oldest first, the one now being built last. What an
     * exchange does not offer is made of what it does; seconds that it does not offer are there
     * since somebody asked for them. Blocks its (virtual) thread while the exchange is asked for
     * what is not kept.
     *
     * @param from inclusive
     * @param to exclusive
     * @throws IllegalArgumentException for a range of more than {@link #CANDLES_MAX} candles
     */
    public Answer<List<Candle>> candles(
            Instrument instrument, CandleInterval interval, Instant from, Instant to) {
        FeedManager manager = manager(instrument.exchange());
        if (Duration.between(from, to).dividedBy(interval.width()) > CANDLES_MAX) {
            throw new IllegalArgumentException(
                    "a question covers at most " + CANDLES_MAX + " candles");
        }
        try {
            return new Answer.Ok<>(
                    candles.range(
                            manager.exchange(),
                            instrument,
                            manager.market(instrument.id()),
                            interval,
                            from,
                            to));
        } catch (ExchangeException failed) {
            return new Answer.Failed<>(failed.error());
        }
    }

    /** What an exchange offers; empty where it is not built in. */
    public Optional<Capabilities> capabilities(ExchangeId exchange) {
        return managers.stream()
                .filter(manager -> manager.id() == exchange)
                .map(manager -> manager.exchange().capabilities())
                .findFirst();
    }

    /** How each feed does, in the order of the start. */
    public List<FeedStatus> feeds() {
        return managers.stream().map(FeedManager::status).toList();
    }

    /**
     * Watches an instrument for a while, and where nobody did before, waits for its first price and
     * book: so that whoever comes first is not told that there is none.
     *
     * @param most how long it may take from the moment on at which it was first watched
     */
    public void expect(Instrument instrument, Duration most) {
        manager(instrument.exchange()).expect(instrument, most);
    }

    /**
     * Keeps an instrument subscribed until it is unwatched as often as it was watched.
     *
     * @return false where as many are watched as may be; then there is nothing to unwatch
     */
    public boolean watch(Instrument instrument) {
        return manager(instrument.exchange()).watch(instrument);
    }

    public void unwatch(Instrument instrument) {
        manager(instrument.exchange()).unwatch(instrument);
    }

    /**
     * Watches an instrument and tells listeners of its candles of this interval.
     *
     * @return false where as many are watched as may be
     */
    public boolean watchCandles(Instrument instrument, CandleInterval interval) {
        FeedManager manager = manager(instrument.exchange());
        if (!manager.watch(instrument)) {
            return false;
        }
        Market market = manager.market(instrument.id());
        if (market == null) {
            throw new IllegalStateException("a watched instrument has no market: " + instrument);
        }
        var key = new Rounds.CandleKey(instrument.exchange(), market, interval);
        synchronized (candleWatchers) {
            candleWatchers.merge(key, 1, Integer::sum);
            rounds.candles()
                    .computeIfAbsent(
                            key,
                            k ->
                                    new CandleWatch(
                                            manager.exchange(), market, interval, candles, timers));
        }
        return true;
    }

    public void unwatchCandles(Instrument instrument, CandleInterval interval) {
        FeedManager manager = manager(instrument.exchange());
        Market market = manager.market(instrument.id());
        if (market != null) {
            var key = new Rounds.CandleKey(instrument.exchange(), market, interval);
            synchronized (candleWatchers) {
                candleWatchers.computeIfPresent(key, (k, n) -> n == 1 ? null : n - 1);
                if (!candleWatchers.containsKey(key)) {
                    rounds.candles().remove(key);
                }
            }
        }
        manager.unwatch(instrument);
    }

    /** Adds a listener, from the next round on. */
    public void addListener(MarketListener listener) {
        rounds.add(listener);
    }

    public void removeListener(MarketListener listener) {
        rounds.remove(listener);
    }

    /** Closes the feeds within 10 s. The exchanges stay open: they belong to whoever made them. */
    @Override
    public synchronized void close() {
        if (turning != null) {
            turning.cancel();
        }
        if (upkeep != null) {
            upkeep.close();
        }
        managers.forEach(FeedManager::close);
    }

    private Optional<Market> looked(Instrument instrument) {
        FeedManager manager = manager(instrument.exchange());
        Market market = manager.market(instrument.id());
        manager.look(instrument);
        return Optional.ofNullable(market);
    }

    private FeedManager manager(ExchangeId exchange) {
        for (FeedManager manager : managers) {
            if (manager.id() == exchange) {
                return manager;
            }
        }
        throw new IllegalArgumentException(exchange + " was not started with");
    }
}
