package dev.k2.trading;

import dev.k2.model.ExchangeId;
import dev.k2.model.IdempotencyKey;
import dev.k2.model.InstrumentId;
import dev.k2.model.OrderType;
import dev.k2.model.Outcome;
import dev.k2.model.Side;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/**
 * A limit order and a stop for the same quantity, of which one gives way to the other. The limit
 * order rests at its exchange; K2 holds the stop.
 *
 * @param key names the limit order; the stop's name is this with {@code :stop} behind it
 * @param price of the limit order
 * @param stopPrice at which the stop is sent
 * @param stopLimitPrice the worst price of the stop; empty for a market order
 * @param hold the person knows that K2 must run and hear live prices for the stop to work
 */
public record OcoTicket(
        IdempotencyKey key,
        Optional<ExchangeId> exchange,
        InstrumentId instrument,
        Side side,
        BigDecimal quantity,
        BigDecimal price,
        BigDecimal stopPrice,
        Optional<BigDecimal> stopLimitPrice,
        boolean hold,
        boolean reduceOnly,
        boolean confirmDuplicate,
        Optional<Outcome> outcome,
        Map<String, String> metadata) {
    private static final String STOP = ":stop";

    /** How long a key may be, so that the stop's name still is one. */
    public static final int KEY_LENGTH_MAX = IdempotencyKey.LENGTH_MAX - STOP.length();

    public OcoTicket {
        if (key.text().length() > KEY_LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "the key of an OCO has at most " + KEY_LENGTH_MAX + " characters");
        }
        metadata = Map.copyOf(metadata);
    }

    OrderTicket limit() {
        return ticket(
                key, OrderType.LIMIT, Optional.of(price), Optional.empty(), Waiting.AT_EXCHANGE);
    }

    OrderTicket stop() {
        Waiting.Holding holding = hold ? Waiting.Holding.ALWAYS : Waiting.Holding.NEVER;
        return ticket(
                new IdempotencyKey(key.text() + STOP),
                stopLimitPrice.isPresent() ? OrderType.STOP_LIMIT : OrderType.STOP,
                stopLimitPrice,
                Optional.of(stopPrice),
                new Waiting(holding, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    String body() {
        return "oco|" + limit().body() + "|" + stop().body();
    }

    private OrderTicket ticket(
            IdempotencyKey name,
            OrderType type,
            Optional<BigDecimal> limit,
            Optional<BigDecimal> stop,
            Waiting waiting) {
        return new OrderTicket(
                name,
                exchange,
                instrument,
                side,
                type,
                Optional.empty(),
                quantity,
                limit,
                stop,
                reduceOnly,
                confirmDuplicate,
                outcome,
                metadata,
                waiting);
    }
}
