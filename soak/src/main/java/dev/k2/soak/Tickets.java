package dev.k2.soak;

import dev.k2.model.ExchangeId;
import dev.k2.model.IdempotencyKey;
import dev.k2.model.OrderType;
import dev.k2.model.Outcome;
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
    private static final List<OrderType> WAITING_AT_A_PRICE =
            List.of(OrderType.STOP_LIMIT, OrderType.TAKE_PROFIT_LIMIT);

    private final Chance chance;

    Tickets(Chance chance) {
        this.chance = chance;
    }

    /**
     * Where an order is to be placed, and for what.
     *
     * @param outcome which one side and prices speak of; empty where there are none
     * @param touch the best price on the other side, in units, in prices of the outcome
     */
    private record Aim(Listed in, Optional<Outcome> outcome, Side side, long touch) {
        int pace() {
            return in.goods().pace();
        }

        /** So many units nearer to a trade, or further from it where below zero. */
        BigDecimal keener(long units) {
            return in.goods().price(touch + (side == Side.BUY ? units : -units));
        }
    }

    /** An order that its exchange takes as it is. */
    OrderTicket plain(Seat seat, Venue venue, IdempotencyKey key) {
        Aim aim = aim(venue);
        int kind = chance.below(100);
        boolean market = kind < 15;
        boolean needsPrice = !market || aim.in().goods() == Goods.CONTRACT;
        BigDecimal price = aim.keener(15L * aim.pace() - chance.below(60 * aim.pace()));
        return ticket(
                key,
                exchange(seat),
                aim,
                market ? OrderType.MARKET : OrderType.LIMIT,
                market ? Optional.empty() : Optional.of(inForce(kind)),
                needsPrice ? Optional.of(price) : Optional.empty(),
                Optional.empty(),
                Waiting.AT_EXCHANGE);
    }

    /** An order that K2 waits with, because no exchange here does. */
    OrderTicket held(Seat seat, Venue venue, IdempotencyKey key) {
        Aim aim = aim(venue);
        // Nobody sells or buys a contract at any price.
        OrderType type = chance.of(aim.in().goods() == Goods.COIN ? WAITING : WAITING_AT_A_PRICE);
        boolean profit = type == OrderType.TAKE_PROFIT || type == OrderType.TAKE_PROFIT_LIMIT;
        long away = chance.below(20 * aim.pace());
        // A stop waits for a worse price, and a profit is taken at a better one.
        long stop = profit ? -away : away;
        boolean trails = type == OrderType.TRAILING_STOP;
        return ticket(
                key,
                Optional.of(seat.link().exchange()),
                aim,
                type,
                Optional.empty(),
                type.isPriced() ? Optional.of(aim.keener(stop + aim.pace() / 2)) : Optional.empty(),
                trails ? Optional.empty() : Optional.of(aim.keener(stop)),
                trails ? trailing(aim) : Waiting.HELD);
    }

    /** A limit order and a stop on the other side of the price. */
    OcoTicket pair(Seat seat, Venue venue, IdempotencyKey key) {
        Aim aim = aim(venue);
        int pace = aim.pace();
        long limit = -(pace / 2L + chance.below(15 * pace));
        long stop = pace / 2L + chance.below(15 * pace);
        boolean worst = aim.in().goods() == Goods.CONTRACT || chance.isOneIn(2);
        return new OcoTicket(
                key,
                Optional.of(seat.link().exchange()),
                aim.in().id(),
                aim.side(),
                quantity(aim),
                aim.keener(limit),
                aim.keener(stop),
                worst ? Optional.of(aim.keener(stop + pace / 2)) : Optional.empty(),
                true,
                false,
                true,
                aim.outcome(),
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
                ticket.quantity().add(Goods.of(ticket.instrument()).quantity(1)),
                ticket.price(),
                ticket.stopPrice(),
                false,
                true,
                ticket.outcome(),
                Map.of(),
                ticket.waiting());
    }

    private OrderTicket ticket(
            IdempotencyKey key,
            Optional<ExchangeId> exchange,
            Aim aim,
            OrderType type,
            Optional<TimeInForce> inForce,
            Optional<BigDecimal> price,
            Optional<BigDecimal> stop,
            Waiting waiting) {
        return new OrderTicket(
                key,
                exchange,
                aim.in().id(),
                aim.side(),
                type,
                inForce,
                quantity(aim),
                price,
                stop,
                false,
                true,
                aim.outcome(),
                Map.of(),
                waiting);
    }

    private Waiting trailing(Aim aim) {
        return chance.isOneIn(2)
                ? Waiting.trailing(
                        true,
                        Optional.of(
                                aim.in()
                                        .goods()
                                        .distance(aim.pace() / 2 + chance.below(15 * aim.pace()))),
                        Optional.empty())
                : Waiting.trailing(
                        true,
                        Optional.empty(),
                        Optional.of(BigDecimal.valueOf(1 + chance.below(50), 2)));
    }

    private Optional<ExchangeId> exchange(Seat seat) {
        return chance.isOneIn(8) ? Optional.empty() : Optional.of(seat.link().exchange());
    }

    private Aim aim(Venue venue) {
        Listed in = venue.listed();
        Side side = chance.isOneIn(2) ? Side.BUY : Side.SELL;
        if (in.goods() == Goods.COIN) {
            return new Aim(in, Optional.empty(), side, touch(in, side));
        }
        Outcome outcome = chance.isOneIn(2) ? Outcome.YES : Outcome.NO;
        long yes = touch(in, outcome.mirror(side));
        return new Aim(
                in,
                Optional.of(outcome),
                side,
                outcome == Outcome.YES ? yes : in.goods().other(yes));
    }

    private BigDecimal quantity(Aim aim) {
        return aim.in().goods().quantity(100 + chance.below(40_000));
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

    private static long touch(Listed in, Side side) {
        long touch = side == Side.BUY ? in.market().book().bestAsk() : in.market().book().bestBid();
        return touch == 0 ? in.goods().usual() : touch;
    }
}
