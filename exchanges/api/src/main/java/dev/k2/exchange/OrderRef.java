package dev.k2.exchange;

import dev.k2.model.ClientOrderId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Instrument;
import java.util.Optional;

/**
 * Names an order at an exchange. Every exchange wants the instrument beside the id, and finds an
 * order by our id even when its own answer was lost.
 *
 * @param exchangeOrderId used first where it is known
 */
public record OrderRef(
        Instrument instrument,
        ClientOrderId clientOrderId,
        Optional<ExchangeOrderId> exchangeOrderId) {}
