package dev.k2.exchange;

import dev.k2.model.ClientOrderId;
import dev.k2.model.Instrument;
import dev.k2.model.OrderType;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * An order to be placed. Quantities are always in units of the instrument, market buys included.
 *
 * @param price present exactly where the type is priced
 * @param stopPrice present exactly where the type is triggered
 * @param reduceOnly only ever makes a position smaller; for derivatives
 */
public record NewOrder(
        Instrument instrument,
        ClientOrderId clientOrderId,
        Side side,
        OrderType type,
        TimeInForce timeInForce,
        BigDecimal quantity,
        Optional<BigDecimal> price,
        Optional<BigDecimal> stopPrice,
        boolean reduceOnly) {
    public NewOrder {
        if (quantity.signum() <= 0) {
            throw new IllegalArgumentException("a quantity is above 0, found " + quantity);
        }
        if (price.isPresent() != type.isPriced()) {
            throw new IllegalArgumentException(
                    type + (type.isPriced() ? " needs a price" : " takes no price"));
        }
        if (stopPrice.isPresent() != type.isTriggered()) {
            throw new IllegalArgumentException(
                    type + (type.isTriggered() ? " needs a stop price" : " takes no stop price"));
        }
    }
}
