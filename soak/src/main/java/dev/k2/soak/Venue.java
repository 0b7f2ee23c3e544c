package dev.k2.soak;

import dev.k2.exchange.Amendment;
import dev.k2.exchange.Cancellation;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ErrorFacts;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Lookup;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderChange;
import dev.k2.exchange.OrderRef;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.Placement;
import dev.k2.exchange.net.Silence;
import dev.k2.model.ClientOrderId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.InstrumentKind;
import dev.k2.model.InstrumentStatus;
import dev.k2.model.MarginMode;
import dev.k2.model.OrderType;
import dev.k2.model.Position;
import dev.k2.model.PositionSide;
import dev.k2.model.TimeInForce;
import dev.k2.sim.ApiKey;
import dev.k2.sim.Ending;
import dev.k2.sim.EngineEvent;
import dev.k2.sim.EngineListener;
import dev.k2.sim.EventHolding;
import dev.k2.sim.Listing;
import dev.k2.sim.Market;
import dev.k2.sim.MatchingEngine;
import dev.k2.sim.Order;
import dev.k2.sim.OrderRequest;
import dev.k2.sim.Outcome;
import dev.k2.sim.Refusal;
import dev.k2.sim.SimClock;
import dev.k2.trading.Links;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * One simulated exchange: the engine that simulated exchanges run on, without its sockets, and its
 * ledger of everything that it accepted. What is asked of it takes effect at once.
 */
final class Venue implements EngineListener {
    static final String ASKED_WHILE_BANNED = "requests during a ban";
    private static final String NAME = "name";
    private static final BigDecimal MONEY = new BigDecimal("100000000");
    private static final BigDecimal COINS = new BigDecimal("100000");

    private final VirtualTime time;
    private final Chance chance;
    private final Diary diary;
    private final Manners manners;
    private final MatchingEngine engine;
    private final SequencedMap<InstrumentId, Listed> listed = new LinkedHashMap<>();
    private final Map<String, Seat> seats = new LinkedHashMap<>();
    private final Map<ExchangeOrderId, Known> orders = new LinkedHashMap<>();
    private final Map<ClientOrderId, List<Known>> byName = new LinkedHashMap<>();
    private final Set<Trouble> troubles = EnumSet.noneOf(Trouble.class);
    private final Silence silence;
    private Optional<Contracts> contracts = Optional.empty();
    private Instant silentUntil = Instant.MIN;
    private boolean calm;
    private long names;

    Venue(VirtualTime time, Chance chance, Diary diary, Manners manners) {
        this.chance = chance;
        this.time = time;
        this.diary = diary;
        this.manners = manners;
        this.engine = new MatchingEngine(new SimClock(time));
        this.silence = new Silence(time);
        if (manners.takesFirst()) {
            engine.takeFirst();
        }
        engine.addListener(this);
    }

    Manners manners() {
        return manners;
    }

    MatchingEngine engine() {
        return engine;
    }

    /** Lists something; it is what is traded here from now on. */
    Listed list(Goods goods, InstrumentId id) {
        Listed fresh =
                new Listed(
                        goods,
                        goods.instrument(manners.id(), id, InstrumentStatus.TRADING),
                        engine.open(goods.listing(id)));
        listed.put(id, fresh);
        return fresh;
    }

    /** What is traded here now. */
    Listed listed() {
        return listed.sequencedValues().getLast();
    }

    /** What is traded here, or was. */
    Optional<Listed> listed(InstrumentId id) {
        return Optional.ofNullable(listed.get(id));
    }

    /** Nothing trades in it from now on, and what is open there ends. */
    void halt(Listed one) {
        engine.setStatus(one.market(), Market.Status.HALT);
        for (Known known : List.copyOf(orders.values())) {
            if (known.order().market() == one.market()) {
                expire(known);
            }
        }
    }

    /** Its contracts, where it trades such. */
    Optional<Contracts> contracts() {
        return contracts;
    }

    /** Begins to trade. */
    void open(Runnable onEnd) {
        switch (manners.goods()) {
            case COIN -> {
                Listed _ = list(Goods.COIN, Goods.BTC);
            }
            case CONTRACT -> {
                var fresh = new Contracts(time, chance, diary, this, onEnd);
                contracts = Optional.of(fresh);
                fresh.open();
            }
        }
    }

    /** What the program's own side keeps to, over restarts too. */
    Silence silence() {
        return silence;
    }

    Set<Trouble> troubles() {
        return troubles;
    }

    /** Nothing goes wrong from here on. */
    void heal() {
        troubles.clear();
        calm = true;
    }

    boolean isCalm() {
        return calm;
    }

    boolean has(Trouble trouble) {
        return troubles.contains(trouble);
    }

    Seat open(Links.Link link) {
        var key = new ApiKey(ApiKey.Kind.HMAC, "key of " + link.id(), "", "", "", null);
        Seat seat = new Seat(link, engine.openAccount(link.id().toString(), key));
        engine.deposit(seat.account(), manners.goods().quote(), MONEY);
        if (manners.goods() == Goods.COIN) {
            engine.deposit(seat.account(), "BTC", COINS);
        }
        seats.put(link.id().toString(), seat);
        return seat;
    }

    List<Seat> seats() {
        return List.copyOf(seats.values());
    }

    /** Everything that was ever accepted. */
    List<Known> ledger() {
        return List.copyOf(orders.values());
    }

    List<Known> named(ClientOrderId name) {
        return byName.getOrDefault(name, List.of());
    }

    /** A request leaves for here. */
    void asked() {
        if (time.instant().isBefore(silentUntil)) {
            diary.count(ASKED_WHILE_BANNED);
        }
    }

    /** A request arrived; empty where the exchange looks at it. */
    Optional<ExchangeError> hindrance(Seat seat, String operation) {
        if (has(Trouble.MAINTENANCE)) {
            return Optional.of(error(ErrorCategory.EXCHANGE_MAINTENANCE, operation));
        }
        if (seat.isRevoked()) {
            return Optional.of(error(ErrorCategory.AUTHENTICATION, operation));
        }
        if (has(Trouble.SKEWED)) {
            return Optional.of(
                    new ExchangeError.Validation(
                            ErrorFacts.of(manners.id(), operation, "the time is wrong"), true));
        }
        return Optional.empty();
    }

    /** Wants silence from whoever hears the answer. */
    ExchangeError ban(String operation, Duration length) {
        Instant until = silence.begin(Optional.of(length));
        silentUntil = until;
        return banned(operation, until);
    }

    ExchangeError banned(String operation, Instant until) {
        return new ExchangeError.RateLimit(
                ErrorFacts.of(manners.id(), operation, "too many requests"), Optional.of(until));
    }

    ExchangeError error(ErrorCategory category, String operation) {
        return ExchangeError.of(
                category,
                ErrorFacts.of(
                        manners.id(),
                        operation,
                        category.name().toLowerCase(java.util.Locale.ROOT)));
    }

    Placement place(Seat seat, NewOrder order) {
        String operation = "place order";
        Optional<ExchangeError> hindrance = hindrance(seat, operation);
        if (hindrance.isPresent()) {
            return new Placement.Rejected(hindrance.get());
        }
        Listed in = listed(order.instrument().id()).orElseThrow();
        if (!in.trades()) {
            return new Placement.Rejected(error(ErrorCategory.MARKET_STATUS, operation));
        }
        List<Known> same = named(order.clientOrderId());
        boolean taken =
                switch (manners.scope()) {
                    case NONE -> false;
                    case OPEN_ORDERS ->
                            same.stream().anyMatch(known -> known.order().status().open());
                    case FOR_EVER -> !same.isEmpty();
                };
        if (taken) {
            return new Placement.Rejected(error(ErrorCategory.DUPLICATE_ORDER, operation));
        }
        return switch (engine.place(
                seat.account(), in.market(), request(in.market().listing(), order))) {
            case Outcome.Refused(Refusal reason) ->
                    new Placement.Rejected(
                            error(
                                    reason == Refusal.INSUFFICIENT_BALANCE
                                            ? ErrorCategory.INSUFFICIENT_FUNDS
                                            : ErrorCategory.MARKET_STATUS,
                                    operation));
            case Outcome.Done(Order placed) ->
                    new Placement.Accepted(
                            id(placed),
                            manners.reportsOnAccept()
                                    ? Optional.of(known(placed).now())
                                    : Optional.empty());
        };
    }

    Cancellation cancel(Seat seat, OrderRef ref, Duration slowness) {
        Optional<ExchangeError> hindrance = hindrance(seat, "cancel order");
        if (hindrance.isPresent()) {
            return new Cancellation.Refused(hindrance.get());
        }
        Optional<Known> known = find(seat, ref);
        if (known.isEmpty() || !known.get().order().status().open()) {
            return new Cancellation.Refused(error(ErrorCategory.ORDER_NOT_FOUND, "cancel order"));
        }
        if (manners.cancelsLater()) {
            time.later(slowness, () -> end(known.get()));
            return new Cancellation.Acknowledged(Optional.empty());
        }
        end(known.get());
        return new Cancellation.Acknowledged(Optional.of(known.get().now()));
    }

    /** Changes an order, or makes another in its place, as this exchange does. */
    Amendment amend(Seat seat, OrderChange change) {
        String operation = "amend order";
        Optional<ExchangeError> hindrance = hindrance(seat, operation);
        if (hindrance.isPresent()) {
            return new Amendment.Refused(hindrance.get());
        }
        Optional<Known> known = find(seat, change.order());
        if (known.isEmpty() || !known.get().order().status().open()) {
            return new Amendment.Refused(error(ErrorCategory.ORDER_NOT_FOUND, operation));
        }
        return manners.amends() == Manners.Amends.REPLACES
                ? replace(seat, known.get(), change.wanted())
                : change(known.get(), change.wanted());
    }

    private Amendment change(Known known, NewOrder wanted) {
        Order order = known.order();
        long price = price(order.listing(), wanted);
        long quantity = order.listing().quantityUnits(wanted.quantity());
        return switch (engine.modify(order, price, quantity)) {
            case Outcome.Refused ignored ->
                    new Amendment.Refused(error(ErrorCategory.MARKET_STATUS, "amend order"));
            case Outcome.Done ignored -> {
                diary.count("orders amended");
                yield new Amendment.Amended(
                        id(order), Optional.of(known.name()), Optional.of(known.now()));
            }
        };
    }

    private Amendment replace(Seat seat, Known known, NewOrder wanted) {
        BigDecimal left = wanted.quantity().subtract(known.now().filledQuantity());
        if (left.signum() <= 0) {
            return new Amendment.Refused(error(ErrorCategory.VALIDATION, "amend order"));
        }
        end(known);
        NewOrder rest =
                new NewOrder(
                        wanted.instrument(),
                        wanted.clientOrderId(),
                        wanted.side(),
                        wanted.type(),
                        wanted.timeInForce(),
                        left,
                        wanted.price(),
                        wanted.stopPrice(),
                        wanted.terms());
        return switch (place(seat, rest)) {
            case Placement.Accepted(ExchangeOrderId id, Optional<OrderReport> ignored) -> {
                diary.count("orders replaced");
                yield new Amendment.Amended(
                        id, Optional.of(wanted.clientOrderId()), Optional.of(known(id).now()));
            }
            case Placement.Rejected(ExchangeError reason) -> {
                diary.count("orders cancelled and not replaced");
                yield new Amendment.CancelledOnly(reason);
            }
            case Placement.Unknown(ExchangeError cause) ->
                    throw new IllegalStateException("an exchange knows what it did: " + cause);
        };
    }

    Lookup look(Seat seat, OrderRef ref) {
        Optional<ExchangeError> hindrance = hindrance(seat, "find order");
        if (hindrance.isPresent()) {
            return new Lookup.Failed(hindrance.get());
        }
        Instant shown = shown();
        return find(seat, ref)
                .flatMap(known -> known.at(shown))
                .<Lookup>map(Lookup.Found::new)
                .orElseGet(
                        () ->
                                new Lookup.Absent(
                                        error(ErrorCategory.ORDER_NOT_FOUND, "find order")));
    }

    List<OrderReport> openOrders(Seat seat) {
        List<OrderReport> open = new ArrayList<>();
        Instant shown = shown();
        for (Known known : orders.values()) {
            if (known.seat() == seat) {
                known.at(shown).filter(report -> !report.status().isFinal()).ifPresent(open::add);
            }
        }
        return open;
    }

    /** What was placed in a range of time, ended or not. */
    List<OrderReport> history(Seat seat, InstrumentId in, Instant from, Instant to) {
        List<OrderReport> told = new ArrayList<>();
        Instant shown = shown();
        for (Known known : orders.values()) {
            if (known.seat() == seat
                    && known.now().instrument().equals(in)
                    && !known.placedAt().isBefore(from)
                    && known.placedAt().isBefore(to)) {
                known.at(shown).ifPresent(told::add);
            }
        }
        return told;
    }

    List<Fill> fills(Seat seat, InstrumentId in, Instant since, Optional<ExchangeOrderId> order) {
        List<Fill> fills = new ArrayList<>();
        Instant shown = shown();
        for (Known known : orders.values()) {
            if (known.seat() != seat
                    || !known.now().instrument().equals(in)
                    || (order.isPresent() && !order.get().equals(id(known.order())))) {
                continue;
            }
            for (Fill fill : known.fills()) {
                if (!fill.executedAt().isBefore(since) && !fill.executedAt().isAfter(shown)) {
                    fills.add(manners.namesFills() ? fill : unnamed(fill));
                }
            }
        }
        return fills;
    }

    /** The contracts that an account holds. */
    List<Position> positions(Seat seat) {
        List<Position> held = new ArrayList<>();
        for (Listed one : listed.values()) {
            EventHolding holding = seat.account().events().of(one.market());
            if (holding.quantity() != 0) {
                held.add(position(one, holding));
            }
        }
        return held;
    }

    private Position position(Listed one, EventHolding holding) {
        BigDecimal quantity = one.market().listing().quantity(Math.abs(holding.quantity()));
        BigDecimal paid =
                holding.cost().divide(quantity, Known.PRICE_SCALE, RoundingMode.HALF_EVEN);
        boolean yes = holding.quantity() > 0;
        return new Position(
                one.id(),
                yes ? PositionSide.LONG : PositionSide.SHORT,
                quantity,
                yes ? paid : BigDecimal.ONE.subtract(paid),
                Optional.empty(),
                BigDecimal.ZERO,
                Optional.empty(),
                Optional.empty(),
                MarginMode.CROSS,
                time.instant());
    }

    /** Up to when questions show what happened. */
    Instant shown() {
        // Each question may reach another copy of the exchange's books.
        return has(Trouble.LAGS) && chance.isOneIn(2)
                ? time.instant().minusSeconds(3)
                : time.instant();
    }

    private Optional<Known> find(Seat seat, OrderRef ref) {
        Optional<Known> byId =
                ref.exchangeOrderId().map(orders::get).filter(known -> known.seat() == seat);
        return byId.or(
                () ->
                        ref.clientOrderId().map(this::named).stream()
                                .flatMap(List::stream)
                                .filter(known -> known.seat() == seat)
                                .reduce((first, last) -> last));
    }

    private void end(Known known) {
        if (known.order().status().open()) {
            Outcome done = engine.cancel(known.order(), null);
            diary.note("ended", manners.id(), known.name(), done instanceof Outcome.Done);
        }
    }

    /** The exchange ends an order for reasons of its own. */
    void expire(Known known) {
        if (known.order().status().open()) {
            Outcome done = engine.expire(known.order(), Ending.CANCELED_BY_EXCHANGE);
            diary.note("expired", manners.id(), known.name(), done instanceof Outcome.Done);
        }
    }

    /** The limit of an order, in units of the book's prices. */
    private static long price(Listing in, NewOrder order) {
        BigDecimal limit = order.price().orElseThrow();
        return in.priceUnits(
                order.instrument().kind() == InstrumentKind.EVENT
                        ? order.terms().outcome().mirror(limit)
                        : limit);
    }

    private OrderRequest request(Listing in, NewOrder order) {
        String unique = "c" + ++names;
        dev.k2.sim.Side side =
                order.terms().outcome().mirror(order.side()) == dev.k2.model.Side.BUY
                        ? dev.k2.sim.Side.BUY
                        : dev.k2.sim.Side.SELL;
        long quantity = in.quantityUnits(order.quantity());
        OrderRequest request =
                order.type() == OrderType.MARKET
                        ? OrderRequest.market(unique, side, quantity)
                        : OrderRequest.limit(
                                unique,
                                side,
                                price(in, order),
                                quantity,
                                inForce(order.timeInForce()));
        OrderRequest named = request.withWords(Map.of(NAME, order.clientOrderId().text()));
        return order.timeInForce() == TimeInForce.POST_ONLY ? named.withPostOnly() : named;
    }

    private static dev.k2.sim.TimeInForce inForce(TimeInForce asked) {
        return switch (asked) {
            case IOC -> dev.k2.sim.TimeInForce.IOC;
            case FOK -> dev.k2.sim.TimeInForce.FOK;
            default -> dev.k2.sim.TimeInForce.GTC;
        };
    }

    private static Fill unnamed(Fill fill) {
        return fill.of(fill.order(), Optional.empty());
    }

    private Instrument instrument(Order order) {
        return listed.values().stream()
                .filter(one -> one.market() == order.market())
                .findFirst()
                .orElseThrow()
                .instrument();
    }

    private Known known(Order order) {
        return known(id(order));
    }

    private Known known(ExchangeOrderId id) {
        Known known = orders.get(id);
        if (known == null) {
            throw new IllegalStateException("order " + id + " was never accepted");
        }
        return known;
    }

    static ExchangeOrderId id(Order order) {
        return new ExchangeOrderId(order.listing().symbol() + "-" + order.id());
    }

    static dev.k2.model.Side side(dev.k2.sim.Side side) {
        return side == dev.k2.sim.Side.BUY ? dev.k2.model.Side.BUY : dev.k2.model.Side.SELL;
    }

    @Override
    public void on(EngineEvent event) {
        switch (event) {
            case EngineEvent.OrderAccepted(Order order, long execution, long micros) -> {
                ClientOrderId name =
                        new ClientOrderId(order.request().words().getOrDefault(NAME, "none"));
                Seat seat = seats.get(order.account().name());
                if (seat == null) {
                    throw new IllegalStateException("nobody has the account of " + name);
                }
                Known fresh = new Known(order, seat, instrument(order), name);
                orders.put(id(order), fresh);
                byName.computeIfAbsent(name, absent -> new ArrayList<>()).add(fresh);
                diary.note("accepted", manners.id(), name, execution);
                diary.count("orders accepted");
                tell(fresh, micros, Optional.empty());
            }
            case EngineEvent.OrderFilled(Order order, dev.k2.sim.Fill fill) -> {
                diary.note("filled", manners.id(), order.id(), fill.tradeId(), fill.quantity());
                diary.count("fills");
                tell(known(order), fill.micros(), Optional.of(fill));
            }
            case EngineEvent.OrderClosed closed ->
                    tell(known(closed.order()), closed.micros(), Optional.empty());
            case EngineEvent.OrderPrevented prevented ->
                    tell(known(prevented.order()), prevented.micros(), Optional.empty());
            case EngineEvent.OrderModified modified ->
                    tell(known(modified.order()), modified.micros(), Optional.empty());
            default -> {}
        }
    }

    private void tell(Known known, long micros, Optional<dev.k2.sim.Fill> filled) {
        Instant at = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
        OrderReport report = known.changed(at);
        Optional<Fill> fill = filled.map(one -> known.filled(one, at));
        for (SoakStream stream : List.copyOf(known.seat().streams())) {
            if (manners.fillsFirst()) {
                fill.ifPresent(stream::fill);
                stream.order(report);
            } else {
                stream.order(report);
                fill.ifPresent(stream::fill);
            }
            stream.balances();
        }
    }

    @Override
    public void commandDone(List<Market> touched) {}
}
