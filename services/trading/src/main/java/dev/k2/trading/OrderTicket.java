package dev.k2.trading;

import dev.k2.model.Decimals;
import dev.k2.model.ExchangeId;
import dev.k2.model.IdempotencyKey;
import dev.k2.model.InstrumentId;
import dev.k2.model.OrderType;
import dev.k2.model.Outcome;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An order as a person or program asks for it. Anything may be wrong with it; placing says what.
 *
 * @param key names the order for ever; the same key with the same ticket is the same order
 * @param exchange where to trade; empty to leave it to K2
 * @param timeInForce empty for the usual one: IOC for market orders, GTC for all others
 * @param quantity in units of the instrument
 * @param price the limit, where the type has one
 * @param stopPrice where the type waits for one
 * @param confirmDuplicate the person knows that the same order was placed a moment ago
 * @param outcome which outcome of an event contract side and price speak of; empty for YES, and for
 *     everything that is no event contract
 * @param metadata the caller's own notes, kept with the order
 * @param waiting how a trailing stop trails, and whether K2 may wait for the price
 */
public record OrderTicket(
        IdempotencyKey key,
        Optional<ExchangeId> exchange,
        InstrumentId instrument,
        Side side,
        OrderType type,
        Optional<TimeInForce> timeInForce,
        BigDecimal quantity,
        Optional<BigDecimal> price,
        Optional<BigDecimal> stopPrice,
        boolean reduceOnly,
        boolean confirmDuplicate,
        Optional<Outcome> outcome,
        Map<String, String> metadata,
        Waiting waiting) {
    public OrderTicket {
        metadata = Map.copyOf(metadata);
    }

    /** An order that only its exchange waits for, at no distance. */
    public OrderTicket(
            IdempotencyKey key,
            Optional<ExchangeId> exchange,
            InstrumentId instrument,
            Side side,
            OrderType type,
            Optional<TimeInForce> timeInForce,
            BigDecimal quantity,
            Optional<BigDecimal> price,
            Optional<BigDecimal> stopPrice,
            boolean reduceOnly,
            boolean confirmDuplicate,
            Optional<Outcome> outcome,
            Map<String, String> metadata) {
        this(
                key,
                exchange,
                instrument,
                side,
                type,
                timeInForce,
                quantity,
                price,
                stopPrice,
                reduceOnly,
                confirmDuplicate,
                outcome,
                metadata,
                Waiting.AT_EXCHANGE);
    }

    /** An order for anything but an event contract, or for YES. */
    public OrderTicket(
            IdempotencyKey key,
            Optional<ExchangeId> exchange,
            InstrumentId instrument,
            Side side,
            OrderType type,
            Optional<TimeInForce> timeInForce,
            BigDecimal quantity,
            Optional<BigDecimal> price,
            Optional<BigDecimal> stopPrice,
            boolean reduceOnly,
            boolean confirmDuplicate,
            Map<String, String> metadata) {
        this(
                key,
                exchange,
                instrument,
                side,
                type,
                timeInForce,
                quantity,
                price,
                stopPrice,
                reduceOnly,
                confirmDuplicate,
                Optional.empty(),
                metadata);
    }

    /**
     * The order that an event contract's exchange is sent in place of a market order: a limit at the
     * worst price, of which nothing rests. Everything else stays as it is.
     */
    OrderTicket atWorstPrice() {
        boolean whole = timeInForce.equals(Optional.of(TimeInForce.FOK));
        boolean usual =
                effectiveTimeInForce() == TimeInForce.IOC
                        || effectiveTimeInForce() == TimeInForce.GTC;
        if (type != OrderType.MARKET || price.isEmpty() || !(whole || usual)) {
            return this;
        }
        return new OrderTicket(
                key,
                exchange,
                instrument,
                side,
                OrderType.LIMIT,
                Optional.of(whole ? TimeInForce.FOK : TimeInForce.IOC),
                quantity,
                price,
                stopPrice,
                reduceOnly,
                confirmDuplicate,
                outcome,
                metadata,
                waiting);
    }

    /** The time in force that is meant. */
    public TimeInForce effectiveTimeInForce() {
        return timeInForce.orElse(type == OrderType.MARKET ? TimeInForce.IOC : TimeInForce.GTC);
    }

    /**
     * Everything that makes the order what it is, in one spelling: two tickets with the same text
     * ask for the same order. Numbers count by value, so {@code 1.0} is {@code 1}.
     */
    String body() {
        return String.join(
                        "|",
                        exchange.map(ExchangeId::text).orElse("-"),
                        instrument.text(),
                        side.name(),
                        type.name(),
                        effectiveTimeInForce().name(),
                        Decimals.plain(quantity),
                        price.map(Decimals::plain).orElse("-"),
                        stopPrice.map(Decimals::plain).orElse("-"),
                        Boolean.toString(reduceOnly),
                        new TreeMap<>(metadata).toString())
                // Tickets from before there were outcomes keep their text.
                + (outcome.equals(Optional.of(Outcome.NO)) ? "|NO" : "")
                + (waiting.equals(Waiting.AT_EXCHANGE) ? "" : "|" + waiting.body());
    }
}
