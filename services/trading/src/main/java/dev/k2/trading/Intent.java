package dev.k2.trading;

import dev.k2.model.ClientOrderId;
import dev.k2.model.ExchangeId;
import dev.k2.model.IdempotencyKey;
import dev.k2.model.InstrumentId;
import dev.k2.model.InstrumentKind;
import dev.k2.model.LinkId;
import dev.k2.model.OrderId;
import dev.k2.model.OrderType;
import dev.k2.model.Outcome;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import dev.k2.model.UserId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What is written down about an order before it is sent, and never changes.
 *
 * @param bodyHash of what was asked for
 * @param outcome which outcome of an event contract side and price speak of; empty for all else
 * @param reserved its worth at the risk gate, in dollars
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
        Map<String, String> metadata) {
    Intent {
        metadata = Map.copyOf(metadata);
    }
}
