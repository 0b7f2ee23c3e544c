package dev.k2.sim.binance;

import dev.k2.sim.Market;
import org.jspecify.annotations.Nullable;

/** What a fault may strike: an operation, whose it is, and in which market, as far as that is known. */
record Target(String operation, String account, @Nullable Market market) {
    static Target of(String operation) {
        return new Target(operation, "", null);
    }

    static Target of(String operation, @Nullable Market market) {
        return new Target(operation, "", market);
    }
}
