package dev.k2.trading;

import dev.k2.model.Decimals;
import dev.k2.model.ExchangeId;
import dev.k2.model.IdempotencyKey;
import dev.k2.model.InstrumentId;
import dev.k2.model.OrderType;
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
 * @param metadata the caller's own notes, kept with the order
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
        Map<String, String> metadata) {
    public OrderTicket {
        metadata = Map.copyOf(metadata);
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
                new TreeMap<>(metadata).toString());
    }
}
