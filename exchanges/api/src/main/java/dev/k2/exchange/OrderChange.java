package dev.k2.exchange;

/**
 * How an open order is to be from now on.
 *
 * @param order the order as it is
 * @param wanted the whole order as it shall be; its quantity counts what is filled already, and its
 *     client order id names the new order where the exchange cancels and creates
 */
public record OrderChange(OrderRef order, NewOrder wanted) {
    public OrderChange {
        if (!order.instrument().equals(wanted.instrument())) {
            throw new IllegalArgumentException(
                    "an order keeps its instrument: "
                            + order.instrument().id()
                            + ", "
                            + wanted.instrument().id());
        }
    }
}
