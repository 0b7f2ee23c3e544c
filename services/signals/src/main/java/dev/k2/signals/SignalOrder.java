package dev.k2.signals;

import dev.k2.model.ExchangeId;
import dev.k2.model.IdempotencyKey;
import dev.k2.model.InstrumentId;
import dev.k2.model.OrderType;
import dev.k2.model.Outcome;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.UUID;

/**
 * The order that a signal asks for.
 *
 * @param key follows from the template and the signal, so that the same signal is the same order
 * @param price set for limit orders only
 * @param template whose signal it was; kept with the order
 */
public record SignalOrder(
        IdempotencyKey key,
        Optional<ExchangeId> exchange,
        InstrumentId instrument,
        Side side,
        Optional<Outcome> outcome,
        OrderType type,
        Optional<TimeInForce> timeInForce,
        BigDecimal quantity,
        Optional<BigDecimal> price,
        UUID template) {}
