package dev.k2.soak;

import dev.k2.model.ExchangeId;
import java.util.List;

/**
 * How an exchange goes about it. The six differ in these things; the combinations here are not any
 * one's own.
 *
 * @param scope among which orders it refuses a client order id used twice
 * @param reportsOnAccept whether the answer to an order tells its state
 * @param namesFills whether fills that are asked for name our id of the order
 * @param fillsFirst whether its stream tells a fill before the order's new state
 * @param cancelsLater whether it says yes to a cancel first and looks at the order then
 * @param takesFirst whether an order that must not trade at once is taken and ended, not refused
 * @param amends how an order is changed
 * @param goods what it trades
 */
record Manners(
        ExchangeId id,
        Scope scope,
        boolean reportsOnAccept,
        boolean namesFills,
        boolean fillsFirst,
        boolean cancelsLater,
        boolean takesFirst,
        Amends amends,
        Goods goods) {
    /** Among which orders a client order id is unique. */
    enum Scope {
        NONE,
        OPEN_ORDERS,
        FOR_EVER
    }

    /** What becomes of an order that is to be changed. */
    enum Amends {
        NONE,
        IN_PLACE,
        /** It is cancelled, and another is made of what is left. */
        REPLACES
    }

    static final Manners ONE =
            new Manners(
                    ExchangeId.BINANCE,
                    Scope.OPEN_ORDERS,
                    true,
                    false,
                    false,
                    false,
                    false,
                    Amends.REPLACES,
                    Goods.COIN);
    static final Manners TWO =
            new Manners(
                    ExchangeId.OKX,
                    Scope.FOR_EVER,
                    false,
                    true,
                    true,
                    true,
                    true,
                    Amends.IN_PLACE,
                    Goods.COIN);
    static final Manners THREE =
            new Manners(
                    ExchangeId.CRYPTOCOM,
                    Scope.NONE,
                    false,
                    false,
                    true,
                    true,
                    false,
                    Amends.NONE,
                    Goods.COIN);
    static final Manners FOUR =
            new Manners(
                    ExchangeId.BYBIT,
                    Scope.OPEN_ORDERS,
                    false,
                    true,
                    false,
                    true,
                    true,
                    Amends.IN_PLACE,
                    Goods.COIN);
    static final Manners FIVE =
            new Manners(
                    ExchangeId.KALSHI,
                    Scope.FOR_EVER,
                    true,
                    true,
                    false,
                    false,
                    false,
                    Amends.IN_PLACE,
                    Goods.CONTRACT);

    static final List<Manners> ALL = List.of(FIVE, ONE, TWO, THREE, FOUR);
}
