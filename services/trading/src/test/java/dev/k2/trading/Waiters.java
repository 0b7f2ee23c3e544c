package dev.k2.trading;

import dev.k2.model.IdempotencyKey;
import dev.k2.model.OrderType;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Tickets that wait for a price. */
final class Waiters {
    private Waiters() {}

    static OrderTicket stop(String key, Side side, String quantity, String stop) {
        return waits(key, side, OrderType.STOP, quantity, Optional.empty(), stop, Waiting.HELD);
    }

    static OrderTicket waits(
            String key,
            Side side,
            OrderType type,
            String quantity,
            Optional<String> price,
            String stop,
            Waiting waiting) {
        return ticket(key, side, type, quantity, price, Optional.of(stop), waiting);
    }

    static OrderTicket trailing(String key, Side side, String quantity, String offset) {
        return ticket(
                key,
                side,
                OrderType.TRAILING_STOP,
                quantity,
                Optional.empty(),
                Optional.empty(),
                Waiting.trailing(true, Optional.of(new BigDecimal(offset)), Optional.empty()));
    }

    /** The same ticket with a time in force, and an end where it has one. */
    static OrderTicket inForce(OrderTicket ticket, TimeInForce time, Optional<Instant> end) {
        return new OrderTicket(
                ticket.key(),
                ticket.exchange(),
                ticket.instrument(),
                ticket.side(),
                ticket.type(),
                Optional.of(time),
                ticket.quantity(),
                ticket.price(),
                ticket.stopPrice(),
                ticket.reduceOnly(),
                ticket.confirmDuplicate(),
                ticket.outcome(),
                ticket.metadata(),
                ticket.waiting().until(end));
    }

    static OcoTicket oco(String key, Side side, String quantity, String price, String stop) {
        return new OcoTicket(
                new IdempotencyKey(key),
                Optional.empty(),
                World.BTC,
                side,
                new BigDecimal(quantity),
                new BigDecimal(price),
                new BigDecimal(stop),
                Optional.empty(),
                true,
                false,
                true,
                Optional.empty(),
                Map.of());
    }

    static OrderTicket ticket(
            String key,
            Side side,
            OrderType type,
            String quantity,
            Optional<String> price,
            Optional<String> stop,
            Waiting waiting) {
        return new OrderTicket(
                new IdempotencyKey(key),
                Optional.empty(),
                World.BTC,
                side,
                type,
                Optional.empty(),
                new BigDecimal(quantity),
                price.map(BigDecimal::new),
                stop.map(BigDecimal::new),
                false,
                true,
                Optional.empty(),
                Map.of(),
                waiting);
    }
}
