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
 * @param stopPrice present exactly where the type waits for a price; with a trailing stop the price
 *     from which it follows the market, and empty where it follows from the start
 * @param terms what few orders need
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
        OrderTerms terms) {
    public NewOrder {
        if (quantity.signum() <= 0) {
            throw new IllegalArgumentException("a quantity is above 0, found " + quantity);
        }
        if (price.isPresent() != type.isPriced()) {
            throw new IllegalArgumentException(
                    type + (type.isPriced() ? " needs a price" : " takes no price"));
        }
        boolean trails = type == OrderType.TRAILING_STOP;
        if (trails != terms.trail().isPresent()) {
            throw new IllegalArgumentException(
                    type + (trails ? " needs a distance to trail at" : " does not trail"));
        }
        if (!trails && stopPrice.isPresent() != type.isTriggered()) {
            throw new IllegalArgumentException(
                    type + (type.isTriggered() ? " needs a stop price" : " takes no stop price"));
        }
    }

    /**
     * A limit order, good until it is cancelled.
     *
     * @param id write it down before the order is sent: it finds the order whatever happens
     */
    public static NewOrder limit(
            Instrument instrument,
            ClientOrderId id,
            Side side,
            BigDecimal quantity,
            BigDecimal price) {
        return new NewOrder(
                instrument,
                id,
                side,
                OrderType.LIMIT,
                TimeInForce.GTC,
                quantity,
                Optional.of(price),
                Optional.empty(),
                OrderTerms.PLAIN);
    }

    /**
     * A market order.
     *
     * @param id write it down before the order is sent: it finds the order whatever happens
     */
    public static NewOrder market(
            Instrument instrument, ClientOrderId id, Side side, BigDecimal quantity) {
        return new NewOrder(
                instrument,
                id,
                side,
                OrderType.MARKET,
                TimeInForce.GTC,
                quantity,
                Optional.empty(),
                Optional.empty(),
                OrderTerms.PLAIN);
    }

    /** The same with another time in force. */
    public NewOrder inForce(TimeInForce changed) {
        return new NewOrder(
                instrument, clientOrderId, side, type, changed, quantity, price, stopPrice, terms);
    }

    /** The same with other terms. */
    public NewOrder withTerms(OrderTerms changed) {
        return new NewOrder(
                instrument,
                clientOrderId,
                side,
                type,
                timeInForce,
                quantity,
                price,
                stopPrice,
                changed);
    }

    /** What names this order at the exchange, whether or not its answer arrived. */
    public OrderRef ref() {
        return OrderRef.of(instrument, clientOrderId);
    }
}
