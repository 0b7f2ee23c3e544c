package dev.k2.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * K2's mirror of an order. The exchange is always right; this is what it last told. Quantity and
 * prices are those of the order as it is now, confirmed amends included.
 *
 * @param key the name that the user gave it
 * @param outcome which outcome of an event contract side and prices speak of; empty for all else
 * @param price the limit; empty for orders without one
 * @param stopPrice the price that a triggered order waits for
 * @param resolution set while the exchange's answer is missing
 * @param stale whether the user stream that keeps it true is cut
 * @param cancelRequested whether a cancel is under way
 * @param averagePrice of the fills; empty without fills
 * @param error why it was rejected, or why K2 gave it up, for a person
 * @param handling how K2 handled it
 * @param conditions what it waits for besides its stop price, and who waits
 */
public record Order(
        OrderId id,
        UserId user,
        LinkId link,
        IdempotencyKey key,
        ClientOrderId clientOrderId,
        ExchangeId exchange,
        Optional<ExchangeOrderId> exchangeOrderId,
        InstrumentId instrument,
        InstrumentKind kind,
        Optional<Outcome> outcome,
        Side side,
        OrderType type,
        TimeInForce timeInForce,
        BigDecimal quantity,
        Optional<BigDecimal> price,
        Optional<BigDecimal> stopPrice,
        OrderStatus status,
        Optional<Resolution> resolution,
        boolean stale,
        boolean cancelRequested,
        BigDecimal filledQuantity,
        Optional<BigDecimal> averagePrice,
        Instant createdAt,
        Optional<Instant> submittedAt,
        Instant updatedAt,
        Optional<String> error,
        Map<String, String> metadata,
        Handling handling,
        OrderConditions conditions) {
    public Order {
        metadata = Map.copyOf(metadata);
    }

    /**
     * An order of whose handling there is nothing to tell, and that waits for nothing but its stop
     * price, at its exchange.
     */
    public Order(
            OrderId id,
            UserId user,
            LinkId link,
            IdempotencyKey key,
            ClientOrderId clientOrderId,
            ExchangeId exchange,
            Optional<ExchangeOrderId> exchangeOrderId,
            InstrumentId instrument,
            InstrumentKind kind,
            Optional<Outcome> outcome,
            Side side,
            OrderType type,
            TimeInForce timeInForce,
            BigDecimal quantity,
            Optional<BigDecimal> price,
            Optional<BigDecimal> stopPrice,
            OrderStatus status,
            Optional<Resolution> resolution,
            boolean stale,
            boolean cancelRequested,
            BigDecimal filledQuantity,
            Optional<BigDecimal> averagePrice,
            Instant createdAt,
            Optional<Instant> submittedAt,
            Instant updatedAt,
            Optional<String> error,
            Map<String, String> metadata) {
        this(
                id,
                user,
                link,
                key,
                clientOrderId,
                exchange,
                exchangeOrderId,
                instrument,
                kind,
                outcome,
                side,
                type,
                timeInForce,
                quantity,
                price,
                stopPrice,
                status,
                resolution,
                stale,
                cancelRequested,
                filledQuantity,
                averagePrice,
                createdAt,
                submittedAt,
                updatedAt,
                error,
                metadata,
                Handling.PLAIN,
                OrderConditions.NONE);
    }

    /** The price at which it triggers as things stand; empty where it waits for none. */
    public Optional<BigDecimal> triggerPrice() {
        return type == OrderType.TRAILING_STOP ? conditions.trailingPrice(side) : stopPrice;
    }

    /** What is neither filled nor given up. */
    public BigDecimal leaves() {
        return status.isFinal() ? BigDecimal.ZERO : quantity.subtract(filledQuantity);
    }
}
