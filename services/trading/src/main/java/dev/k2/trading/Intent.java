package dev.k2.trading;

import dev.k2.model.Arrival;
import dev.k2.model.ClientOrderId;
import dev.k2.model.ExchangeId;
import dev.k2.model.IdempotencyKey;
import dev.k2.model.InstrumentId;
import dev.k2.model.InstrumentKind;
import dev.k2.model.LinkId;
import dev.k2.model.OrderConditions;
import dev.k2.model.OrderId;
import dev.k2.model.OrderType;
import dev.k2.model.Outcome;
import dev.k2.model.RouteCandidate;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import dev.k2.model.UserId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is written down about an order before it is sent, and never changes.
 *
 * @param bodyHash of what was asked for
 * @param outcome which outcome of an event contract side and price speak of; empty for all else
 * @param reserved its worth at the risk gate, in dollars
 * @param arrival the market when it came in; empty where no price was known
 * @param routing the exchanges that were compared; empty where one was named
 * @param conditions what it waits for, and who waits; where K2 waits this follows the market, and
 *     quantity and worth become those of what is sent
 */
record Intent(
        OrderId id,
        UserId user,
        LinkId link,
        IdempotencyKey key,
        String bodyHash,
        ClientOrderId sentAs,
        ExchangeId exchange,
        InstrumentId instrument,
        InstrumentKind kind,
        Optional<Outcome> outcome,
        Side side,
        OrderType type,
        TimeInForce timeInForce,
        BigDecimal quantity,
        Optional<BigDecimal> price,
        Optional<BigDecimal> stopPrice,
        boolean reduceOnly,
        BigDecimal reserved,
        Instant createdAt,
        Map<String, String> metadata,
        Optional<Arrival> arrival,
        List<RouteCandidate> routing,
        OrderConditions conditions) {
    Intent {
        metadata = Map.copyOf(metadata);
        routing = List.copyOf(routing);
    }

    /** One for which no market was known, no exchanges were compared, and that K2 does not hold. */
    Intent(
            OrderId id,
            UserId user,
            LinkId link,
            IdempotencyKey key,
            String bodyHash,
            ClientOrderId sentAs,
            ExchangeId exchange,
            InstrumentId instrument,
            InstrumentKind kind,
            Optional<Outcome> outcome,
            Side side,
            OrderType type,
            TimeInForce timeInForce,
            BigDecimal quantity,
            Optional<BigDecimal> price,
            Optional<BigDecimal> stopPrice,
            boolean reduceOnly,
            BigDecimal reserved,
            Instant createdAt,
            Map<String, String> metadata) {
        this(
                id,
                user,
                link,
                key,
                bodyHash,
                sentAs,
                exchange,
                instrument,
                kind,
                outcome,
                side,
                type,
                timeInForce,
                quantity,
                price,
                stopPrice,
                reduceOnly,
                reserved,
                createdAt,
                metadata,
                Optional.empty(),
                List.of(),
                OrderConditions.NONE);
    }

    /** The same as one of the two orders of an OCO. */
    Intent pairedWith(OrderId other) {
        return new Intent(
                id,
                user,
                link,
                key,
                bodyHash,
                sentAs,
                exchange,
                instrument,
                kind,
                outcome,
                side,
                type,
                timeInForce,
                quantity,
                price,
                stopPrice,
                reduceOnly,
                reserved,
                createdAt,
                metadata,
                arrival,
                routing,
                conditions.pairedWith(other));
    }

    /** When its exchange could first have heard of it. */
    Instant begunAt() {
        return conditions.sentAt().orElse(createdAt);
    }

    /** What the exchange is sent: of an order that K2 held the waiting is over. */
    OrderType sentType() {
        return conditions.held() ? type.released() : type;
    }

    /** The time in force that goes with it. */
    TimeInForce sentTimeInForce() {
        return conditions.held() && sentType() == OrderType.MARKET ? TimeInForce.IOC : timeInForce;
    }
}
