package dev.k2.trading;

import dev.k2.exchange.Account;
import dev.k2.exchange.Capabilities;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.Placement;
import dev.k2.model.BalancesChanged;
import dev.k2.model.BookLevel;
import dev.k2.model.BookSnapshot;
import dev.k2.model.ClientOrderId;
import dev.k2.model.ExchangeId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.IdempotencyKey;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.InstrumentKind;
import dev.k2.model.InstrumentStatus;
import dev.k2.model.LinkChanged;
import dev.k2.model.LinkId;
import dev.k2.model.Order;
import dev.k2.model.OrderType;
import dev.k2.model.OrderUpdated;
import dev.k2.model.PositionSettled;
import dev.k2.model.PriceBand;
import dev.k2.model.PriceRange;
import dev.k2.model.QuantityRange;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import dev.k2.model.TradeId;
import dev.k2.model.TradingRules;
import dev.k2.model.UserId;
import dev.k2.platform.Database;
import dev.k2.platform.Leases;
import dev.k2.platform.ManualClock;
import dev.k2.platform.Metrics;
import dev.k2.platform.TestPostgres;
import dev.k2.platform.Timers;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Trading with one user, one account, one instrument at 50,000, a database and a clock by hand. */
final class World implements AutoCloseable, Links, Accounts, Market, Announcements {
    static final InstrumentId BTC = InstrumentId.spot("BTC", "USDT");
    static final Instrument INSTRUMENT = instrument(InstrumentStatus.TRADING);

    /** Terms run by the database's clock, which nobody moves: here they last longer than any test. */
    static final TradingConfig CONFIG =
            TradingConfig.USUAL.holding(
                    new LeaseTerms(
                            Duration.ofMinutes(10), Duration.ofSeconds(5), Duration.ofSeconds(1)));

    private static final Database ONE = TestPostgres.database();

    final ManualClock clock = new ManualClock();
    final Database database = emptied();
    final UserId user = new UserId(UUID.randomUUID());
    final Links.Link link = new Links.Link(new LinkId(UUID.randomUUID()), user, ExchangeId.BINANCE);
    final FakeAccount account = new FakeAccount(clock);

    /** Of {@link #another}. */
    final FakeAccount anotherAccount = new FakeAccount(clock);

    final List<OrderUpdated> updates = Collections.synchronizedList(new ArrayList<>());
    final List<BalancesChanged> balanceNews = Collections.synchronizedList(new ArrayList<>());
    final List<PositionSettled> settled = Collections.synchronizedList(new ArrayList<>());
    final Map<InstrumentId, Quote> quotes = new ConcurrentHashMap<>();
    final List<LinkId> refusedLinks = Collections.synchronizedList(new ArrayList<>());
    final Map<InstrumentId, Instrument> instruments = new ConcurrentHashMap<>();

    /** Further exchanges, for orders that name none. */
    final Map<LinkId, FakeAccount> others = new ConcurrentHashMap<>();

    /** How much one contract is, at exchanges where it is not one of what is bought. */
    final Map<ExchangeId, BigDecimal> contractSizes = new EnumMap<>(ExchangeId.class);

    final Map<ExchangeId, Optional<BookSnapshot>> books = new ConcurrentHashMap<>();
    final Map<InstrumentId, Integer> watched = new ConcurrentHashMap<>();
    volatile CrashPoints crashPoints = CrashPoints.NONE;
    volatile Optional<Quote> quote = Optional.empty();
    volatile Optional<BookSnapshot> book = Optional.empty();
    volatile List<Links.Link> activeLinks = List.of(link);
    final List<ExchangeId> expected = Collections.synchronizedList(new ArrayList<>());
    final Set<LinkId> unlinked = ConcurrentHashMap.newKeySet();

    /** Not moved by a change of the links: a test does, or has it missed. */
    final AtomicLong linkChanges = new AtomicLong();

    volatile boolean deadMan = true;
    volatile Runnable onQuote = () -> {};
    volatile Trading trading;

    /** Of the trading that was opened last. */
    volatile Metrics metrics = new Metrics();

    volatile boolean loaded = true;
    volatile boolean offersAmend = true;
    volatile boolean offersHistory = true;
    volatile Consumer<OrderUpdated> onUpdate = update -> {};
    private final AtomicInteger keys = new AtomicInteger();
    private Run process = new Run();
    private final List<Trading> nodes = new ArrayList<>();
    volatile Consumer<CrashPoint> onPoint = point -> {};

    /** The timers of one run of the program; after its death nothing of it runs any more. */
    private final class Run implements Timers {
        private volatile boolean dead;
        private final List<Runnable> missed = new ArrayList<>();
        private boolean still;

        @Override
        public Ticket after(Duration delay, Runnable task) {
            return clock.after(delay, () -> run(task));
        }

        @Override
        public Ticket every(Duration pause, Runnable task) {
            return clock.every(pause, () -> run(task));
        }

        private void run(Runnable task) {
            if (still) {
                missed.add(task);
            } else if (!dead) {
                task.run();
            }
        }

        private void goOn() {
            still = false;
            List<Runnable> due = List.copyOf(missed);
            missed.clear();
            due.forEach(this::run);
        }
    }

    /** Everything is up, live and reconciled. */
    World() {
        instruments.put(BTC, INSTRUMENT);
        priceNow();
        trading = open();
        connect();
    }

    /** The same, before the account's stream came up. */
    static World shut() {
        return new World(false);
    }

    private World(boolean ignored) {
        instruments.put(BTC, INSTRUMENT);
        priceNow();
        trading = open();
    }

    /**
     * Another process on the same database, which knows nothing of this one and acts for another
     * account of the user.
     */
    Trading another() {
        var second = new Links.Link(new LinkId(UUID.randomUUID()), user, ExchangeId.BINANCE);
        Links theirs =
                new Links() {
                    @Override
                    public List<Links.Link> active() {
                        return List.of(second);
                    }

                    @Override
                    public Set<LinkId> gone(Collection<LinkId> asked) {
                        return World.this.gone(asked);
                    }

                    @Override
                    public long changes() {
                        return 0;
                    }

                    @Override
                    public boolean refused(Link refused, ExchangeError cause) {
                        return refusedLinks.add(refused.id());
                    }
                };
        Trading other =
                open(
                        "another",
                        new Run(),
                        CrashPoints.NONE,
                        theirs,
                        asked -> Optional.of(anotherAccount));
        anotherAccount.live();
        settle();
        return other;
    }

    private Trading open() {
        return open(
                TradingParts.ALONE,
                process,
                point -> {
                    onPoint.accept(point);
                    crashPoints.reached(point);
                });
    }

    private Trading open(String node, Run run, CrashPoints points) {
        return open(node, run, points, this, this);
    }

    private Trading open(
            String node, Run run, CrashPoints points, Links theirs, Accounts accounts) {
        metrics = new Metrics();
        return Trading.open(
                new TradingParts(
                        database,
                        clock,
                        run,
                        metrics,
                        theirs,
                        accounts,
                        this,
                        this,
                        Names.RANDOM,
                        points,
                        node),
                CONFIG);
    }

    /** Another process beside the first, on the same database and with the same account. */
    Trading join(String node) {
        Trading other = open(node, new Run(), CrashPoints.NONE);
        nodes.add(other);
        return other;
    }

    /** The first process stands still: nothing of it runs, though time passes. */
    void standStill() {
        process.still = true;
    }

    /** It goes on, with all that it missed. */
    void goOn() {
        process.goOn();
    }

    /** Hold of the account, taken from the trading that was opened. */
    LinkLeases leases() {
        var taken =
                new LinkLeases(
                        Leases.open(database, TradingParts.ALONE, CONFIG.leases().term()),
                        CONFIG.leases(),
                        clock,
                        () -> 0L,
                        metrics);
        taken.acquire(List.of(link.id()), true);
        return taken;
    }

    /** The term of one lease is over by the database's clock. */
    void runOut(LinkId account) {
        database.jdbi()
                .useHandle(
                        handle ->
                                handle.execute(
                                        "UPDATE platform.leases SET expires_at ="
                                                + " clock_timestamp() - interval '1 second'"
                                                + " WHERE shard = ?",
                                        "link:" + account));
    }

    /** The terms of all leases are over by the database's clock. */
    void runOut() {
        database.jdbi()
                .useHandle(
                        handle ->
                                handle.execute(
                                        "UPDATE platform.leases SET expires_at ="
                                                + " clock_timestamp() - interval '1 second'"));
    }

    /** Another server on the same database, at which no account is open. */
    Trading otherNode() {
        Links none =
                new Links() {
                    @Override
                    public List<Link> active() {
                        return List.of();
                    }

                    @Override
                    public Set<LinkId> gone(Collection<LinkId> asked) {
                        return Set.of();
                    }

                    @Override
                    public long changes() {
                        return 0;
                    }

                    @Override
                    public boolean refused(Link refused, ExchangeError cause) {
                        throw new AssertionError("it has no links");
                    }
                };
        return Trading.open(
                new TradingParts(
                        database,
                        clock,
                        clock,
                        new Metrics(),
                        none,
                        this,
                        this,
                        this,
                        Names.RANDOM,
                        CrashPoints.NONE,
                        "without links"),
                CONFIG);
    }

    /** The account has other credentials, and nobody was told. */
    void giveOtherCredentials(boolean mayTrade) {
        activeLinks =
                List.of(
                        new Links.Link(
                                link.id(),
                                link.user(),
                                link.exchange(),
                                2,
                                clock.instant(),
                                mayTrade));
    }

    /** The account has other credentials, which this node is told and which its exchange takes. */
    void replaceKey() {
        giveOtherCredentials(true);
        trading.linkChanged(linkChange(true));
        connect();
    }

    /** The account is unlinked, and linked anew: under another id. */
    void relink() {
        var anew = new Links.Link(new LinkId(UUID.randomUUID()), user, link.exchange());
        others.put(anew.id(), account);
        unlinked.add(link.id());
        activeLinks = List.of(anew);
        trading.linkChanged(linkChange(false));
        trading.linkChanged(new LinkChanged(user, anew.id(), anew.exchange(), true));
        connect();
    }

    /** What whoever changes the link tells of it. */
    LinkChanged linkChange(boolean active) {
        return new LinkChanged(link.user(), link.id(), link.exchange(), active);
    }

    /** What was committed at a point is there, and whoever wrote it meets a failure, once. */
    void loseOnce(CrashPoint committed) {
        var lost = new AtomicBoolean();
        crashPoints =
                point -> {
                    if (point == committed && lost.compareAndSet(false, true)) {
                        throw new IllegalStateException("the commit's answer is lost");
                    }
                };
    }

    void connect() {
        account.live();
        settle();
    }

    /** Runs what is due now. */
    void settle() {
        clock.advance(Duration.ZERO);
    }

    /** Moves time, with a price that stays young. */
    void pass(Duration time) {
        clock.advance(time);
        priceNow();
    }

    void priceNow() {
        quote =
                Optional.of(
                        new Quote(
                                new BigDecimal("49999"),
                                new BigDecimal("50001"),
                                clock.instant(),
                                true));
        book =
                Optional.of(
                        new BookSnapshot(
                                BTC,
                                List.of(level("49999", "2"), level("49990", "10")),
                                List.of(level("50001", "2"), level("50010", "10")),
                                1));
    }

    /** The market stands elsewhere now. */
    void priced(String bid, String ask) {
        quote =
                Optional.of(
                        new Quote(new BigDecimal(bid), new BigDecimal(ask), clock.instant(), true));
        book =
                Optional.of(
                        new BookSnapshot(
                                BTC, List.of(level(bid, "20")), List.of(level(ask, "20")), 1));
    }

    /** The market stands elsewhere, and there was time to see it. */
    void seen(String bid, String ask) {
        priced(bid, ask);
        clock.advance(Duration.ofMillis(300));
    }

    /** A book of one level on each side. */
    static BookSnapshot book(String bid, String bidQuantity, String ask, String askQuantity) {
        return new BookSnapshot(
                BTC, List.of(level(bid, bidQuantity)), List.of(level(ask, askQuantity)), 1);
    }

    static BookLevel level(String price, String quantity) {
        return new BookLevel(new BigDecimal(price), new BigDecimal(quantity));
    }

    /** The process dies without a word, and nobody starts another. */
    void die() {
        process.dead = true;
    }

    /** The process dies without a word and a new one starts on the same database. */
    void crash() {
        die();
        process = new Run();
        trading = open();
    }

    OrderTicket ticket() {
        return limit("key-" + keys.incrementAndGet(), Side.BUY, "0.01", "49000");
    }

    static OrderTicket limit(String key, Side side, String quantity, String price) {
        return new OrderTicket(
                new IdempotencyKey(key),
                Optional.empty(),
                BTC,
                side,
                OrderType.LIMIT,
                Optional.empty(),
                new BigDecimal(quantity),
                Optional.of(new BigDecimal(price)),
                Optional.empty(),
                false,
                true,
                Map.of());
    }

    /** Buys at a price once another one is reached, at the exchange. */
    static OrderTicket stopLimit(String key, BigDecimal stop, BigDecimal price) {
        OrderTicket ticket = limit(key, Side.BUY, "0.01", "49000");
        return new OrderTicket(
                ticket.key(),
                ticket.exchange(),
                ticket.instrument(),
                ticket.side(),
                OrderType.STOP_LIMIT,
                ticket.timeInForce(),
                ticket.quantity(),
                Optional.of(price),
                Optional.of(stop),
                false,
                true,
                Map.of());
    }

    OrderTicket market(Side side, String quantity) {
        return new OrderTicket(
                new IdempotencyKey("market-" + keys.incrementAndGet()),
                Optional.empty(),
                BTC,
                side,
                OrderType.MARKET,
                Optional.empty(),
                new BigDecimal(quantity),
                Optional.empty(),
                Optional.empty(),
                false,
                true,
                Map.of());
    }

    /** Sets the limits that tests care about. */
    void limits(String orderNotional, String openNotional, int perSecond) {
        RiskLimits usual = RiskLimits.USUAL;
        trading.setLimits(
                        user,
                        new RiskLimits(
                                usual.orderQuantityMax(),
                                new BigDecimal(orderNotional),
                                new BigDecimal(openNotional),
                                usual.collarPercent(),
                                usual.priceAgeMax(),
                                perSecond,
                                usual.ordersPerMinute(),
                                usual.duplicateWindow()),
                        true)
                .ifPresent(
                        refusal -> {
                            throw new AssertionError(refusal);
                        });
    }

    /** Places an order that must be taken. */
    Order placed(OrderTicket ticket) {
        return switch (trading.place(user, ticket)) {
            case PlaceOutcome.Placed(Order order) -> order;
            case PlaceOutcome.Known known -> throw new AssertionError("known: " + known);
            case PlaceOutcome.KeyConflict conflict -> throw new AssertionError("" + conflict);
            case PlaceOutcome.Refused(Refusal refusal) -> throw new AssertionError("" + refusal);
        };
    }

    /** Places an order that must be refused. */
    Refusal refused(OrderTicket ticket) {
        PlaceOutcome outcome = trading.place(user, ticket);
        if (outcome instanceof PlaceOutcome.Refused(Refusal refusal)) {
            return refusal;
        }
        throw new AssertionError("not refused: " + outcome);
    }

    /** As many more orders like this one, at the exchange and in the mirror. */
    void copies(Order order, int count) {
        NewOrder like = account.sent.getFirst();
        List<String> names = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            var name = new ClientOrderId("copy" + i);
            Placement placement =
                    account.place(
                            new NewOrder(
                                    like.instrument(),
                                    name,
                                    like.side(),
                                    like.type(),
                                    like.timeInForce(),
                                    like.quantity(),
                                    like.price(),
                                    like.stopPrice(),
                                    like.terms()));
            if (placement instanceof Placement.Accepted(ExchangeOrderId id, var report)) {
                names.add(name.text());
                ids.add(id.text());
            }
        }
        database.jdbi()
                .useHandle(
                        handle ->
                                handle.createUpdate(
                                                """
                                                INSERT INTO trading.orders
                                                SELECT (jsonb_populate_record(o, jsonb_build_object(
                                                           'id', gen_random_uuid(),
                                                           'client_order_id', copy.name,
                                                           'sent_as', copy.name,
                                                           'exchange_order_id', copy.id))).*
                                                  FROM trading.orders o,
                                                       unnest(:names, :ids) AS copy (name, id)
                                                 WHERE o.id = :like\
                                                """)
                                        .bind("names", names.toArray(new String[0]))
                                        .bind("ids", ids.toArray(new String[0]))
                                        .bind("like", order.id().value())
                                        .execute());
    }

    Order now(Order order) {
        return trading.find(user, order.id()).orElseThrow();
    }

    void execute(String sql) {
        database.jdbi().useHandle(handle -> handle.execute(sql));
    }

    long count(String sql) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    static Instrument instrument(InstrumentStatus status) {
        return new Instrument(
                ExchangeId.BINANCE,
                BTC,
                "BTCUSDT",
                InstrumentKind.SPOT,
                "BTC",
                "USDT",
                BigDecimal.ONE,
                status,
                new TradingRules(
                        List.of(
                                new PriceRange(
                                        new BigDecimal("0.01"),
                                        new BigDecimal("1000000"),
                                        new BigDecimal("0.01"))),
                        new QuantityRange(
                                new BigDecimal("0.00001"),
                                new BigDecimal("9000"),
                                new BigDecimal("0.00001")),
                        new QuantityRange(
                                new BigDecimal("0.00001"),
                                new BigDecimal("100"),
                                new BigDecimal("0.00001")),
                        new BigDecimal("5"),
                        new BigDecimal("9000000"),
                        true,
                        new PriceBand(new BigDecimal("0.2"), new BigDecimal("5")),
                        new PriceBand(new BigDecimal("0.2"), new BigDecimal("5")),
                        EnumSet.of(OrderType.LIMIT, OrderType.MARKET, OrderType.STOP_LIMIT),
                        Set.of(
                                TimeInForce.GTC,
                                TimeInForce.IOC,
                                TimeInForce.FOK,
                                TimeInForce.POST_ONLY)),
                2,
                5);
    }

    @Override
    public List<Links.Link> active() {
        return activeLinks;
    }

    @Override
    public Set<LinkId> gone(Collection<LinkId> asked) {
        return unlinked.stream().filter(asked::contains).collect(Collectors.toSet());
    }

    @Override
    public long changes() {
        return linkChanges.get();
    }

    @Override
    public boolean refused(Link refused, ExchangeError cause) {
        return activeLinks.contains(refused) && refusedLinks.add(refused.id());
    }

    @Override
    public Optional<Account> open(LinkId asked) {
        return asked.equals(link.id())
                ? Optional.of(account)
                : Optional.ofNullable(others.get(asked));
    }

    @Override
    public boolean hasDeadManSwitch(ExchangeId exchange) {
        return deadMan;
    }

    @Override
    public Optional<Instrument> instrument(ExchangeId exchange, InstrumentId instrument) {
        return Optional.ofNullable(instruments.get(instrument))
                .map(found -> sized(found, contractSizes.get(exchange)));
    }

    private static Instrument sized(Instrument found, @Nullable BigDecimal contractSize) {
        return contractSize == null ? found : like(found, contractSize, found.rules());
    }

    /** The instrument, as if its exchange took these orders and no others. */
    static Instrument offering(Set<OrderType> types, Set<TimeInForce> times) {
        TradingRules rules = INSTRUMENT.rules();
        return like(
                INSTRUMENT,
                INSTRUMENT.contractSize(),
                new TradingRules(
                        rules.prices(),
                        rules.limitQuantity(),
                        rules.marketQuantity(),
                        rules.notionalMin(),
                        rules.notionalMax(),
                        rules.notionalOnMarket(),
                        rules.buyBand(),
                        rules.sellBand(),
                        types,
                        times));
    }

    private static Instrument like(Instrument other, BigDecimal contractSize, TradingRules rules) {
        return new Instrument(
                other.exchange(),
                other.id(),
                other.symbol(),
                other.kind(),
                other.base(),
                other.quote(),
                contractSize,
                other.status(),
                rules,
                other.priceScale(),
                other.quantityScale());
    }

    @Override
    public boolean isLoaded(ExchangeId exchange) {
        return loaded;
    }

    @Override
    public boolean offers(ExchangeId exchange, Capabilities.Feature feature) {
        return switch (feature) {
            case AMEND -> offersAmend;
            case ORDER_HISTORY -> offersHistory;
            default -> true;
        };
    }

    @Override
    public void expect(ExchangeId exchange, InstrumentId instrument) {
        expected.add(exchange);
    }

    @Override
    public Optional<Quote> quote(ExchangeId exchange, InstrumentId instrument) {
        onQuote.run();
        return instrument.equals(BTC) ? quote : Optional.ofNullable(quotes.get(instrument));
    }

    @Override
    public Optional<BookSnapshot> book(ExchangeId exchange, InstrumentId instrument) {
        return books.getOrDefault(exchange, book);
    }

    /** Links another exchange that trades the same instrument, and starts anew with it. */
    FakeAccount linkOther(ExchangeId exchange) {
        var other = new Links.Link(new LinkId(UUID.randomUUID()), user, exchange);
        FakeAccount opened = new FakeAccount(clock, exchange);
        others.put(other.id(), opened);
        List<Links.Link> all = new ArrayList<>(activeLinks);
        all.add(other);
        activeLinks = List.copyOf(all);
        crash();
        connect();
        others.values().forEach(FakeAccount::live);
        settle();
        return opened;
    }

    @Override
    public boolean watch(ExchangeId exchange, InstrumentId instrument) {
        watched.merge(instrument, 1, Integer::sum);
        return true;
    }

    @Override
    public void unwatch(ExchangeId exchange, InstrumentId instrument) {
        watched.merge(instrument, -1, Integer::sum);
    }

    @Override
    public void orderUpdated(OrderUpdated event) {
        updates.add(event);
        onUpdate.accept(event);
    }

    @Override
    public void balancesChanged(BalancesChanged event) {
        balanceNews.add(event);
    }

    @Override
    public void positionSettled(PositionSettled event) {
        settled.add(event);
    }

    @Override
    public void close() {
        nodes.forEach(Trading::close);
        trading.close();
    }

    /** One database for all tests; only one world exists at a time, and each begins with nothing. */
    private static Database emptied() {
        ONE.jdbi().useHandle(handle -> handle.execute("DROP SCHEMA IF EXISTS trading CASCADE"));
        return ONE;
    }

    /** A fill of an order that nobody here named. */
    static Fill strangersFill(
            InstrumentId instrument, ExchangeOrderId order, String trade, Instant at) {
        return new Fill(
                instrument,
                new TradeId(trade),
                order,
                Optional.empty(),
                Side.BUY,
                new BigDecimal("3000"),
                new BigDecimal("0.01"),
                BigDecimal.ZERO,
                "",
                false,
                at);
    }
}
