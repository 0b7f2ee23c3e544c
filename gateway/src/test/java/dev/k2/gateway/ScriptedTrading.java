package dev.k2.gateway;

import dev.k2.exchange.Answer;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ErrorFacts;
import dev.k2.exchange.ExchangeError;
import dev.k2.model.Balance;
import dev.k2.model.ClientOrderId;
import dev.k2.model.ContractResult;
import dev.k2.model.ExchangeId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Execution;
import dev.k2.model.Fill;
import dev.k2.model.InstrumentId;
import dev.k2.model.InstrumentKind;
import dev.k2.model.LinkChanged;
import dev.k2.model.LinkId;
import dev.k2.model.MarginMode;
import dev.k2.model.Order;
import dev.k2.model.OrderId;
import dev.k2.model.OrderStatus;
import dev.k2.model.OrderType;
import dev.k2.model.OrderUpdated;
import dev.k2.model.Position;
import dev.k2.model.PositionSettled;
import dev.k2.model.PositionSide;
import dev.k2.model.Resolution;
import dev.k2.model.Settlement;
import dev.k2.model.TradeId;
import dev.k2.model.UserId;
import dev.k2.platform.EventBus;
import dev.k2.trading.AccountBalances;
import dev.k2.trading.AccountPositions;
import dev.k2.trading.AmendOutcome;
import dev.k2.trading.CancelFilter;
import dev.k2.trading.CancelOutcome;
import dev.k2.trading.CancelReport;
import dev.k2.trading.ExecutionStatistics;
import dev.k2.trading.KillReport;
import dev.k2.trading.KillSwitch;
import dev.k2.trading.LimitScope;
import dev.k2.trading.LinkState;
import dev.k2.trading.OcoOutcome;
import dev.k2.trading.OcoTicket;
import dev.k2.trading.OrderAmend;
import dev.k2.trading.OrderFilter;
import dev.k2.trading.OrderTicket;
import dev.k2.trading.Page;
import dev.k2.trading.PlaceOutcome;
import dev.k2.trading.Preview;
import dev.k2.trading.Refusal;
import dev.k2.trading.RefusalCode;
import dev.k2.trading.RiskLimits;
import dev.k2.trading.ScopedLimits;
import dev.k2.trading.Span;
import dev.k2.trading.TradeFilter;
import dev.k2.trading.Trading;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Trading in memory. Keys say what becomes of an order: {@code refuse-CODE} is refused with that code,
 * {@code unclear-…} has no answer yet, {@code break} throws; every other one is open. Everything that
 * came this far is recorded.
 */
final class ScriptedTrading implements Trading {
    final List<OrderTicket> tickets = new CopyOnWriteArrayList<>();
    final List<OrderAmend> amends = new CopyOnWriteArrayList<>();
    final List<CancelFilter> cancels = new CopyOnWriteArrayList<>();

    /** How many orders are said to be open at linked accounts. */
    final Map<LinkId, Integer> openAt = new ConcurrentHashMap<>();

    private final Map<OrderId, Order> orders = new ConcurrentHashMap<>();
    private final Map<UserId, RiskLimits> limits = new ConcurrentHashMap<>();
    private final Map<UserId, Map<LimitScope, ScopedLimits>> scopes = new ConcurrentHashMap<>();
    private final Map<UserId, Map<Optional<ExchangeId>, KillSwitch>> switches =
            new ConcurrentHashMap<>();
    private final Map<LinkId, Duration> deadMen = new ConcurrentHashMap<>();
    private final AtomicLong sequence = new AtomicLong();
    private final EventBus events;
    private final InstantSource clock;

    ScriptedTrading(EventBus events, InstantSource clock) {
        this.events = events;
        this.clock = clock;
    }

    /** Tells of a change as trading does after its commit. */
    long tell(Order order) {
        orders.put(order.id(), order);
        long number = sequence.incrementAndGet();
        events.publish(new OrderUpdated(order, number));
        return number;
    }

    Order filled(Order order) {
        return with(order, OrderStatus.FILLED, order.quantity());
    }

    @Override
    public PlaceOutcome place(UserId user, OrderTicket ticket) {
        tickets.add(ticket);
        String key = ticket.key().text();
        if (key.startsWith("refuse-")) {
            return new PlaceOutcome.Refused(refusal(key.substring("refuse-".length())));
        }
        if (key.equals("break")) {
            throw new IllegalStateException("trading broke, with the secret canary-in-exception");
        }
        Optional<Order> before =
                orders.values().stream()
                        .filter(o -> o.user().equals(user) && o.key().equals(ticket.key()))
                        .findFirst();
        if (before.isPresent()) {
            return before.get().quantity().compareTo(ticket.quantity()) == 0
                    ? new PlaceOutcome.Known(before.get())
                    : new PlaceOutcome.KeyConflict(before.get());
        }
        Order order = order(user, ticket, key.startsWith("unclear"));
        tell(order);
        return new PlaceOutcome.Placed(order);
    }

    @Override
    public OcoOutcome placeOco(UserId user, OcoTicket ticket) {
        String key = ticket.key().text();
        Optional<Order> before =
                orders.values().stream()
                        .filter(o -> o.user().equals(user) && o.key().equals(ticket.key()))
                        .findFirst();
        if (key.startsWith("refuse-")) {
            return new OcoOutcome.Refused(refusal(key.substring("refuse-".length())));
        }
        return before.<OcoOutcome>map(OcoOutcome.KeyConflict::new)
                .orElseGet(() -> pair(user, ticket, key.startsWith("unclear")));
    }

    private OcoOutcome pair(UserId user, OcoTicket ticket, boolean unclear) {
        OrderTicket limit =
                new OrderTicket(
                        ticket.key(),
                        ticket.exchange(),
                        ticket.instrument(),
                        ticket.side(),
                        OrderType.LIMIT,
                        Optional.empty(),
                        ticket.quantity(),
                        Optional.of(ticket.price()),
                        Optional.empty(),
                        ticket.reduceOnly(),
                        ticket.confirmDuplicate(),
                        ticket.metadata());
        Order sent = order(user, limit, unclear);
        tell(sent);
        return new OcoOutcome.Placed(sent, sent, true);
    }

    @Override
    public Preview preview(UserId user, OrderTicket ticket) {
        tickets.add(ticket);
        BigDecimal price = ticket.price().orElse(new BigDecimal("64950"));
        BigDecimal notional = price.multiply(ticket.quantity());
        return new Preview(
                Optional.of(ExchangeId.BINANCE),
                ticket.instrument(),
                Optional.of(price),
                Optional.of(price),
                Optional.of(notional),
                Optional.of("USDT"),
                Optional.of(new BigDecimal("0.64950")),
                Optional.of(new BigDecimal("0.001")),
                Optional.of("USDT"),
                Optional.of(notional),
                List.of(refusal("INSUFFICIENT_BALANCE")));
    }

    @Override
    public Optional<Order> find(UserId user, OrderId id) {
        return Optional.ofNullable(orders.get(id)).filter(order -> order.user().equals(user));
    }

    @Override
    public int open(UserId user, Optional<LinkId> link) {
        return link.isPresent()
                ? openAt.getOrDefault(link.get(), 0)
                : (int)
                        orders.values().stream()
                                .filter(order -> order.user().equals(user))
                                .filter(order -> !order.status().isFinal())
                                .count();
    }

    @Override
    public Page<Order> list(UserId user, OrderFilter filter) {
        List<Order> found =
                new ArrayList<>(
                        orders.values().stream()
                                .filter(o -> o.user().equals(user))
                                .filter(o -> filter.statuses().contains(o.status()))
                                .limit(filter.limit())
                                .toList());
        return new Page<>(found, Optional.empty());
    }

    @Override
    public Optional<List<Execution>> executions(UserId user, OrderId id) {
        return find(user, id).map(order -> List.of(execution(order)));
    }

    @Override
    public Page<Execution> trades(UserId user, TradeFilter filter) {
        return new Page<>(
                orders.values().stream()
                        .filter(o -> o.user().equals(user))
                        .limit(filter.limit())
                        .map(this::execution)
                        .toList(),
                Optional.empty());
    }

    @Override
    public CancelOutcome cancel(UserId user, OrderId id) {
        Optional<Order> found = find(user, id);
        if (found.isEmpty()) {
            return new CancelOutcome.Missing();
        }
        Order order = found.get();
        if (order.status().isFinal()) {
            return new CancelOutcome.Ended(order);
        }
        if (order.key().text().startsWith("unclear")) {
            return new CancelOutcome.Unconfirmed(order);
        }
        Order cancelled = with(order, OrderStatus.CANCELLED, BigDecimal.ZERO);
        tell(cancelled);
        return new CancelOutcome.Taken(cancelled);
    }

    /** Orders under keys with {@code unclear} give no clear answer; all others take what is asked. */
    @Override
    public AmendOutcome amend(UserId user, OrderId id, OrderAmend wanted) {
        amends.add(wanted);
        Optional<Order> found = find(user, id);
        if (found.isEmpty()) {
            return new AmendOutcome.Missing();
        }
        Order order = found.get();
        if (order.status().isFinal()) {
            return new AmendOutcome.Ended(order);
        }
        if (order.key().text().startsWith("unclear")) {
            return new AmendOutcome.Pending(order);
        }
        return new AmendOutcome.Amended(order);
    }

    @Override
    public List<ExecutionStatistics> statistics(
            UserId user, Optional<ExchangeId> exchange, Span span) {
        return List.of(
                new ExecutionStatistics(
                        exchange.orElse(ExchangeId.BINANCE),
                        4,
                        2,
                        3,
                        1,
                        1,
                        Optional.of(new BigDecimal("0.75")),
                        Optional.of(new BigDecimal("0.25")),
                        Optional.of(Duration.ofNanos(1_234_000)),
                        Optional.of(Duration.ofMillis(9)),
                        Optional.of(new BigDecimal("1.5")),
                        Optional.of(new BigDecimal("-0.25"))));
    }

    @Override
    public CancelReport cancelAll(UserId user, CancelFilter filter) {
        cancels.add(filter);
        List<Order> open =
                orders.values().stream()
                        .filter(o -> o.user().equals(user) && !o.status().isFinal())
                        .toList();
        return new CancelReport(open, List.of());
    }

    @Override
    public KillSwitch killSwitch(UserId user) {
        return own(user, Optional.empty());
    }

    @Override
    public List<KillSwitch> killSwitches(UserId user) {
        return switches.getOrDefault(user, Map.of()).values().stream()
                .filter(KillSwitch::on)
                .toList();
    }

    private KillSwitch own(UserId user, Optional<ExchangeId> exchange) {
        return switches.getOrDefault(user, Map.of())
                .getOrDefault(exchange, KillSwitch.untouched(KillSwitch.Whose.USER, exchange));
    }

    private KillSwitch turned(
            UserId user, Optional<ExchangeId> exchange, boolean on, Optional<String> reason) {
        KillSwitch next =
                new KillSwitch(
                        KillSwitch.Whose.USER, exchange, on, Optional.of(clock.instant()), reason);
        switches.computeIfAbsent(user, id -> new ConcurrentHashMap<>()).put(exchange, next);
        return next;
    }

    @Override
    public KillReport turnKillSwitchOn(UserId user, Optional<ExchangeId> exchange, String reason) {
        KillSwitch on = turned(user, exchange, true, Optional.of(reason));
        return new KillReport(
                on,
                cancelAll(user, new CancelFilter(exchange, Optional.empty(), Optional.empty())));
    }

    @Override
    public KillSwitch turnKillSwitchOff(UserId user, Optional<ExchangeId> exchange) {
        return turned(user, exchange, false, Optional.empty());
    }

    @Override
    public RiskLimits limits(UserId user) {
        return limits.getOrDefault(user, RiskLimits.USUAL);
    }

    @Override
    public Optional<Refusal> setLimits(UserId user, RiskLimits wanted, boolean mayRaise) {
        boolean raises = wanted.orderNotionalMax().compareTo(limits(user).orderNotionalMax()) > 0;
        if (raises && !mayRaise) {
            return Optional.of(refusal("STEP_UP_REQUIRED"));
        }
        limits.put(user, wanted);
        return Optional.empty();
    }

    @Override
    public Map<LimitScope, ScopedLimits> scopedLimits(UserId user) {
        return scopes.getOrDefault(user, Map.of());
    }

    @Override
    public Optional<Refusal> setScopedLimits(
            UserId user, LimitScope scope, ScopedLimits wanted, boolean mayRaise) {
        if (wanted.equals(ScopedLimits.NONE) && !mayRaise) {
            return Optional.of(refusal("STEP_UP_REQUIRED"));
        }
        scopes.computeIfAbsent(user, id -> new ConcurrentHashMap<>()).put(scope, wanted);
        return Optional.empty();
    }

    @Override
    public Optional<Duration> deadMan(UserId user, LinkId link) {
        return Optional.ofNullable(deadMen.get(link));
    }

    @Override
    public Optional<Refusal> setDeadMan(UserId user, LinkId link, Optional<Duration> wait) {
        wait.ifPresentOrElse(one -> deadMen.put(link, one), () -> deadMen.remove(link));
        return Optional.empty();
    }

    @Override
    public List<AccountBalances> balances(UserId user) {
        var error =
                ExchangeError.of(
                        ErrorCategory.NETWORK,
                        ErrorFacts.of(ExchangeId.OKX, "ask for balances", "okx does not answer")
                                .suggesting(List.of("try again")));
        return List.of(
                new AccountBalances(
                        new LinkId(new UUID(1, 1)),
                        ExchangeId.BINANCE,
                        new Answer.Ok<>(
                                List.of(
                                        new Balance(
                                                "USDT", new BigDecimal("10.50"), BigDecimal.ONE))),
                        clock.instant()),
                new AccountBalances(
                        new LinkId(new UUID(1, 2)),
                        ExchangeId.OKX,
                        new Answer.Failed<>(error),
                        clock.instant()));
    }

    @Override
    public List<AccountPositions> positions(UserId user) {
        return List.of(
                new AccountPositions(
                        new LinkId(new UUID(1, 3)),
                        ExchangeId.KALSHI,
                        new Answer.Ok<>(
                                List.of(
                                        new Position(
                                                new InstrumentId(ScriptedEvents.CONTRACT),
                                                PositionSide.SHORT,
                                                BigDecimal.TEN,
                                                new BigDecimal("0.62"),
                                                Optional.empty(),
                                                BigDecimal.ZERO,
                                                Optional.empty(),
                                                Optional.empty(),
                                                MarginMode.ISOLATED,
                                                clock.instant()))),
                        clock.instant()),
                new AccountPositions(
                        new LinkId(new UUID(1, 2)),
                        ExchangeId.OKX,
                        new Answer.Failed<>(
                                ExchangeError.of(
                                        ErrorCategory.NETWORK,
                                        ErrorFacts.of(
                                                ExchangeId.OKX, "ask", "okx does not answer"))),
                        clock.instant()));
    }

    @Override
    public List<PositionSettled> settlements(UserId user, int limit) {
        return List.of(
                new PositionSettled(
                        new UUID(2, 2),
                        user,
                        new LinkId(new UUID(1, 3)),
                        ExchangeId.KALSHI,
                        new Settlement(
                                new InstrumentId("KXFED-25DEC-CUT"),
                                new ContractResult(
                                        ContractResult.Ruling.PARTLY, new BigDecimal("0.5")),
                                BigDecimal.ZERO,
                                BigDecimal.TEN,
                                new BigDecimal("3.8"),
                                new BigDecimal("5"),
                                new BigDecimal("0.1"),
                                clock.instant()),
                        false,
                        new BigDecimal("1.1"),
                        clock.instant()));
    }

    @Override
    public void contractEnded(ExchangeId exchange) {
        throw new UnsupportedOperationException("the gateway knows no ends of contracts");
    }

    @Override
    public List<LinkState> links(UserId user) {
        return List.of();
    }

    @Override
    public void linkChanged(LinkChanged change) {
        throw new UnsupportedOperationException("the gateway changes no links of trading");
    }

    @Override
    public boolean awaitReconciled(Duration limit) {
        return true;
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException("the gateway closes no service");
    }

    private static Refusal refusal(String code) {
        return new Refusal(
                RefusalCode.valueOf(code),
                Optional.of("price"),
                "It was refused, said the script.",
                Map.of("limit", "5", "value", "6"));
    }

    private Order order(UserId user, OrderTicket ticket, boolean unclear) {
        OrderId id = new OrderId(UUID.randomUUID());
        return new Order(
                id,
                user,
                new LinkId(new UUID(1, 1)),
                ticket.key(),
                new ClientOrderId("k2" + Integer.toHexString(id.hashCode())),
                ticket.exchange().orElse(ExchangeId.BINANCE),
                unclear ? Optional.empty() : Optional.of(new ExchangeOrderId("77")),
                ticket.instrument(),
                ticket.outcome().isPresent() ? InstrumentKind.EVENT : InstrumentKind.SPOT,
                ticket.outcome(),
                ticket.side(),
                ticket.type(),
                ticket.effectiveTimeInForce(),
                ticket.quantity(),
                ticket.price(),
                ticket.stopPrice(),
                unclear ? OrderStatus.SUBMITTED : OrderStatus.OPEN,
                unclear ? Optional.of(Resolution.PENDING) : Optional.empty(),
                false,
                false,
                BigDecimal.ZERO,
                Optional.empty(),
                clock.instant(),
                Optional.of(clock.instant()),
                clock.instant(),
                Optional.empty(),
                ticket.metadata());
    }

    private Order with(Order order, OrderStatus status, BigDecimal filled) {
        return new Order(
                order.id(),
                order.user(),
                order.link(),
                order.key(),
                order.clientOrderId(),
                order.exchange(),
                order.exchangeOrderId(),
                order.instrument(),
                order.kind(),
                order.outcome(),
                order.side(),
                order.type(),
                order.timeInForce(),
                order.quantity(),
                order.price(),
                order.stopPrice(),
                status,
                Optional.empty(),
                order.stale(),
                order.cancelRequested(),
                filled,
                filled.signum() == 0 ? Optional.empty() : order.price(),
                order.createdAt(),
                order.submittedAt(),
                clock.instant(),
                order.error(),
                order.metadata());
    }

    private Execution execution(Order order) {
        return new Execution(
                UUID.randomUUID(),
                order.id(),
                order.exchange(),
                order.outcome(),
                new Fill(
                        order.instrument(),
                        new TradeId("9"),
                        new ExchangeOrderId("77"),
                        Optional.empty(),
                        order.side(),
                        new BigDecimal("64950"),
                        order.quantity(),
                        new BigDecimal("0.01"),
                        "USDT",
                        true,
                        clock.instant()));
    }
}
