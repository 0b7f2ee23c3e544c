package dev.k2.exchange;

import dev.k2.model.ClientOrderId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.InstrumentId;
import dev.k2.model.OrderStatus;
import dev.k2.model.OrderType;
import dev.k2.model.Side;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * The state of an order as its exchange told it.
 *
 * @param clientOrderId the id that we gave it; empty for orders placed elsewhere
 * @param price the limit; empty for orders without one
 * @param quantity in units of the instrument; zero where the exchange tells a quote amount only
 * @param filledQuantity so far
 * @param averagePrice of the fills; empty without fills
 * @param reason why it ended without a fill, in the exchange's words; empty otherwise
 * @param updatedAt the exchange's own time of this state; orders the reports of one order
 */
public record OrderReport(
        InstrumentId instrument,
        ExchangeOrderId id,
        Optional<ClientOrderId> clientOrderId,
        Side side,
        OrderType type,
        Optional<BigDecimal> price,
        BigDecimal quantity,
        BigDecimal filledQuantity,
        Optional<BigDecimal> averagePrice,
        OrderStatus status,
        Optional<String> reason,
        Instant updatedAt) {}
