package dev.k2.exchange;

/** What kind of failure an exchange told or showed. */
public enum ErrorCategory {
    NETWORK,
    TIMEOUT,
    RATE_LIMIT,
    AUTHENTICATION,
    PERMISSION,
    VALIDATION,
    INSUFFICIENT_FUNDS,
    ORDER_NOT_FOUND,
    DUPLICATE_ORDER,
    MARKET_STATUS,
    EXCHANGE_MAINTENANCE,
    EXCHANGE_ERROR,
    /** The request may have taken effect. Ask; never send again. */
    UNKNOWN_OUTCOME
}
