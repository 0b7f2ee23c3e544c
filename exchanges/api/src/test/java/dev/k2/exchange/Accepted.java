package dev.k2.exchange;

import dev.k2.model.ExchangeOrderId;
import java.math.BigDecimal;

/**
 * An order in a simulated exchange's own ledger.
 *
 * @param open whether it still rests or waits
 */
public record Accepted(ExchangeOrderId id, BigDecimal quantity, BigDecimal filled, boolean open) {}
