package dev.k2.marketdata;

import dev.k2.exchange.Answer;
import dev.k2.exchange.Channel;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.EventQueries;
import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.MarketFeed;
import dev.k2.model.CandleInterval;
import dev.k2.model.ContractState;
import dev.k2.model.EventContract;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.InstrumentStatus;
import dev.k2.platform.Timers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The feed of one exchange: opens it, subscribes what is wanted, loads the instruments, and watches
 * over it.
 */
final class FeedManager implements AutoCloseable {
    /** What prices, books and tapes are made of; an exchange may offer much more. */
    private static final List<Channel> USED =
            List.of(Channel.QUOTES, Channel.TRADES, Channel.BOOK, Channel.TICKER);

    /** What is heard of event contracts besides; rare, so its silence says nothing. */
    private static final List<Channel> USED_OF_EVENTS = List.of(Channel.LIFECYCLE);

    /** What is heard of perpetuals besides; some exchanges tell a mark price only when it moves. */
    private static final List<Channel> USED_OF_PERPETUALS =
            List.of(Channel.MARK_PRICE, Channel.LIQUIDATIONS);

    private static final Logger LOG = LoggerFactory.getLogger(FeedManager.class);
    private static final Duration RETRY_FIRST = Duration.ofSeconds(2);
    private static final Duration LOOK_LASTS = Duration.ofMinutes(1);

    /** Between looks whether the first prices have come. */
    private static final Duration FIRST_LOOK = Duration.ofMillis(5);

    private final Exchange exchange;
    private final MarketDataConfig config;
    private final InstantSource clock;
    private final Timers timers;
    private final InstrumentCatalog catalog;
    private final Consumer<CatalogChange> onCatalog;
    private final Consumer<EventContract> onContract;
    private final Optional<EventWatch> events;
    private final Map<InstrumentId, Market> markets = new ConcurrentHashMap<>();
    private final Map<InstrumentId, Demand> demands = new HashMap<>();
    private final FeedWatch watch;
    private final AtomicBoolean loading = new AtomicBoolean();
    private final List<Timers.Ticket> tickets = new ArrayList<>();
    private Duration retry = RETRY_FIRST;
    private volatile @Nullable MarketFeed feed;
    private volatile boolean closed;

    FeedManager(
            Exchange exchange,
            MarketDataConfig config,
            InstantSource clock,
            Timers timers,
            InstrumentCatalog catalog,
            EventBoard board,
            Consumer<CatalogChange> onCatalog,
            Consumer<EventContract> onContract,
            Consumer<FeedStatus> onStatus) {
        this.exchange = exchange;
        this.config = config;
        this.clock = clock;
        this.timers = timers;
        this.catalog = catalog;
        this.onCatalog = onCatalog;
        this.onContract = onContract;
        events =
                exchange.events()
                        .map(
                                queries ->
                                        new EventWatch(
                                                exchange.id(),
                                                queries,
                                                board,
                                                config.events().reloadEvery(),
                                                clock,
                                                timers,
                                                this::stepped));
        watch =
                new FeedWatch(
                        exchange.id(),
                        markets,
                        clock,
                        () -> onStatus.accept(status()),
                        (instrument, step) -> events.ifPresent(e -> e.heard(instrument, step)));
    }

    void open() {
        feed = exchange.feed(watch);
        tickets.add(timers.after(Duration.ZERO, this::reload));
        tickets.add(timers.every(config.reloadEvery(), this::reload));
        tickets.add(timers.every(config.healthEvery(), this::check));
        tickets.add(timers.every(LOOK_LASTS.dividedBy(4), this::release));
        events.ifPresent(EventWatch::open);
    }

    Exchange exchange() {
        return exchange;
    }

    ExchangeId id() {
        return exchange.id();
    }

    boolean isLive() {
        return watch.isLive();
    }

    boolean offers(CandleInterval interval) {
        return exchange.capabilities().intervals().contains(interval);
    }

    @Nullable Market market(InstrumentId id) {
        return markets.get(id);
    }

    Collection<Market> markets() {
        return markets.values();
    }

    FeedStatus status() {
        MarketFeed open = feed;
        return watch.status(open == null ? 0 : open.reconnects(), config.staleAfter());
    }

    /** Questions about events; empty where the exchange has none. */
    Optional<EventQueries> events() {
        return events.map(EventWatch::queries);
    }

    /** Loads the instruments; a failure is tried again sooner than the next reload. */
    void reload() {
        if (closed || !loading.compareAndSet(false, true)) {
            return;
        }
        try {
            switch (exchange.market().instruments()) {
                case Answer.Ok<List<Instrument>>(List<Instrument> instruments) ->
                        loaded(instruments);
                case Answer.Failed<List<Instrument>>(ExchangeError error) -> failed(error);
            }
        } finally {
            loading.set(false);
        }
    }

    /** Whether there was room. */
    boolean watch(Instrument instrument) {
        synchronized (demands) {
            Demand demand = demand(instrument);
            if (!demand.isSubscribed() && !subscribe(demand)) {
                return false;
            }
            demand.add();
            return true;
        }
    }

    void unwatch(Instrument instrument) {
        synchronized (demands) {
            Demand demand = demands.get(instrument.id());
            if (demand == null) {
                return;
            }
            demand.remove();
            releaseUnwanted(demand);
        }
    }

    /**
     * Watches for a while, from now on, what somebody looks at.
     *
     * @return since when it is watched, in milliseconds since 1970
     */
    long look(Instrument instrument) {
        synchronized (demands) {
            Demand demand = demand(instrument);
            demand.look(clock.millis() + LOOK_LASTS.toMillis());
            if (!demand.isSubscribed()) {
                var _ = subscribe(demand);
            }
            return demand.sinceMillis();
        }
    }

    /**
     * The same, and where nobody watched it until a moment ago, waits for its first price and book.
     * What is watched for longer and still not live is not waited for.
     */
    void expect(Instrument instrument, Duration most) {
        if (isTold(instrument)) {
            return;
        }
        long left = look(instrument) + most.toMillis() - clock.millis();
        long end = System.nanoTime() + Duration.ofMillis(left).toNanos();
        boolean hasRoom = markets.containsKey(instrument.id());
        while (left > 0 && hasRoom && !closed && !isTold(instrument) && System.nanoTime() < end) {
            LockSupport.parkNanos(FIRST_LOOK.toNanos());
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }

    private boolean isTold(Instrument instrument) {
        Market market = markets.get(instrument.id());
        return market != null && market.isLive(clock.millis());
    }

    @Override
    public void close() {
        closed = true;
        tickets.forEach(Timers.Ticket::cancel);
        events.ifPresent(EventWatch::close);
        MarketFeed open = feed;
        if (open != null) {
            open.close();
        }
    }

    private void check() {
        MarketFeed open = feed;
        if (open == null || closed) {
            return;
        }
        if (open.state() == ConnectionState.CLOSED) {
            LOG.atWarn()
                    .addKeyValue("exchange", id().text())
                    .log("a feed had closed by itself and is opened anew");
            watch.failed("closed");
            reopen();
            return;
        }
        watch.check(config.healthEvery());
        for (FeedWatch.Silent silent : watch.silent(config.healthEvery(), channels())) {
            // The socket lives and this stream does not: ask for the stream again.
            Instrument instrument = silent.market().instrument();
            open.unsubscribe(instrument, silent.channel());
            open.subscribe(instrument, silent.channel());
        }
    }

    private void reopen() {
        synchronized (demands) {
            MarketFeed anew = exchange.feed(watch);
            feed = anew;
            for (Demand demand : demands.values()) {
                if (demand.isSubscribed()) {
                    channels(demand.instrument())
                            .forEach(c -> anew.subscribe(demand.instrument(), c));
                }
            }
        }
    }

    private void loaded(List<Instrument> instruments) {
        retry = RETRY_FIRST;
        CatalogChange change = catalog.replace(id(), instruments);
        synchronized (demands) {
            boolean all = instruments.size() <= config.watchAllUpTo() && events.isEmpty();
            for (Instrument instrument : instruments) {
                boolean open = instrument.status() == InstrumentStatus.TRADING;
                boolean wanted = all && open;
                if (wanted || demands.containsKey(instrument.id())) {
                    refresh(demand(instrument), instrument, wanted);
                }
            }
            for (Instrument gone : change.disappeared()) {
                Demand demand = demands.remove(gone.id());
                if (demand != null) {
                    unsubscribe(demand);
                }
            }
        }
        if (!change.isEmpty()) {
            onCatalog.accept(change);
        }
    }

    /** Contracts appeared or went on in their lives: what can be traded follows at once. */
    private void stepped(List<EventContract> contracts) {
        Map<InstrumentId, InstrumentStatus> told = new HashMap<>();
        boolean unlisted = false;
        for (EventContract contract : contracts) {
            told.put(contract.instrument(), contract.state().status());
            unlisted |=
                    contract.state() == ContractState.OPEN
                            && catalog.find(id(), contract.instrument()).isEmpty();
        }
        CatalogChange change = catalog.update(id(), told);
        synchronized (demands) {
            for (Instrument now : change.changed()) {
                Demand demand = demands.get(now.id());
                if (demand != null) {
                    refresh(demand, now, false);
                }
            }
        }
        if (!change.isEmpty()) {
            onCatalog.accept(change);
        }
        contracts.forEach(onContract);
        if (unlisted) {
            var _ = timers.after(Duration.ZERO, this::reload);
        }
    }

    private void refresh(Demand demand, Instrument now, boolean always) {
        Instrument before = demand.instrument();
        boolean rescaled =
                before.priceScale() != now.priceScale()
                        || before.quantityScale() != now.quantityScale();
        if (rescaled && demand.isSubscribed()) {
            unsubscribe(demand);
        }
        demand.instrument(now);
        demand.always(always);
        Market market = markets.get(now.id());
        if (market != null) {
            market.instrument(now);
        }
        if (demand.isWanted(clock.millis()) && !demand.isSubscribed()) {
            var _ = subscribe(demand);
        }
    }

    private void failed(ExchangeError error) {
        LOG.atWarn()
                .addKeyValue("exchange", id().text())
                .addKeyValue("category", error.category())
                .log("instruments could not be loaded: {}", error.message());
        if (catalog.of(id()).isEmpty() && !closed) {
            tickets.add(timers.after(retry, this::reload));
            Duration doubled = retry.multipliedBy(2);
            retry = doubled.compareTo(config.reloadEvery()) < 0 ? doubled : config.reloadEvery();
        }
    }

    private Demand demand(Instrument instrument) {
        return demands.computeIfAbsent(instrument.id(), id -> new Demand(instrument));
    }

    private boolean subscribe(Demand demand) {
        MarketFeed open = feed;
        if (open == null || subscriptions() >= config.watchedMax()) {
            return false;
        }
        Instrument instrument = demand.instrument();
        Market market =
                markets.computeIfAbsent(
                        instrument.id(),
                        id -> new Market(instrument, exchange.capabilities().channels(), config));
        market.instrument(instrument);
        market.connection(watch.isLive());
        demand.subscribed(clock.millis());
        channels(instrument).forEach(channel -> open.subscribe(instrument, channel));
        return true;
    }

    private void unsubscribe(Demand demand) {
        MarketFeed open = feed;
        demand.unsubscribed();
        if (open != null) {
            channels(demand.instrument())
                    .forEach(channel -> open.unsubscribe(demand.instrument(), channel));
        }
        Optional.ofNullable(markets.get(demand.instrument().id()))
                .ifPresent(market -> market.connection(false));
    }

    /** Ends what was only looked at and is no longer. */
    private void release() {
        synchronized (demands) {
            List.copyOf(demands.values()).forEach(this::releaseUnwanted);
        }
    }

    private void releaseUnwanted(Demand demand) {
        if (demand.isWanted(clock.millis())) {
            return;
        }
        if (demand.isSubscribed()) {
            unsubscribe(demand);
        }
        demands.remove(demand.instrument().id());
        markets.remove(demand.instrument().id());
    }

    private long subscriptions() {
        return demands.values().stream().filter(Demand::isSubscribed).count();
    }

    /** What is heard of an instrument while it is watched. */
    List<Channel> channels(Instrument instrument) {
        List<Channel> wanted = new ArrayList<>(channels());
        List<Channel> besides =
                switch (instrument.kind()) {
                    case EVENT -> USED_OF_EVENTS;
                    case PERPETUAL -> USED_OF_PERPETUALS;
                    case SPOT -> List.of();
                };
        besides.stream().filter(exchange.capabilities().channels()::contains).forEach(wanted::add);
        return wanted;
    }

    private Collection<Channel> channels() {
        return USED.stream().filter(exchange.capabilities().channels()::contains).toList();
    }
}
