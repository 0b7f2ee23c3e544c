package dev.k2.sim;

import org.jspecify.annotations.Nullable;

/** What a fault may strike: an operation, whose it is, and in which market, as far as that is known. */
public record Target(String operation, String account, @Nullable Market market) {
    public static Target of(String operation) {
        return new Target(operation, "", null);
    }

    public static Target of(String operation, @Nullable Market market) {
        return new Target(operation, "", market);
    }
}
