package dev.k2.trading;

import dev.k2.exchange.Account;
import dev.k2.exchange.Amendment;
import dev.k2.exchange.Answer;
import dev.k2.exchange.Cancellation;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ErrorFacts;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.FeeRates;
import dev.k2.exchange.Lookup;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderChange;
import dev.k2.exchange.OrderEntry;
import dev.k2.exchange.OrderRef;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.Placement;
import dev.k2.exchange.UserStream;
import dev.k2.exchange.UserStreamListener;
import dev.k2.model.Balance;
import dev.k2.model.ClientOrderId;
import dev.k2.model.ExchangeId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.Instrument;
import dev.k2.model.OrderStatus;
import dev.k2.model.Outcome;
import dev.k2.model.Position;
import dev.k2.model.Settlement;
import dev.k2.model.TradeId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** An account at an exchange in memory. It keeps what it was sent and can misbehave on demand. */
final class FakeAccount implements Account, OrderEntry {
    /** What happens to the next orders. */
    enum Mood {
        ACCEPTS,
        REJECTS,
        /** The credentials are no good. */
        UNKNOWN_KEY,
        /** The order arrives and the answer does not. */
        LOSES_ANSWERS,
        /** Neither arrives, and nobody can tell. */
        LOSES_ORDERS,
        /** The adapter breaks after the order arrived. */
        THROWS
    }

    /** What happens to amends. */
    enum AmendMood {
        /** The order is changed in its place. */
        CHANGES,
        /** The same, and the changed order ends at once. */
        CHANGES_AND_ENDS,
        /** The order is cancelled and another is made of what is left. */
        REPLACES,
        REFUSES,
        /** The order is cancelled, and no other is made. */
        CANCELS_ONLY,
        /** It is done, and the answer does not arrive. */
        LOSES_ANSWERS,
        /** The same at an exchange that cancels and creates. */
        LOSES_ANSWERS_REPLACING,
        /** The order is cancelled, no other is made, and the answer does not arrive. */
        LOSES_ANSWERS_CANCELLING,
        /** Neither arrives. */
        LOSES_AMENDS
    }

    final List<NewOrder> sent = new ArrayList<>();
    final List<OrderChange> amends = new ArrayList<>();
    volatile AmendMood amendMood = AmendMood.CHANGES;
    volatile Runnable beforeAmendAnswer = () -> {};
    volatile FeeRates rates = new FeeRates(new BigDecimal("0.001"), new BigDecimal("0.002"));
    final List<String> calls = new ArrayList<>();
    final Map<String, Balance> balances = new LinkedHashMap<>();
    final List<Position> positions = new ArrayList<>();
    final List<Settlement> settlements = new ArrayList<>();
    final List<Instant> settlementsAsked = new ArrayList<>();
    final List<Instant> fillsAsked = new ArrayList<>();
    volatile Mood mood = Mood.ACCEPTS;
    volatile boolean reportsOnAccept = true;
    volatile Optional<ExchangeError> failure = Optional.empty();
    volatile Optional<ExchangeError> cancelFailure = Optional.empty();

    /** Reads do not show an order before it is this old. */
    volatile Duration readLag = Duration.ZERO;

    /** Whether an order that ended is to be found in the history alone. */
    volatile boolean forgetsEnded;

    volatile Optional<UserStreamListener> listener = Optional.empty();
    volatile boolean streamClosed;
    volatile ConnectionState streamState = ConnectionState.CONNECTING;
    final AtomicInteger streams = new AtomicInteger();
    volatile boolean closed;
    volatile boolean pushes = true;
    volatile Runnable beforePlace = () -> {};

    /** What happens between an order's arrival and the answer to it. */
    volatile Consumer<ClientOrderId> beforePlaceAnswer = name -> {};

    /** When this exchange cancels everything by itself unless it is told another time. */
    volatile Optional<Instant> deadline = Optional.empty();

    final List<Duration> countdowns = new ArrayList<>();
    volatile Optional<ExchangeError> countdownFailure = Optional.empty();

    private final Map<ClientOrderId, Held> orders = new LinkedHashMap<>();
    private final List<Fill> fills = new ArrayList<>();
    private final InstantSource clock;
    private final ExchangeId exchange;
    private long nextId = 1;

    private static final class Held {
        private NewOrder order;
        private final ExchangeOrderId id;
        private final Instant at;
        private BigDecimal filled = BigDecimal.ZERO;
        private OrderStatus status = OrderStatus.OPEN;
        private Instant updatedAt;

        private Held(NewOrder order, ExchangeOrderId id, Instant at) {
            this.order = order;
            this.id = id;
            this.at = at;
            this.updatedAt = at;
        }
    }

    FakeAccount(InstantSource clock) {
        this(clock, ExchangeId.BINANCE);
    }

    FakeAccount(InstantSource clock, ExchangeId exchange) {
        this.clock = clock;
        this.exchange = exchange;
        balances.put("USDT", new Balance("USDT", new BigDecimal("10000000"), BigDecimal.ZERO));
        balances.put("BTC", new Balance("BTC", new BigDecimal("1000"), BigDecimal.ZERO));
    }

    static ExchangeError error(ErrorCategory category) {
        return ExchangeError.of(
                category, ErrorFacts.of(ExchangeId.BINANCE, "test", "made up " + category));
    }

    // --- what a test does at the exchange ---

    synchronized int accepted() {
        return orders.size();
    }

    synchronized List<ClientOrderId> known() {
        return List.copyOf(orders.keySet());
    }

    /** Fills part of an order and, unless pushing is off, says so by stream. */
    synchronized Fill fill(ClientOrderId name, String quantity, String price) {
        Held held = held(name);
        held.filled = held.filled.add(new BigDecimal(quantity));
        held.updatedAt = clock.instant();
        boolean whole = held.filled.compareTo(held.order.quantity()) >= 0;
        if (!held.status.isFinal()) {
            held.status = whole ? OrderStatus.FILLED : OrderStatus.PARTIAL;
        }
        Fill fill =
                new Fill(
                        held.order.instrument().id(),
                        new TradeId("t" + nextId++),
                        held.id,
                        Optional.of(name),
                        held.order.terms().outcome().mirror(held.order.side()),
                        new BigDecimal(price),
                        new BigDecimal(quantity),
                        new BigDecimal("0.01"),
                        "USDT",
                        false,
                        clock.instant());
        fills.add(fill);
        if (pushes) {
            push(name);
            listener.ifPresent(one -> one.onFill(fill));
        }
        return fill;
    }

    /** Ends an order at the exchange without a word. */
    synchronized void end(ClientOrderId name, OrderStatus status) {
        held(name).status = status;
        held(name).updatedAt = clock.instant();
    }

    /** Says by stream how an order stands. */
    synchronized void push(ClientOrderId name) {
        listener.ifPresent(one -> one.onOrder(report(held(name))));
    }

    synchronized OrderReport report(ClientOrderId name) {
        return report(held(name));
    }

    /** The exchange forgets an order. */
    synchronized void forget(ClientOrderId name) {
        orders.remove(name);
    }

    void live() {
        streamState = ConnectionState.LIVE;
        listener.orElseThrow().onLive();
    }

    void cut() {
        streamState = ConnectionState.BACKING_OFF;
        listener.orElseThrow().onCut(error(ErrorCategory.NETWORK));
    }

    // --- Account ---

    @Override
    public OrderEntry orders() {
        return this;
    }

    @Override
    public synchronized Answer<List<Balance>> balances() {
        calls.add("balances");
        return answer(List.copyOf(balances.values()));
    }

    @Override
    public synchronized Answer<List<Position>> positions() {
        return answer(List.copyOf(positions));
    }

    @Override
    public synchronized Answer<List<Settlement>> settlements(Instant from) {
        settlementsAsked.add(from);
        return answer(settlements.stream().filter(one -> !one.settledAt().isBefore(from)).toList());
    }

    @Override
    public Answer<FeeRates> fees(Instrument instrument) {
        return answer(rates);
    }

    @Override
    public UserStream stream(UserStreamListener fresh) {
        listener = Optional.of(fresh);
        streamClosed = false;
        streamState = ConnectionState.CONNECTING;
        streams.incrementAndGet();
        return new UserStream() {
            @Override
            public ConnectionState state() {
                return streamClosed ? ConnectionState.CLOSED : streamState;
            }

            @Override
            public void close() {
                streamClosed = true;
            }
        };
    }

    @Override
    public void close() {
        closed = true;
    }

    // --- OrderEntry ---

    @Override
    public Placement place(NewOrder order) {
        beforePlace.run();
        Placement answer = placeNow(order);
        beforePlaceAnswer.accept(order.clientOrderId());
        return answer;
    }

    private synchronized Placement placeNow(NewOrder order) {
        sent.add(order);
        calls.add("place");
        return switch (mood) {
            case REJECTS -> new Placement.Rejected(error(ErrorCategory.INSUFFICIENT_FUNDS));
            case UNKNOWN_KEY -> new Placement.Rejected(error(ErrorCategory.AUTHENTICATION));
            case LOSES_ORDERS -> new Placement.Unknown(error(ErrorCategory.UNKNOWN_OUTCOME));
            case LOSES_ANSWERS -> {
                take(order);
                yield new Placement.Unknown(error(ErrorCategory.UNKNOWN_OUTCOME));
            }
            case THROWS -> {
                take(order);
                throw new IllegalStateException("the adapter broke");
            }
            case ACCEPTS -> {
                Held held = take(order);
                yield new Placement.Accepted(
                        held.id, reportsOnAccept ? Optional.of(report(held)) : Optional.empty());
            }
        };
    }

    @Override
    public Amendment amend(OrderChange change) {
        Amendment answer = amendNow(change);
        beforeAmendAnswer.run();
        return answer;
    }

    private synchronized Amendment amendNow(OrderChange change) {
        amends.add(change);
        calls.add("amend");
        Held held = held(change.order().clientOrderId().orElseThrow());
        var unknown = new Amendment.Unknown(error(ErrorCategory.UNKNOWN_OUTCOME));
        return switch (amendMood) {
            case REFUSES -> new Amendment.Refused(error(ErrorCategory.VALIDATION));
            case LOSES_AMENDS -> unknown;
            case CHANGES -> {
                changed(held, change.wanted());
                yield new Amendment.Amended(
                        held.id, change.order().clientOrderId(), Optional.of(report(held)));
            }
            case CHANGES_AND_ENDS -> {
                changed(held, change.wanted());
                end(held.order.clientOrderId(), OrderStatus.EXPIRED);
                yield new Amendment.Amended(
                        held.id, change.order().clientOrderId(), Optional.of(report(held)));
            }
            case LOSES_ANSWERS -> {
                changed(held, change.wanted());
                yield unknown;
            }
            case REPLACES -> {
                Held fresh = replaced(held, change.wanted());
                yield new Amendment.Amended(
                        fresh.id,
                        Optional.of(fresh.order.clientOrderId()),
                        Optional.of(report(fresh)));
            }
            case LOSES_ANSWERS_REPLACING -> {
                replaced(held, change.wanted());
                yield unknown;
            }
            case CANCELS_ONLY -> {
                end(held.order.clientOrderId(), OrderStatus.CANCELLED);
                yield new Amendment.CancelledOnly(error(ErrorCategory.INSUFFICIENT_FUNDS));
            }
            case LOSES_ANSWERS_CANCELLING -> {
                end(held.order.clientOrderId(), OrderStatus.CANCELLED);
                yield unknown;
            }
        };
    }

    private void changed(Held held, NewOrder wanted) {
        held.order = as(held.order, held.order.clientOrderId(), wanted.quantity(), wanted.price());
        held.updatedAt = clock.instant();
    }

    private Held replaced(Held held, NewOrder wanted) {
        end(held.order.clientOrderId(), OrderStatus.CANCELLED);
        BigDecimal left = wanted.quantity().subtract(held.filled);
        return take(as(held.order, wanted.clientOrderId(), left, wanted.price()));
    }

    private static NewOrder as(
            NewOrder order, ClientOrderId name, BigDecimal quantity, Optional<BigDecimal> price) {
        return new NewOrder(
                order.instrument(),
                name,
                order.side(),
                order.type(),
                order.timeInForce(),
                quantity,
                price,
                order.stopPrice(),
                order.terms());
    }

    @Override
    public synchronized Cancellation cancel(OrderRef order) {
        calls.add("cancel");
        if (cancelFailure.isPresent()) {
            ExchangeError error = cancelFailure.get();
            return error.category() == ErrorCategory.UNKNOWN_OUTCOME
                    ? new Cancellation.Unknown(error)
                    : new Cancellation.Refused(error);
        }
        Held held = orders.get(order.clientOrderId().orElseThrow());
        if (held == null || held.status.isFinal()) {
            return new Cancellation.Refused(error(ErrorCategory.ORDER_NOT_FOUND));
        }
        held.status = OrderStatus.CANCELLED;
        held.updatedAt = clock.instant();
        return new Cancellation.Acknowledged(Optional.of(report(held)));
    }

    @Override
    public synchronized Answer<Duration> cancelAllAfter(Instrument instrument, Duration wait) {
        countdowns.add(wait);
        if (countdownFailure.isPresent()) {
            return new Answer.Failed<>(countdownFailure.get());
        }
        deadline = wait.isZero() ? Optional.empty() : Optional.of(clock.instant().plus(wait));
        return new Answer.Ok<>(wait);
    }

    /** The exchange's own clock strikes: what its countdown is for happens now, if it ran out. */
    synchronized void strike() {
        if (deadline.isPresent() && !clock.instant().isBefore(deadline.get())) {
            orders.values().stream()
                    .filter(held -> !held.status.isFinal())
                    .forEach(held -> held.status = OrderStatus.CANCELLED);
            deadline = Optional.empty();
        }
    }

    /** The exchange cancels an order and tells nobody. */
    synchronized void cancelSilently(ClientOrderId name) {
        Held held = held(name);
        held.status = OrderStatus.CANCELLED;
        held.updatedAt = clock.instant();
    }

    @Override
    public synchronized Lookup find(OrderRef order) {
        calls.add("find");
        if (failure.isPresent()) {
            return new Lookup.Failed(failure.get());
        }
        Held held = orders.get(order.clientOrderId().orElseThrow());
        return held == null || isHidden(held) || (forgetsEnded && held.status.isFinal())
                ? new Lookup.Absent(error(ErrorCategory.ORDER_NOT_FOUND))
                : new Lookup.Found(report(held));
    }

    @Override
    public synchronized Answer<List<OrderReport>> open(Optional<Instrument> instrument) {
        calls.add("open");
        return answer(
                orders.values().stream()
                        .filter(held -> !held.status.isFinal() && !isHidden(held))
                        .map(FakeAccount::report)
                        .toList());
    }

    @Override
    public synchronized Answer<List<OrderReport>> history(
            Instrument instrument, Instant from, Instant to) {
        calls.add("history");
        return answer(
                orders.values().stream()
                        .filter(held -> !held.at.isBefore(from) && held.at.isBefore(to))
                        .filter(held -> !isHidden(held))
                        .map(FakeAccount::report)
                        .toList());
    }

    @Override
    public synchronized Answer<List<Fill>> fills(Instrument instrument, Instant since) {
        calls.add("fills");
        fillsAsked.add(since);
        return answer(fills.stream().filter(fill -> !fill.executedAt().isBefore(since)).toList());
    }

    @Override
    public synchronized Answer<List<Fill>> fillsOf(Instrument instrument, ExchangeOrderId order) {
        calls.add("fillsOf");
        return answer(fills.stream().filter(fill -> fill.order().equals(order)).toList());
    }

    private <T> Answer<T> answer(T value) {
        return failure.<Answer<T>>map(Answer.Failed::new).orElseGet(() -> new Answer.Ok<>(value));
    }

    private Held take(NewOrder order) {
        Held held = new Held(order, new ExchangeOrderId("x" + nextId++), clock.instant());
        if (orders.putIfAbsent(order.clientOrderId(), held) != null) {
            throw new AssertionError("the same order was sent twice: " + order);
        }
        return held;
    }

    private Held held(ClientOrderId name) {
        return Optional.ofNullable(orders.get(name)).orElseThrow();
    }

    private boolean isHidden(Held held) {
        return clock.instant().isBefore(held.at.plus(readLag));
    }

    private static OrderReport report(Held held) {
        return new OrderReport(
                held.order.instrument().id(),
                held.id,
                Optional.of(held.order.clientOrderId()),
                held.order.terms().outcome().mirror(held.order.side()),
                held.order.type(),
                held.order.price().map(FakeAccount.yes(held)),
                held.order.quantity(),
                held.filled,
                held.filled.signum() == 0
                        ? Optional.empty()
                        : Optional.of(held.filled.setScale(2, RoundingMode.HALF_EVEN)),
                held.status,
                Optional.empty(),
                held.updatedAt);
    }

    private static UnaryOperator<BigDecimal> yes(Held held) {
        Outcome outcome = held.order.terms().outcome();
        return price -> outcome == Outcome.YES ? price : outcome.mirror(price);
    }

    @Override
    public ExchangeId exchange() {
        return exchange;
    }
}
