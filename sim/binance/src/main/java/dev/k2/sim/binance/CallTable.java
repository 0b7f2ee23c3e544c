package dev.k2.sim.binance;

import org.jspecify.annotations.Nullable;

/** What a product can be asked. */
interface CallTable {
    @Nullable Call rest(String method, String path);

    @Nullable Call webSocket(String method);

    /** True for a path that answered once and says so when it is asked today. */
    boolean gone(String path);
}
