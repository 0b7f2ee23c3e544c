package dev.k2.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * One trade that filled part of an order, as the exchange told it.
 *
 * @param trade the exchange's id of the trade; the same trade told twice has the same id
 * @param clientOrderId our id of the order, where the exchange repeats it
 * @param quantity above zero, in units of the instrument
 * @param fee what was charged, negative for a rebate
 * @param feeCurrency the currency of the fee; empty text where there was no fee
 * @param maker whether our order was resting
 */
public record Fill(
        InstrumentId instrument,
        TradeId trade,
        ExchangeOrderId order,
        Optional<ClientOrderId> clientOrderId,
        Side side,
        BigDecimal price,
        BigDecimal quantity,
        BigDecimal fee,
        String feeCurrency,
        boolean maker,
        Instant executedAt) {
    public Fill {
        if (quantity.signum() <= 0) {
            throw new IllegalArgumentException("a fill's quantity is above 0, found " + quantity);
        }
    }

    /** The same fill, told of another order, or of its own by another name. */
    public Fill of(ExchangeOrderId other, Optional<ClientOrderId> name) {
        return new Fill(
                instrument,
                trade,
                other,
                name,
                side,
                price,
                quantity,
                fee,
                feeCurrency,
                maker,
                executedAt);
    }
}
