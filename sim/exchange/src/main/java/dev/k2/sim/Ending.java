package dev.k2.sim;

/** Why an order stopped without being filled whole. */
public enum Ending {
    CANCELED_BY_OWNER(OrderStatus.CANCELED),
    CANCELED_BY_EXCHANGE(OrderStatus.EXPIRED),
    IOC_REMAINDER(OrderStatus.EXPIRED),
    FOK_UNFILLED(OrderStatus.EXPIRED),
    NO_LIQUIDITY(OrderStatus.EXPIRED),
    GOOD_TILL_DATE(OrderStatus.EXPIRED),
    NOTHING_TO_REDUCE(OrderStatus.EXPIRED),
    WOULD_TRADE(OrderStatus.EXPIRED),
    OTHER_LEG(OrderStatus.EXPIRED),
    SELF_TRADE(OrderStatus.EXPIRED_IN_MATCH);

    private final OrderStatus status;

    Ending(OrderStatus status) {
        this.status = status;
    }

    /** The status an order has after this ending. */
    public OrderStatus status() {
        return status;
    }
}
