package dev.k2.sim;

/** What happens when an account's order meets another one of the same account. The arriving order's mode decides. */
public enum SelfTrade {
    NONE,
    EXPIRE_TAKER,
    EXPIRE_MAKER,
    EXPIRE_BOTH,
    DECREMENT
}
