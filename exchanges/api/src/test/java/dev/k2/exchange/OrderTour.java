package dev.k2.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.Balance;
import dev.k2.model.BookLevel;
import dev.k2.model.ClientOrderId;
import dev.k2.model.Decimals;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentKind;
import dev.k2.model.InstrumentStatus;
import dev.k2.model.OrderStatus;
import dev.k2.model.OrderType;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is asked of order entry, whichever way orders travel. */
final class OrderTour {
    private static final List<TimeInForce> TAKING =
            List.of(TimeInForce.GTC, TimeInForce.IOC, TimeInForce.FOK);
    private static final List<TimeInForce> ENDING = List.of(TimeInForce.IOC, TimeInForce.FOK);
    private static final List<TimeInForce> RESTING =
            List.of(TimeInForce.GTC, TimeInForce.POST_ONLY);

    private final Venue venue;
    private final Trader trader;
    private final Capabilities offered;

    OrderTour(Venue venue, Trader trader) {
        this.venue = venue;
        this.trader = trader;
        this.offered = trader.exchange().capabilities();
    }

    /** Each supported type, side and time in force. */
    void eachOrder() {
        for (Side side : Side.values()) {
            if (offered.orderTypes().contains(OrderType.MARKET)) {
                ClientOrderId id = Trader.id();
                trader.placed(trader.market(id, side, trader.quantity(1)));
                filled(id, trader.quantity(1));
            }
            for (TimeInForce force : offered(TAKING)) {
                ClientOrderId id = Trader.id();
                BigDecimal quantity = trader.quantity(1);
                BigDecimal crossing = trader.away(side.opposite(), 2);
                trader.placed(trader.limit(id, side, force, quantity, crossing));
                filled(id, quantity);
            }
            for (TimeInForce force : offered(ENDING)) {
                ClientOrderId id = Trader.id();
                didNotTake(trader.orders().place(away(id, side, force)), id);
            }
            for (TimeInForce force : offered(RESTING)) {
                ClientOrderId id = Trader.id();
                trader.placed(away(id, side, force));
                assertThat(trader.report(id).status()).isEqualTo(OrderStatus.OPEN);
                cancelled(id);
            }
            for (OrderType type : OrderType.values()) {
                if (type.isTriggered()
                        && trader.instrument().rules().orderTypes().contains(type)
                        && offered.orderTypes().contains(type)) {
                    waits(side, type);
                }
            }
        }
    }

    /** An order that shows a part of itself, where there are such. */
    void hides() {
        ClientOrderId id = Trader.id();
        NewOrder order =
                new NewOrder(
                        trader.instrument(),
                        id,
                        Side.BUY,
                        OrderType.LIMIT,
                        TimeInForce.GTC,
                        trader.quantity(4),
                        Optional.of(trader.away(Side.BUY, 5)),
                        Optional.empty(),
                        OrderTerms.PLAIN.showing(trader.quantity(1)));
        Placement said = trader.orders().place(order);
        if (said instanceof Placement.Rejected(ExchangeError reason)) {
            assertThat(reason.category()).isEqualTo(ErrorCategory.VALIDATION);
            assertThat(venue.accepted(id)).isEmpty();
        } else {
            assertThat(said).isInstanceOf(Placement.Accepted.class);
            assertThat(trader.report(id).quantity()).isEqualByComparingTo(trader.quantity(4));
            cancelled(id);
        }
    }

    /** Cancel, of a filled order, of an unknown one, twice. */
    void cancels() {
        ClientOrderId open = Trader.id();
        trader.placed(trader.resting(open, Side.SELL));
        assertThat(trader.orders().cancel(trader.ref(open)))
                .isInstanceOf(Cancellation.Acknowledged.class);
        assertThat(trader.ended(open).status()).isEqualTo(OrderStatus.CANCELLED);
        assertThat(trader.orders().cancel(trader.ref(open)))
                .isInstanceOf(Cancellation.Refused.class);

        ClientOrderId filled = Trader.id();
        trader.placed(trader.market(filled, Side.BUY, trader.quantity(1)));
        filled(filled, trader.quantity(1));
        assertThat(trader.orders().cancel(trader.ref(filled)))
                .isInstanceOf(Cancellation.Refused.class);
        assertThat(trader.report(filled).status()).isEqualTo(OrderStatus.FILLED);

        Cancellation unknown = trader.orders().cancel(trader.ref(Trader.id()));
        assertThat(unknown).isInstanceOf(Cancellation.Refused.class);
        ExchangeError reason = ((Cancellation.Refused) unknown).reason();
        assertThat(reason.category()).isEqualTo(ErrorCategory.ORDER_NOT_FOUND);
        assertThat(reason.instrument()).contains(trader.instrument().id());
        assertThat(reason.operation()).isNotEmpty();
    }

    /** All of one instrument and nothing of another; each of several by its id. */
    void cancelsSeveral() {
        Optional<Instrument> other = trader.another();
        Optional<NewOrder> elsewhere = other.map(trader::restingFarAway);
        elsewhere.ifPresent(trader::placed);
        List<ExchangeOrderId> placed = new ArrayList<>();
        List<ClientOrderId> ids = new ArrayList<>();
        for (int n = 0; n < 3; n++) {
            ClientOrderId id = Trader.id();
            placed.add(trader.placed(trader.resting(id, Side.BUY)).id());
            ids.add(id);
        }
        if (offered.has(Capabilities.Feature.CANCEL_ALL)) {
            List<ExchangeOrderId> named = trader.orders().cancelAll(trader.instrument()).orThrow();
            if (!named.isEmpty()) {
                assertThat(named).containsAll(placed);
            }
            Until.so(
                    "none is open",
                    () ->
                            trader.orders()
                                    .open(Optional.of(trader.instrument()))
                                    .orThrow()
                                    .isEmpty());
            assertThat(trader.orders().cancelAll(trader.instrument()).orThrow()).isEmpty();
        } else {
            assertThat(trader.orders().cancelAll(trader.instrument()))
                    .isInstanceOf(Answer.Failed.class);
            List<OrderRef> refs = ids.stream().map(trader::ref).toList();
            assertThat(trader.orders().cancelEach(refs))
                    .hasSize(3)
                    .allMatch(Cancellation.Acknowledged.class::isInstance);
        }
        ids.forEach(id -> assertThat(trader.ended(id).status()).isEqualTo(OrderStatus.CANCELLED));
        elsewhere.ifPresent(this::isStillOpen);

        List<OrderRef> both = new ArrayList<>();
        ClientOrderId good = Trader.id();
        trader.placed(trader.resting(good, Side.BUY));
        both.add(trader.ref(Trader.id()));
        both.add(trader.ref(good));
        List<Cancellation> outcomes = trader.orders().cancelEach(both);
        assertThat(outcomes.getFirst()).isInstanceOf(Cancellation.Refused.class);
        assertThat(outcomes.getLast()).isInstanceOf(Cancellation.Acknowledged.class);
        assertThat(trader.ended(good).status()).isEqualTo(OrderStatus.CANCELLED);
    }

    /** Smaller, larger, at another price; never two orders where one was wanted. */
    void amends() {
        ClientOrderId id = Trader.id();
        BigDecimal price = trader.away(Side.BUY, 5);
        trader.placed(trader.limit(id, Side.BUY, TimeInForce.GTC, trader.quantity(4), price));
        Amendment.Amended smaller =
                amended(
                        trader.ref(id),
                        trader.limit(
                                Trader.id(), Side.BUY, TimeInForce.GTC, trader.quantity(2), price));
        isAs(smaller, trader.quantity(2), price);
        Amendment.Amended larger =
                amended(
                        ref(smaller),
                        trader.limit(
                                Trader.id(), Side.BUY, TimeInForce.GTC, trader.quantity(5), price));
        isAs(larger, trader.quantity(5), price);
        // The exchange's id alone is all that an order placed elsewhere has.
        OrderRef theirs = OrderRef.of(trader.instrument(), larger.id());
        BigDecimal lower = trader.away(Side.BUY, 7);
        Amendment.Amended moved =
                amended(
                        theirs,
                        trader.limit(
                                Trader.id(), Side.BUY, TimeInForce.GTC, trader.quantity(3), lower));
        isAs(moved, trader.quantity(3), lower);

        assertThat(trader.orders().open(Optional.of(trader.instrument())).orThrow())
                .singleElement()
                .satisfies(o -> assertThat(o.id()).isEqualTo(moved.id()));
        assertThat(trader.orders().cancel(ref(moved)))
                .isInstanceOf(Cancellation.Acknowledged.class);
        assertThat(
                        trader.orders()
                                .amend(
                                        new OrderChange(
                                                ref(moved), trader.resting(Trader.id(), Side.BUY))))
                .isInstanceOf(Amendment.Refused.class);
        assertThat(
                        trader.orders()
                                .amend(
                                        new OrderChange(
                                                trader.ref(Trader.id()),
                                                trader.resting(Trader.id(), Side.BUY))))
                .isInstanceOf(Amendment.Refused.class);
    }

    /** The new order is one that the account cannot pay for. */
    void amendsInVain() {
        ClientOrderId id = Trader.id();
        BigDecimal price = trader.away(Side.BUY, 5);
        Placement.Accepted placed =
                trader.placed(
                        trader.limit(id, Side.BUY, TimeInForce.GTC, trader.quantity(1), price));

        Amendment said =
                trader.orders()
                        .amend(
                                new OrderChange(
                                        trader.ref(id),
                                        trader.limit(
                                                Trader.id(),
                                                Side.BUY,
                                                TimeInForce.GTC,
                                                tooMuch(price),
                                                price)));

        List<OrderReport> open = trader.orders().open(Optional.of(trader.instrument())).orThrow();
        switch (said) {
            case Amendment.CancelledOnly(ExchangeError reason) -> {
                assertThat(reason.category()).isEqualTo(ErrorCategory.INSUFFICIENT_FUNDS);
                assertThat(open).isEmpty();
            }
            case Amendment.Refused(ExchangeError reason) -> {
                assertThat(reason.category()).isEqualTo(ErrorCategory.INSUFFICIENT_FUNDS);
                assertThat(open)
                        .singleElement()
                        .satisfies(
                                o -> {
                                    assertThat(o.id()).isEqualTo(placed.id());
                                    assertThat(o.quantity())
                                            .isEqualByComparingTo(trader.quantity(1));
                                });
                cancelled(id);
            }
            case Amendment.Amended amended -> throw new AssertionError("not payable: " + amended);
            case Amendment.Unknown unknown -> throw new AssertionError("no fault: " + unknown);
        }
    }

    /** Each has its own outcome, in the same sequence; a bad one harms no other. */
    void batch() {
        List<NewOrder> orders = new ArrayList<>();
        for (int n = 0; n < 4; n++) {
            orders.add(trader.resting(Trader.id(), Side.BUY));
        }
        BigDecimal price = trader.away(Side.BUY, 5);
        orders.add(1, trader.limit(Trader.id(), Side.BUY, TimeInForce.GTC, tooMuch(price), price));

        List<Placement> outcomes = trader.orders().placeEach(orders);

        assertThat(outcomes).hasSize(5);
        for (int n = 0; n < orders.size(); n++) {
            ClientOrderId id = orders.get(n).clientOrderId();
            if (n == 1) {
                assertThat(outcomes.get(n)).isInstanceOf(Placement.Rejected.class);
                assertThat(((Placement.Rejected) outcomes.get(n)).reason().category())
                        .isEqualTo(ErrorCategory.INSUFFICIENT_FUNDS);
                assertThat(venue.accepted(id)).isEmpty();
            } else {
                assertThat(outcomes.get(n)).isInstanceOf(Placement.Accepted.class);
                assertThat(trader.report(id).id())
                        .isEqualTo(((Placement.Accepted) outcomes.get(n)).id());
                cancelled(id);
            }
        }
    }

    /** Orders that depend on each other, each list cancelled as one. */
    void lists() {
        BigDecimal quantity = trader.quantity(2);
        var list =
                new NewOrderList.OneCancelsOther(
                        Trader.id(),
                        trader.limit(
                                Trader.id(),
                                Side.SELL,
                                TimeInForce.POST_ONLY,
                                quantity,
                                trader.away(Side.SELL, 4)),
                        trader.stop(Trader.id(), Side.SELL, quantity, trader.away(Side.BUY, 4)));

        isThereAndGoes(list);
        NewOrder working =
                trader.limit(
                        Trader.id(), Side.BUY, TimeInForce.GTC, quantity, trader.away(Side.BUY, 5));
        isThereAndGoes(
                new NewOrderList.OneTriggersOther(
                        Trader.id(),
                        working,
                        trader.limit(
                                Trader.id(),
                                Side.SELL,
                                TimeInForce.GTC,
                                quantity,
                                trader.away(Side.SELL, 4))));
        isThereAndGoes(
                new NewOrderList.OneTriggersTwo(
                        Trader.id(),
                        trader.limit(
                                Trader.id(),
                                Side.BUY,
                                TimeInForce.GTC,
                                quantity,
                                trader.away(Side.BUY, 5)),
                        trader.limit(
                                Trader.id(),
                                Side.SELL,
                                TimeInForce.POST_ONLY,
                                quantity,
                                trader.away(Side.SELL, 4)),
                        trader.stop(Trader.id(), Side.SELL, quantity, trader.away(Side.BUY, 8))));
    }

    private void isThereAndGoes(NewOrderList list) {
        ListPlacement said = trader.orders().placeList(list);

        assertThat(said).isInstanceOf(ListPlacement.Accepted.class);
        var accepted = (ListPlacement.Accepted) said;
        assertThat(accepted.orders()).hasSize(list.orders().size());
        for (NewOrder order : list.orders()) {
            OrderReport told = trader.report(order.clientOrderId());
            assertThat(told.status().isFinal()).isFalse();
            assertThat(told.filledQuantity()).isZero();
        }
        assertThat(trader.orders().cancelList(trader.instrument(), accepted.listId()))
                .isInstanceOf(Cancellation.Acknowledged.class);
        for (NewOrder order : list.orders()) {
            assertThat(trader.ended(order.clientOrderId()).status())
                    .isIn(OrderStatus.CANCELLED, OrderStatus.EXPIRED);
        }
        assertThat(trader.orders().cancelList(trader.instrument(), accepted.listId()))
                .isInstanceOf(Cancellation.Refused.class);
    }

    /** Refusals that need nothing of the exchange's own to go wrong. */
    void refusals() {
        BigDecimal price = trader.away(Side.BUY, 5);
        ClientOrderId id = Trader.id();
        trader.refused(
                trader.limit(id, Side.BUY, TimeInForce.GTC, tooMuch(price), price),
                ErrorCategory.INSUFFICIENT_FUNDS);
        ClientOrderId crosses = Trader.id();
        if (offered.timesInForce().contains(TimeInForce.POST_ONLY)) {
            Placement crossing =
                    trader.orders()
                            .place(
                                    trader.limit(
                                            crosses,
                                            Side.BUY,
                                            TimeInForce.POST_ONLY,
                                            trader.quantity(1),
                                            trader.away(Side.SELL, 2)));
            didNotTake(crossing, crosses);
        }
        assertThat(venue.accepted(id).stream().filter(Accepted::open)).isEmpty();
        assertThat(venue.accepted(crosses).stream().filter(Accepted::open)).isEmpty();
    }

    /** Two orders of one account that meet: nothing is traded between them. */
    void meetsItself() {
        BigDecimal quantity = trader.quantity(2);
        BookLevel ask = venue.book().asks().getFirst();
        // Nobody stands before it then, whose offers would have to be paid for as well.
        venue.trade(Side.BUY, ask.quantity());
        ClientOrderId resting = Trader.id();
        trader.placed(trader.limit(resting, Side.SELL, TimeInForce.GTC, quantity, ask.price()));
        BigDecimal there =
                venue.book().asks().stream()
                        .filter(level -> same(level.price(), ask.price()))
                        .map(BookLevel::quantity)
                        .findFirst()
                        .orElse(quantity);
        ClientOrderId taking = Trader.id();
        NewOrder order =
                new NewOrder(
                        trader.instrument(),
                        taking,
                        Side.BUY,
                        OrderType.LIMIT,
                        TimeInForce.GTC,
                        there.add(quantity),
                        Optional.of(ask.price()),
                        Optional.empty(),
                        OrderTerms.PLAIN.onSelfTrade(OrderTerms.SelfTrade.EXPIRE_TAKER));
        Placement said = trader.orders().place(order);
        if (said instanceof Placement.Accepted) {
            trader.quiet(taking);
            List<Fill> taken = fills(taking);
            List<Fill> made = fills(resting);
            assertThat(made)
                    .noneMatch(one -> taken.stream().anyMatch(o -> o.trade().equals(one.trade())));
        } else {
            assertThat(said).isInstanceOf(Placement.Rejected.class);
            assertThat(((Placement.Rejected) said).reason().category())
                    .isIn(ErrorCategory.VALIDATION, ErrorCategory.EXCHANGE_ERROR);
        }
        trader.quiet(resting);
    }

    /** Halted, whatever is asked is refused as such. */
    void halted() {
        ClientOrderId id = Trader.id();
        NewOrder order = trader.resting(id, Side.BUY);
        venue.strike(Trouble.HALT);
        Until.so(
                "the halt stands",
                () ->
                        Trader.instrument(venue, trader.exchange()).status()
                                != InstrumentStatus.TRADING);
        trader.refused(order, ErrorCategory.MARKET_STATUS);
        assertThat(venue.accepted(id).stream().filter(Accepted::open)).isEmpty();
    }

    void filled(ClientOrderId id, BigDecimal quantity) {
        OrderReport ended = trader.ended(id);
        assertThat(ended.status()).isEqualTo(OrderStatus.FILLED);
        assertThat(ended.filledQuantity()).isEqualByComparingTo(quantity);
        List<Fill> fills =
                Until.found("the fills are told", () -> fills(id), f -> same(sum(f), quantity));
        assertThat(fills).allMatch(f -> f.fee().signum() >= 0 && f.price().signum() > 0);
        assertThat(fills).allMatch(f -> f.instrument().equals(trader.instrument().id()));
    }

    void cancelled(ClientOrderId id) {
        assertThat(trader.orders().cancel(trader.ref(id)))
                .isInstanceOf(Cancellation.Acknowledged.class);
        assertThat(trader.ended(id).status()).isEqualTo(OrderStatus.CANCELLED);
    }

    /** Report, fills and the exchange's own ledger say the same of an order that ended. */
    void agreed(ClientOrderId id) {
        OrderReport ended = trader.ended(id);
        List<Fill> fills =
                Until.found(
                        "the fills are told",
                        () -> fills(id),
                        f -> same(sum(f), ended.filledQuantity()));
        assertThat(fills.stream().map(Fill::trade)).doesNotHaveDuplicates();
        assertThat(venue.accepted(id))
                .singleElement()
                .satisfies(
                        a -> {
                            assertThat(a.filled()).isEqualByComparingTo(ended.filledQuantity());
                            assertThat(a.open()).isFalse();
                        });
        assertThat(ended.status() == OrderStatus.FILLED)
                .isEqualTo(same(ended.filledQuantity(), ended.quantity()));
    }

    static BigDecimal sum(List<Fill> fills) {
        return fills.stream().map(Fill::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private List<Fill> fills(ClientOrderId id) {
        return trader.orders().fillsOf(trader.instrument(), trader.report(id).id()).orThrow();
    }

    private List<TimeInForce> offered(List<TimeInForce> forces) {
        return forces.stream().filter(offered.timesInForce()::contains).toList();
    }

    private NewOrder away(ClientOrderId id, Side side, TimeInForce force) {
        return trader.limit(id, side, force, trader.quantity(1), trader.away(side, 5));
    }

    private void waits(Side side, OrderType type) {
        ClientOrderId id = Trader.id();
        // A stop of a buy lies above the market and its profit below; of a sell the other way
        // round.
        boolean takesProfit = type == OrderType.TAKE_PROFIT || type == OrderType.TAKE_PROFIT_LIMIT;
        boolean above = (side == Side.BUY) != takesProfit;
        // Triggers are held against the last trade, which can be of a market that was moved since.
        Until.so("the last trade is near the book", this::lastIsNearTheBook);
        BigDecimal trigger = trader.away(above ? Side.SELL : Side.BUY, 4);
        boolean trails = type == OrderType.TRAILING_STOP;
        trader.placed(
                new NewOrder(
                        trader.instrument(),
                        id,
                        side,
                        type,
                        TimeInForce.GTC,
                        trader.quantity(2),
                        type.isPriced() ? Optional.of(trigger) : Optional.empty(),
                        trails ? Optional.empty() : Optional.of(trigger),
                        trails
                                ? OrderTerms.PLAIN.trailing(new BigDecimal("4"))
                                : OrderTerms.PLAIN));
        assertThat(trader.report(id).status()).as("%s %s", side, type).isEqualTo(OrderStatus.OPEN);
        cancelled(id);
    }

    private boolean lastIsNearTheBook() {
        BigDecimal last = trader.exchange().market().ticker(trader.instrument()).orThrow().last();
        return last.compareTo(trader.away(Side.BUY, 3)) > 0
                && last.compareTo(trader.away(Side.SELL, 3)) < 0;
    }

    private void isStillOpen(NewOrder order) {
        OrderRef ref = OrderRef.of(order.instrument(), order.clientOrderId());
        Lookup found =
                Until.found(
                        "the order elsewhere is found",
                        () -> trader.orders().find(ref),
                        Lookup.Found.class::isInstance);
        assertThat(((Lookup.Found) found).report().status()).isEqualTo(OrderStatus.OPEN);
        assertThat(trader.orders().cancel(ref)).isInstanceOf(Cancellation.Acknowledged.class);
    }

    private Amendment.Amended amended(OrderRef order, NewOrder wanted) {
        Amendment said = trader.orders().amend(new OrderChange(order, wanted));
        assertThat(said).isInstanceOf(Amendment.Amended.class);
        return (Amendment.Amended) said;
    }

    private OrderRef ref(Amendment.Amended amended) {
        return new OrderRef(
                trader.instrument(), amended.clientOrderId(), Optional.of(amended.id()));
    }

    private void isAs(Amendment.Amended amended, BigDecimal quantity, BigDecimal price) {
        OrderReport told = trader.report(amended.clientOrderId().orElseThrow());
        assertThat(told.id()).isEqualTo(amended.id());
        assertThat(told.status()).isEqualTo(OrderStatus.OPEN);
        assertThat(told.quantity()).isEqualByComparingTo(quantity);
        assertThat(told.price().orElseThrow()).isEqualByComparingTo(price);
    }

    /** It could fill nothing: some exchanges refuse it, some take it and let it expire. */
    private void didNotTake(Placement said, ClientOrderId id) {
        if (said instanceof Placement.Rejected(ExchangeError reason)) {
            assertThat(reason.category())
                    .isIn(ErrorCategory.VALIDATION, ErrorCategory.MARKET_STATUS);
        } else {
            assertThat(said).isInstanceOf(Placement.Accepted.class);
            OrderReport ended = trader.ended(id);
            assertThat(ended.status())
                    .isIn(OrderStatus.EXPIRED, OrderStatus.CANCELLED, OrderStatus.REJECTED);
            assertThat(ended.filledQuantity()).isZero();
        }
    }

    private BigDecimal tooMuch(BigDecimal price) {
        BigDecimal everything =
                trader.account().balances().orThrow().stream()
                        .filter(b -> b.currency().equals(trader.instrument().quote()))
                        .map(Balance::free)
                        .findFirst()
                        .orElseThrow();
        // Derivatives are paid with a fraction of what they are worth.
        BigDecimal times =
                trader.instrument().kind() == InstrumentKind.PERPETUAL
                        ? new BigDecimal("150")
                        : BigDecimal.TWO;
        return Decimals.ceilTo(
                everything
                        .multiply(times)
                        .divide(
                                price.multiply(trader.instrument().contractSize()),
                                12,
                                RoundingMode.UP),
                trader.instrument().rules().limitQuantity().step());
    }

    private static boolean same(BigDecimal one, BigDecimal other) {
        return one.compareTo(other) == 0;
    }
}
