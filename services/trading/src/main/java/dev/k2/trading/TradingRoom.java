package dev.k2.trading;

import dev.k2.exchange.Answer;
import dev.k2.exchange.Capabilities;
import dev.k2.model.Balance;
import dev.k2.model.ExchangeId;
import dev.k2.model.Execution;
import dev.k2.model.LinkChanged;
import dev.k2.model.LinkId;
import dev.k2.model.Order;
import dev.k2.model.OrderId;
import dev.k2.model.OrderStatus;
import dev.k2.model.PositionSettled;
import dev.k2.model.UserId;
import dev.k2.platform.Leases;
import dev.k2.platform.Timers;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All parts of trading, put together. */
final class TradingRoom implements Trading {
    private static final Logger LOG = LoggerFactory.getLogger(TradingRoom.class);
    private static final Duration LAND_LIMIT = Duration.ofSeconds(15);
    private static final long LOOK_MILLIS = 10;

    private final TradingParts parts;
    private final OrderStore orders;
    private final StatisticsStore statistics;
    private final ExecutionStore executions;
    private final RiskStore risks;
    private final Switches switches;
    private final RiskGate gate;
    private final Ledger ledger;
    private final Sessions sessions = new Sessions();
    private final LinkLeases leases;
    private final Resolver resolver;
    private final Retries<OrderRow> doubts;
    private final FillChaser chaser;
    private final Canceller canceller;
    private final AmendCare amendCare;
    private final Amender amender;
    private final HeldStore heldStore;
    private final HeldOrders held;
    private final OcoDesk ocos;
    private final KillSweep sweep;
    private final DeadMan deadMan;
    private final Flights flights;
    private final Desk desk;
    private final Previews previews;
    private final UserStreams streams;
    private final LeftOrders left;
    private final Settlements settlements;
    private final TradingConfig config;
    private Timers.Ticket wishes = () -> {};

    private final ReentrantLock phases = new ReentrantLock();
    private final Condition phaseChanged = phases.newCondition();

    TradingRoom(TradingParts parts, TradingConfig config) {
        this.parts = parts;
        this.config = config;
        Market market = parts.market();
        executions = new ExecutionStore(parts.database(), parts.names());
        leases =
                new LinkLeases(
                        Leases.open(parts.database(), parts.node(), config.leases().term()),
                        config.leases(),
                        parts.clock(),
                        System::nanoTime,
                        parts.metrics());
        orders = new OrderStore(parts.database(), executions, leases);
        statistics = new StatisticsStore(parts.database());
        risks = new RiskStore(parts.database());
        switches = new Switches(risks, parts.clock(), parts.metrics());
        gate = new RiskGate(risks, switches, market, parts.clock(), leases::holds);
        ledger =
                new Ledger(orders, gate, parts.announcements(), parts.clock(), parts.crashPoints());
        doubts =
                new Retries<>(
                        parts.timers(),
                        "read again",
                        (id, known) -> {
                            ledger.readAgain(known);
                            return false;
                        });
        resolver = new Resolver(ledger, sessions, market, parts.timers(), config);
        chaser = new FillChaser(ledger, sessions, market, parts.timers(), config);
        heldStore = new HeldStore(parts.database(), leases);
        HeldLedger heldLedger = new HeldLedger(ledger, orders, heldStore);
        canceller =
                new Canceller(
                        orders,
                        ledger,
                        heldLedger,
                        sessions,
                        leases,
                        market,
                        parts.timers(),
                        parts.crashPoints());
        sweep = new KillSweep(switches, sessions, orders, canceller, parts.timers());
        deadMan = new DeadMan(new DeadManStore(parts.database()), sessions, orders, parts);
        flights = new Flights(config.inFlightMax());
        Routing routing = new Routing(sessions, market, gate, parts.clock());
        desk =
                new Desk(
                        routing,
                        gate,
                        ledger,
                        orders,
                        sessions,
                        leases,
                        resolver,
                        flights,
                        parts.metrics(),
                        parts.names(),
                        parts.crashPoints());
        amendCare = new AmendCare(ledger, sessions, market, parts.timers(), config);
        amender =
                new Amender(
                        routing,
                        gate,
                        ledger,
                        orders,
                        sessions,
                        leases,
                        market,
                        amendCare,
                        parts.metrics(),
                        parts.names(),
                        parts.crashPoints());
        held =
                new HeldOrders(
                        heldLedger,
                        heldStore,
                        ledger,
                        new Release(
                                heldLedger,
                                ledger,
                                routing,
                                gate,
                                desk,
                                sessions,
                                parts.crashPoints()),
                        canceller,
                        new WatchedPrices(market, gate, parts.clock()),
                        leases,
                        parts);
        ocos = new OcoDesk(desk, routing, gate, ledger, sessions, parts.names(), held);
        previews = new Previews(routing, gate, sessions, parts.clock(), parts.names());
        streams =
                new UserStreams(
                        parts.links(),
                        parts.accounts(),
                        sessions,
                        leases,
                        parts.timers(),
                        parts.metrics(),
                        config,
                        this::care);
        left = new LeftOrders(parts.links(), orders, leases, ledger, parts.timers());
        settlements =
                new Settlements(
                        new SettlementStore(parts.database(), parts.names(), leases),
                        sessions,
                        parts.links(),
                        parts.market(),
                        parts.announcements(),
                        parts.clock(),
                        parts.timers(),
                        config);
        switches.onLimits(gate::reload);
        switches.onTurned(sweep::turned);
        switches.onChange(deadMan::reload);
        sessions.onClosed(gate::forget);
        ledger.onDoubt(row -> doubts.take(row.id(), row));
        ledger.onBehind(chaser::chase);
        ledger.onEnd(
                row ->
                        parts.metrics()
                                .count(
                                        "k2_orders_ended_total",
                                        "exchange",
                                        row.intent().exchange().text(),
                                        "status",
                                        OrderRowStore.text(row.standing().status())));
        ledger.onTaken(this::heedCancel);
        resolver.onFound(canceller::repeat);
        amendCare.onSettled(canceller::repeat);
        ledger.onPaired(held::pairChanged);
        desk.onHeld(held::keep);
    }

    /**
     * Takes up where the last run ended. Nothing is sent again: an order that was on its way is
     * asked for, one that nobody had begun to send is given up.
     */
    void start() {
        parts.metrics().gauge("k2_orders_unresolved", resolver::count);
        parts.metrics().gauge("k2_orders_held", held::count);
        parts.metrics().gauge("k2_orders_counted", gate::counted);
        for (ExchangeId exchange : ExchangeId.values()) {
            parts.metrics()
                    .gauge(
                            "userdata_connections",
                            () -> liveStreams(exchange),
                            "exchange",
                            exchange.text());
        }
        switches.start(parts.timers());
        streams.start();
        settlements.start();
        held.start();
        left.start();
        wishes = parts.timers().every(config.leases().wishPause(), canceller::heedWishes);
    }

    /** An account was opened: the orders that somebody began there are this node's now. */
    private void takeUp(LinkSession session) {
        ledger.renumber();
        try {
            orders.unfinishedOf(session.link().id()).forEach(this::takeUp);
        } catch (RuntimeException fault) {
            gate.forget(session.link());
            throw fault;
        }
    }

    private void takeUp(OrderRow row) {
        gate.follow(row);
        if (row.isHeld()) {
            held.takeUp(row);
        } else if (row.standing().status() == OrderStatus.PENDING) {
            ledger.notSent(
                    row,
                    "EXPIRED_UNSENT: K2 stopped before the order was sent",
                    OrderEvent.of("not_sent", "why", "restart"));
        } else if (row.standing().isUnconfirmed()) {
            resolver.watch(row, OrderEvent.of("unclear", "why", "restart"));
        } else if (row.standing().isBehind()) {
            chaser.chase(row);
        }
        if (!row.isHeld() && row.intent().conditions().pair().isPresent()) {
            held.takeUpPair(row);
        }
        if (row.amends().wish().isPresent()) {
            amendCare.watch(row.id());
        }
    }

    /** Somebody wanted it cancelled while it was on its way, and the exchange did not know it yet. */
    private void heedCancel(OrderRow row) {
        if (!row.isFinal() && row.standing().cancelRequested()) {
            parts.timers().after(Duration.ZERO, () -> canceller.repeat(row));
        }
    }

    @Override
    public PlaceOutcome place(UserId user, OrderTicket ticket) {
        return desk.place(user, ticket);
    }

    @Override
    public OcoOutcome placeOco(UserId user, OcoTicket ticket) {
        return ocos.place(user, ticket);
    }

    @Override
    public Preview preview(UserId user, OrderTicket ticket) {
        return previews.preview(user, ticket);
    }

    @Override
    public Optional<Order> find(UserId user, OrderId order) {
        return orders.byId(user, order).map(OrderRow::order);
    }

    @Override
    public Page<Order> list(UserId user, OrderFilter filter) {
        return Pages.map(orders.page(user, filter), OrderRow::order);
    }

    @Override
    public int open(UserId user, Optional<LinkId> link) {
        return orders.countOpen(user, link);
    }

    @Override
    public Optional<List<Execution>> executions(UserId user, OrderId order) {
        return orders.byId(user, order).map(row -> executions.ofOrder(row.id()));
    }

    @Override
    public Page<Execution> trades(UserId user, TradeFilter filter) {
        return executions.page(user, filter);
    }

    @Override
    public List<ExecutionStatistics> statistics(
            UserId user, Optional<ExchangeId> exchange, Span span) {
        return statistics.of(user, exchange, span);
    }

    @Override
    public CancelOutcome cancel(UserId user, OrderId order) {
        return canceller.cancel(user, order);
    }

    @Override
    public AmendOutcome amend(UserId user, OrderId order, OrderAmend wanted) {
        return amender.amend(user, order, wanted);
    }

    @Override
    public CancelReport cancelAll(UserId user, CancelFilter filter) {
        return canceller.cancelAll(user, filter);
    }

    /** The worth of a user's open orders, in dollars. */
    BigDecimal reserved(UserId user) {
        return gate.reserved(user);
    }

    @Override
    public KillSwitch killSwitch(UserId user) {
        return risks.killSwitch(Cover.of(user, Optional.empty()));
    }

    @Override
    public List<KillSwitch> killSwitches(UserId user) {
        return switches.over(user);
    }

    @Override
    public KillReport turnKillSwitchOn(UserId user, Optional<ExchangeId> exchange, String reason) {
        Cover cover = Cover.of(user, exchange);
        KillSwitch on = turned(exchange, true, Optional.of(reason));
        switches.turnOn(cover, on);
        LOG.atWarn()
                .addKeyValue("user_id", user.toString())
                .addKeyValue("exchange", exchange.map(ExchangeId::text).orElse("every"))
                .log("a user turned the kill switch on");
        return new KillReport(
                on,
                canceller.cancelAll(
                        user, new CancelFilter(exchange, Optional.empty(), Optional.empty())));
    }

    @Override
    public KillSwitch turnKillSwitchOff(UserId user, Optional<ExchangeId> exchange) {
        LOG.atWarn()
                .addKeyValue("user_id", user.toString())
                .addKeyValue("exchange", exchange.map(ExchangeId::text).orElse("every"))
                .log("a user turned the kill switch off");
        KillSwitch off = turned(exchange, false, Optional.empty());
        switches.turnOff(Cover.of(user, exchange), off);
        return off;
    }

    private KillSwitch turned(Optional<ExchangeId> exchange, boolean on, Optional<String> reason) {
        return new KillSwitch(
                KillSwitch.Whose.USER, exchange, on, Optional.of(parts.clock().instant()), reason);
    }

    @Override
    public RiskLimits limits(UserId user) {
        return gate.limits(user);
    }

    @Override
    public Optional<Refusal> setLimits(UserId user, RiskLimits limits, boolean mayRaise) {
        return Limits.check(limits).or(() -> gate.limits(user, limits, mayRaise));
    }

    @Override
    public Map<LimitScope, ScopedLimits> scopedLimits(UserId user) {
        return gate.scopes(user);
    }

    @Override
    public Optional<Refusal> setScopedLimits(
            UserId user, LimitScope scope, ScopedLimits limits, boolean mayRaise) {
        if (scope.equals(LimitScope.user())) {
            throw new IllegalArgumentException("a user's own limits are set whole");
        }
        return Limits.check(limits).or(() -> gate.limits(user, scope, limits, mayRaise));
    }

    @Override
    public Optional<Duration> deadMan(UserId user, LinkId link) {
        return deadMan.of(link);
    }

    @Override
    public Optional<Refusal> setDeadMan(UserId user, LinkId link, Optional<Duration> wait) {
        return deadMan.set(user, link, wait);
    }

    @Override
    public List<AccountBalances> balances(UserId user) {
        List<AccountBalances> all = new ArrayList<>();
        for (LinkSession session : sessions.of(user)) {
            all.add(balances(session));
        }
        Instant now = parts.clock().instant();
        for (Links.Link link : sessions.elsewhere(user)) {
            all.add(
                    new AccountBalances(
                            link.id(),
                            link.exchange(),
                            new Answer.Failed<>(Errors.heldElsewhere(link.exchange())),
                            now));
        }
        return all;
    }

    @Override
    public List<AccountPositions> positions(UserId user) {
        List<AccountPositions> all = new ArrayList<>();
        Instant now = parts.clock().instant();
        for (LinkSession session : sessions.of(user)) {
            Links.Link link = session.link();
            if (parts.market().offers(link.exchange(), Capabilities.Feature.POSITIONS)) {
                all.add(
                        new AccountPositions(
                                link.id(), link.exchange(), session.positions(now), now));
            }
        }
        return all;
    }

    @Override
    public List<PositionSettled> settlements(UserId user, int limit) {
        return settlements.of(user, limit);
    }

    @Override
    public void contractEnded(ExchangeId exchange) {
        settlements.contractEnded(exchange);
    }

    @Override
    public List<LinkState> links(UserId user) {
        return Stream.concat(
                        sessions.of(user).stream().map(LinkSession::state),
                        sessions.elsewhere(user).stream().map(TradingRoom::elsewhere))
                .toList();
    }

    private static LinkState elsewhere(Links.Link link) {
        return new LinkState(
                link.id(),
                link.exchange(),
                LinkState.Phase.ELSEWHERE,
                false,
                Optional.of("another node of this installation holds the account"));
    }

    @Override
    public void linkChanged(LinkChanged change) {
        if (!change.active()) {
            // Under the lease that goes with the account.
            held.linkGone(change.link());
        }
        streams.changed(change);
    }

    @Override
    public boolean awaitReconciled(Duration limit) {
        long left = limit.toNanos();
        phases.lock();
        try {
            while (sessions.all().stream()
                    .anyMatch(session -> session.phase() == LinkState.Phase.RECONCILING)) {
                if (left <= 0) {
                    return false;
                }
                left = phaseChanged.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            phases.unlock();
        }
    }

    @Override
    public void close() {
        flights.close();
        held.close();
        land();
        switches.close();
        deadMan.close();
        doubts.close();
        resolver.close();
        amendCare.close();
        chaser.close();
        settlements.close();
        left.close();
        wishes.cancel();
        streams.close();
    }

    /** Orders on their way get their answers written down. */
    private void land() {
        long end = System.nanoTime() + LAND_LIMIT.toNanos();
        try {
            while (flights.count() > 0 && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private AccountBalances balances(LinkSession session) {
        Links.Link link = session.link();
        Instant now = parts.clock().instant();
        Optional<Answer<List<Balance>>> known = session.funds().known(now, session.isLive());
        if (known.isPresent()) {
            Instant at = session.isLive() ? now : session.funds().at();
            return new AccountBalances(link.id(), link.exchange(), known.get(), at);
        }
        Answer<List<Balance>> fresh = session.freshBalances();
        if (fresh instanceof Answer.Ok<List<Balance>>(List<Balance> whole)) {
            streams.of(link.id()).ifPresent(care -> care.holds(whole));
        }
        return new AccountBalances(link.id(), link.exchange(), fresh, now);
    }

    private SessionCare care(LinkSession session) {
        takeUp(session);
        var comparison =
                new Reconciliation(
                        session,
                        orders,
                        executions,
                        ledger,
                        parts.market(),
                        config,
                        new Reconciliation.Followers() {
                            @Override
                            public void unresolved(OrderRow row) {
                                resolver.watch(row, OrderEvent.of("unclear", "why", "unanswered"));
                            }

                            @Override
                            public void behind(OrderRow row) {
                                chaser.chase(row);
                            }

                            @Override
                            public void uncancelled(OrderRow row) {
                                canceller.repeat(row);
                            }

                            @Override
                            public void unamended(OrderRow row) {
                                amendCare.watch(row.id());
                            }

                            @Override
                            public void holds(LinkSession account, List<Balance> whole) {
                                streams.of(account.link().id())
                                        .ifPresent(care -> care.holds(whole));
                            }
                        });
        return new SessionCare(
                session,
                comparison,
                new SessionCare.Surroundings(
                        ledger,
                        orders,
                        parts.links(),
                        parts.announcements(),
                        parts.timers(),
                        parts.metrics(),
                        config,
                        () -> {
                            tellPhase();
                            settlements.opened(session);
                            sweep.opened(session);
                        },
                        () -> streams.outdated()));
    }

    private void tellPhase() {
        phases.lock();
        try {
            phaseChanged.signalAll();
        } finally {
            phases.unlock();
        }
    }

    private long liveStreams(ExchangeId exchange) {
        return sessions.all().stream()
                .filter(session -> session.link().exchange() == exchange && session.isLive())
                .count();
    }
}
