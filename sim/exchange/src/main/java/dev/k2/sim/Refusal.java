package dev.k2.sim;

/** Why the engine would not do what it was asked. */
public enum Refusal {
    MARKET_CLOSED,
    DUPLICATE_CLIENT_ORDER_ID,
    INSUFFICIENT_BALANCE,
    INSUFFICIENT_MARGIN,
    NOTHING_TO_REDUCE,
    NOT_FILLABLE,
    UNCHANGED,
    WOULD_MATCH,
    WOULD_TRIGGER,
    NO_LIQUIDITY,
    UNKNOWN_ORDER,
    NOT_SMALLER,
    PAIRED,
    NOTHING_LEFT
}
