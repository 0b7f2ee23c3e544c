package dev.k2.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.BookSnapshot;
import dev.k2.model.ClientOrderId;
import dev.k2.model.Decimals;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentKind;
import dev.k2.model.InstrumentStatus;
import dev.k2.model.OrderStatus;
import dev.k2.model.OrderType;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.UUID;

/** Somebody at an exchange who places the orders that cards need. */
final class Trader implements AutoCloseable {
    private final Venue venue;
    private final Exchange exchange;
    private final Account account;
    private final Instrument instrument;
    private final BigDecimal smallest;

    Trader(Venue venue) {
        this(venue, venue.open());
    }

    Trader(Venue venue, Exchange exchange) {
        this.venue = venue;
        this.exchange = exchange;
        instrument = instrument(venue, exchange);
        account = exchange.account(venue.credentials());
        smallest = smallest(venue, instrument);
    }

    static Instrument instrument(Venue venue, Exchange exchange) {
        return exchange.market().instruments().orThrow().stream()
                .filter(i -> i.id().equals(venue.instrument()))
                .findFirst()
                .orElseThrow();
    }

    Exchange exchange() {
        return exchange;
    }

    Account account() {
        return account;
    }

    OrderEntry orders() {
        return account.orders();
    }

    /** Whether trading here makes positions. */
    boolean hasPositions() {
        return exchange.capabilities().has(Capabilities.Feature.POSITIONS)
                && instrument.kind() == InstrumentKind.PERPETUAL;
    }

    Instrument instrument() {
        return instrument;
    }

    static ClientOrderId id() {
        return new ClientOrderId(
                "k2c" + UUID.randomUUID().toString().replace("-", "").substring(0, 20));
    }

    OrderRef ref(ClientOrderId id) {
        return OrderRef.of(instrument, id);
    }

    /**
     * The smallest quantity that is worth enough at any price near the market, some times over. It
     * stays the same for a trader, however the market moves.
     */
    BigDecimal quantity(int times) {
        return smallest.multiply(BigDecimal.valueOf(times));
    }

    private static BigDecimal smallest(Venue venue, Instrument instrument) {
        BookSnapshot book = venue.book();
        BigDecimal price = book.bids().getFirst().price();
        BigDecimal step = instrument.rules().limitQuantity().step();
        BigDecimal enough =
                instrument
                        .rules()
                        .notionalMin()
                        .multiply(new BigDecimal("1.5"))
                        .divide(price, 12, java.math.RoundingMode.UP)
                        .max(instrument.rules().limitQuantity().min());
        return Decimals.ceilTo(enough, step);
    }

    /** A price that rests: some per cent on the far side of the market. */
    BigDecimal away(Side side, int percent) {
        BookSnapshot book = venue.book();
        BigDecimal near = (side == Side.BUY ? book.bids() : book.asks()).getFirst().price();
        BigDecimal share = BigDecimal.valueOf(side == Side.BUY ? 100 - percent : 100 + percent, 2);
        return Decimals.floorTo(near.multiply(share), instrument.rules().tick());
    }

    /**
     * Whatever is there is taken. Where there are no market orders, a worst price is named that is
     * far enough on the other side.
     */
    NewOrder market(ClientOrderId id, Side side, BigDecimal quantity) {
        return instrument.rules().orderTypes().contains(OrderType.MARKET)
                ? unpriced(id, side, quantity)
                : limit(id, side, TimeInForce.IOC, quantity, away(side.opposite(), 20));
    }

    /** A market order, offered or not. */
    NewOrder unpriced(ClientOrderId id, Side side, BigDecimal quantity) {
        return new NewOrder(
                instrument,
                id,
                side,
                OrderType.MARKET,
                TimeInForce.GTC,
                quantity,
                Optional.empty(),
                Optional.empty(),
                OrderTerms.PLAIN);
    }

    NewOrder limit(
            ClientOrderId id, Side side, TimeInForce force, BigDecimal quantity, BigDecimal price) {
        return new NewOrder(
                instrument,
                id,
                side,
                OrderType.LIMIT,
                force,
                quantity,
                Optional.of(price),
                Optional.empty(),
                OrderTerms.PLAIN);
    }

    NewOrder resting(ClientOrderId id, Side side) {
        return limit(id, side, TimeInForce.GTC, quantity(1), away(side, 5));
    }

    /** A stop that becomes a market order. */
    NewOrder stop(ClientOrderId id, Side side, BigDecimal quantity, BigDecimal trigger) {
        return new NewOrder(
                instrument,
                id,
                side,
                OrderType.STOP,
                TimeInForce.GTC,
                quantity,
                Optional.empty(),
                Optional.of(trigger),
                OrderTerms.PLAIN);
    }

    /** Another instrument that trades against the same currency, where there is one. */
    Optional<Instrument> another() {
        return exchange.market().instruments().orThrow().stream()
                .filter(i -> !i.id().equals(instrument.id()))
                .filter(i -> i.quote().equals(instrument.quote()))
                .filter(i -> i.status() == InstrumentStatus.TRADING)
                .filter(i -> i.kind() == instrument.kind())
                .filter(i -> i.kind() != InstrumentKind.EVENT || hasRoomBelow(i))
                .findFirst();
    }

    /** Nobody bids for a contract that is as good as lost. */
    private boolean hasRoomBelow(Instrument contract) {
        return exchange.market().book(contract, 1).orThrow().bids().stream()
                .anyMatch(bid -> bid.price().compareTo(new BigDecimal("0.2")) > 0);
    }

    /** A buy of another instrument, 5 percent below its market. */
    NewOrder restingFarAway(Instrument other) {
        BookSnapshot book = exchange.market().book(other, 5).orThrow();
        BigDecimal price =
                Decimals.floorTo(
                        book.bids().getFirst().price().multiply(new BigDecimal("0.95")),
                        other.rules().tick());
        BigDecimal enough =
                other.rules()
                        .notionalMin()
                        .multiply(BigDecimal.TWO)
                        .divide(price, 12, java.math.RoundingMode.UP)
                        .max(other.rules().limitQuantity().min());
        return new NewOrder(
                other,
                id(),
                Side.BUY,
                OrderType.LIMIT,
                TimeInForce.GTC,
                Decimals.ceilTo(enough, other.rules().limitQuantity().step()),
                Optional.of(price),
                Optional.empty(),
                OrderTerms.PLAIN);
    }

    /** Sees that an order is open no more, whatever became of it. */
    OrderReport quiet(ClientOrderId id) {
        // It may have ended by itself, so the cancel's own answer decides nothing.
        var _ = orders().cancel(ref(id));
        return ended(id);
    }

    /** Places an order that has to be accepted, as soon as the exchange's limits let it through. */
    Placement.Accepted placed(NewOrder order) {
        Placement placement =
                Until.found(
                        "the limits let an order through",
                        () -> orders().place(order),
                        said -> !isLimited(said));
        assertThat(placement)
                .as("%s, where the book begins %s", order, venue.book().asks().getFirst())
                .isInstanceOf(Placement.Accepted.class);
        return (Placement.Accepted) placement;
    }

    private static boolean isLimited(Placement said) {
        return said instanceof Placement.Rejected(ExchangeError reason)
                && reason.category() == ErrorCategory.RATE_LIMIT;
    }

    ExchangeError refused(NewOrder order) {
        Placement placement = orders().place(order);
        assertThat(placement).isInstanceOf(Placement.Rejected.class);
        return ((Placement.Rejected) placement).reason();
    }

    /**
     * Sees that an order is refused as it should be: at once, or in its own report where the
     * exchange only says that it took it.
     */
    void refused(NewOrder order, ErrorCategory category) {
        Placement placement = orders().place(order);
        if (placement instanceof Placement.Accepted) {
            OrderReport ended = ended(order.clientOrderId());
            assertThat(ended.status()).isEqualTo(OrderStatus.REJECTED);
            assertThat(ended.reason()).isPresent();
            assertThat(ended.filledQuantity()).isZero();
        } else {
            assertThat(placement).isInstanceOf(Placement.Rejected.class);
            assertThat(((Placement.Rejected) placement).reason().category()).isEqualTo(category);
        }
    }

    /** What the exchange says of an order once it says so. */
    OrderReport report(ClientOrderId id) {
        Lookup found =
                Until.found(
                        "the order is found",
                        () -> orders().find(ref(id)),
                        Lookup.Found.class::isInstance);
        return ((Lookup.Found) found).report();
    }

    OrderReport ended(ClientOrderId id) {
        return Until.found("the order ended", () -> report(id), r -> r.status().isFinal());
    }

    @Override
    public void close() {
        account.close();
        exchange.close();
    }
}
