package dev.k2.sim;

/** A moment at which a fault may strike. Empty words match faults that name none. */
public record Occasion(
        String exchange, String operation, String account, String symbol, long nowMillis) {}
