package dev.k2.soak;

import dev.k2.exchange.OrderReport;
import dev.k2.model.ClientOrderId;
import dev.k2.model.Fill;
import dev.k2.model.Instrument;
import dev.k2.model.OrderStatus;
import dev.k2.sim.Order;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An order that an exchange accepted, and everything that ever became of it. */
final class Known {
    static final int PRICE_SCALE = 18;

    private final Order order;
    private final Seat seat;
    private final Instrument instrument;
    private final ClientOrderId name;
    private final List<OrderReport> history = new ArrayList<>();
    private final List<Fill> fills = new ArrayList<>();

    Known(Order order, Seat seat, Instrument instrument, ClientOrderId name) {
        this.order = order;
        this.seat = seat;
        this.instrument = instrument;
        this.name = name;
    }

    Order order() {
        return order;
    }

    Seat seat() {
        return seat;
    }

    ClientOrderId name() {
        return name;
    }

    List<Fill> fills() {
        return fills;
    }

    Instant placedAt() {
        return history.getFirst().updatedAt();
    }

    /** The state now. */
    OrderReport now() {
        return history.getLast();
    }

    /** The state at a moment; empty where it was not there yet. */
    Optional<OrderReport> at(Instant moment) {
        OrderReport known = null;
        for (OrderReport report : history) {
            if (!report.updatedAt().isAfter(moment)) {
                known = report;
            }
        }
        return Optional.ofNullable(known);
    }

    OrderReport changed(Instant at) {
        BigDecimal filled = instrument(order.filled());
        Optional<BigDecimal> average =
                order.filled() == 0
                        ? Optional.empty()
                        : Optional.of(
                                order.listing()
                                        .quoteAmount(order.filledQuote())
                                        .divide(filled, PRICE_SCALE, RoundingMode.HALF_EVEN));
        OrderReport report =
                new OrderReport(
                        instrument.id(),
                        Venue.id(order),
                        Optional.of(name),
                        Venue.side(order.side()),
                        order.request().market()
                                ? dev.k2.model.OrderType.MARKET
                                : dev.k2.model.OrderType.LIMIT,
                        order.request().market()
                                ? Optional.empty()
                                : Optional.of(order.listing().price(order.request().price())),
                        instrument(order.quantity()),
                        filled,
                        average,
                        status(),
                        Optional.ofNullable(order.ending()).map(Enum::name),
                        at);
        history.add(report);
        return report;
    }

    Fill filled(dev.k2.sim.Fill fill, Instant at) {
        Fill told =
                new Fill(
                        instrument.id(),
                        new dev.k2.model.TradeId(Long.toString(fill.tradeId())),
                        Venue.id(order),
                        Optional.of(name),
                        Venue.side(order.side()),
                        order.listing().price(fill.price()),
                        instrument(fill.quantity()),
                        fill.fee(),
                        fill.feeAsset(),
                        fill.maker(),
                        at);
        fills.add(told);
        return told;
    }

    private OrderStatus status() {
        return switch (order.status()) {
            case PENDING_NEW, NEW -> OrderStatus.OPEN;
            case PARTIALLY_FILLED -> OrderStatus.PARTIAL;
            case FILLED -> OrderStatus.FILLED;
            case CANCELED -> OrderStatus.CANCELLED;
            case EXPIRED, EXPIRED_IN_MATCH -> OrderStatus.EXPIRED;
        };
    }

    private BigDecimal instrument(long units) {
        return order.listing().quantity(units);
    }
}
