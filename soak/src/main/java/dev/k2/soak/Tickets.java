package dev.k2.soak;

import dev.k2.model.ExchangeId;
import dev.k2.model.IdempotencyKey;
import dev.k2.model.OrderType;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import dev.k2.trading.OcoTicket;
import dev.k2.trading.OrderTicket;
import dev.k2.trading.Waiting;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fills in tickets of every kind, near the price that there is. */
final class Tickets {
    private static final List<OrderType> WAITING =
            List.of(
                    OrderType.STOP,
                    OrderType.STOP_LIMIT,
                    OrderType.TAKE_PROFIT,
                    OrderType.TAKE_PROFIT_LIMIT,
                    OrderType.TRAILING_STOP);
    private static final long USUAL_PRICE = 5_000_000;

    private final Chance chance;

    Tickets(Chance chance) {
        this.chance = chance;
    }

    /** An order that its exchange takes as it is. */
    OrderTicket plain(Seat seat, Venue venue, IdempotencyKey key) {
        Side side = side();
        int kind = chance.below(100);
        boolean market = kind < 15;
        long away = chance.below(60_000) - 15_000L;
        long price = touch(venue, side) + (side == Side.BUY ? -away : away);
        return ticket(
                key,
                exchange(seat),
                side,
                market ? OrderType.MARKET : OrderType.LIMIT,
                market ? Optional.empty() : Optional.of(inForce(kind)),
                market ? Optional.empty() : Optional.of(price(price)),
                Optional.empty(),
                Waiting.AT_EXCHANGE);
    }

    /** An order that K2 waits with, because no exchange here does. */
    OrderTicket held(Seat seat, Venue venue, IdempotencyKey key) {
        Side side = side();
        OrderType type = chance.of(WAITING);
        boolean profit = type == OrderType.TAKE_PROFIT || type == OrderType.TAKE_PROFIT_LIMIT;
        boolean below = (side == Side.SELL) != profit;
        long away = chance.below(20_000);
        long stop = touch(venue, side) + (below ? -away : away);
        long worst = stop + (side == Side.BUY ? 500 : -500);
        boolean trails = type == OrderType.TRAILING_STOP;
        return ticket(
                key,
                Optional.of(seat.link().exchange()),
                side,
                type,
                Optional.empty(),
                type.isPriced() ? Optional.of(price(worst)) : Optional.empty(),
                trails ? Optional.empty() : Optional.of(price(stop)),
                trails ? trailing() : Waiting.HELD);
    }

    /** A limit order and a stop on the other side of the price. */
    OcoTicket pair(Seat seat, Venue venue, IdempotencyKey key) {
        Side side = side();
        long touch = touch(venue, side);
        long direction = side == Side.SELL ? 1 : -1;
        long limit = touch + direction * (500 + chance.below(15_000));
        long stop = touch - direction * (500 + chance.below(15_000));
        return new OcoTicket(
                key,
                Optional.of(seat.link().exchange()),
                Listings.BTC,
                side,
                quantity(),
                price(limit),
                price(stop),
                chance.isOneIn(2) ? Optional.of(price(stop - direction * 500)) : Optional.empty(),
                true,
                false,
                true,
                Optional.empty(),
                Map.of());
    }

    /** The same order but for its quantity, under the same key. */
    static OrderTicket more(OrderTicket ticket) {
        return new OrderTicket(
                ticket.key(),
                ticket.exchange(),
                ticket.instrument(),
                ticket.side(),
                ticket.type(),
                ticket.timeInForce(),
                ticket.quantity().add(new BigDecimal("0.00001")),
                ticket.price(),
                ticket.stopPrice(),
                false,
                true,
                Optional.empty(),
                Map.of(),
                ticket.waiting());
    }

    private OrderTicket ticket(
            IdempotencyKey key,
            Optional<ExchangeId> exchange,
            Side side,
            OrderType type,
            Optional<TimeInForce> inForce,
            Optional<BigDecimal> price,
            Optional<BigDecimal> stop,
            Waiting waiting) {
        return new OrderTicket(
                key,
                exchange,
                Listings.BTC,
                side,
                type,
                inForce,
                quantity(),
                price,
                stop,
                false,
                true,
                Optional.empty(),
                Map.of(),
                waiting);
    }

    private Waiting trailing() {
        return chance.isOneIn(2)
                ? Waiting.trailing(
                        true, Optional.of(price(500 + chance.below(15_000))), Optional.empty())
                : Waiting.trailing(
                        true,
                        Optional.empty(),
                        Optional.of(BigDecimal.valueOf(1 + chance.below(50), 2)));
    }

    private Optional<ExchangeId> exchange(Seat seat) {
        return chance.isOneIn(8) ? Optional.empty() : Optional.of(seat.link().exchange());
    }

    private Side side() {
        return chance.isOneIn(2) ? Side.BUY : Side.SELL;
    }

    private BigDecimal quantity() {
        return BigDecimal.valueOf(100 + chance.below(40_000), Listings.QUANTITY_SCALE);
    }

    private static TimeInForce inForce(int kind) {
        if (kind < 30) {
            return TimeInForce.IOC;
        }
        if (kind < 36) {
            return TimeInForce.FOK;
        }
        return kind < 46 ? TimeInForce.POST_ONLY : TimeInForce.GTC;
    }

    private static long touch(Venue venue, Side side) {
        long touch =
                side == Side.BUY
                        ? venue.market().book().bestAsk()
                        : venue.market().book().bestBid();
        return touch == 0 ? USUAL_PRICE : touch;
    }

    private static BigDecimal price(long units) {
        return BigDecimal.valueOf(Math.max(1, units), Listings.PRICE_SCALE);
    }
}
