package dev.k2.marketdata;

import dev.k2.model.Liquidation;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Liquidations of one instrument that were not told yet. In a storm the newest are told: the rest
 * would come too late to mean anything.
 */
final class LiquidationTape {
    private static final int WAITING_MAX = 200;

    private final ArrayDeque<Liquidation> waiting = new ArrayDeque<>();

    synchronized void add(Liquidation liquidation) {
        if (liquidation.price().signum() <= 0 || liquidation.quantity().signum() <= 0) {
            return;
        }
        if (waiting.size() == WAITING_MAX) {
            waiting.remove();
        }
        waiting.add(liquidation);
    }

    /** Those that were not taken yet, oldest first. */
    synchronized List<Liquidation> take() {
        if (waiting.isEmpty()) {
            return List.of();
        }
        List<Liquidation> taken = List.copyOf(waiting);
        waiting.clear();
        return taken;
    }
}
