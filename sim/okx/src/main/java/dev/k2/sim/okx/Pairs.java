package dev.k2.sim.okx;

import dev.k2.sim.AlgoDesk;
import dev.k2.sim.AlgoOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Conditional orders of which one cancels the other. OKX has them as one order with two triggers; the desk has two, of
 * which the second is never shown and carries the first one's id among its words.
 */
final class Pairs {
    static final String FIRST = "pairFirst";
    private final AlgoDesk desk;

    Pairs(AlgoDesk desk) {
        this.desk = desk;
    }

    static boolean isSecond(AlgoOrder algo) {
        return !AlgoWords.word(algo, FIRST).isEmpty();
    }

    private static boolean isFirst(AlgoOrder algo) {
        return AlgoWords.word(algo, "algoOrdType").equals("oco") && !isSecond(algo);
    }

    /** The order that its owner knows this one as. */
    AlgoOrder shown(AlgoOrder algo) {
        if (!isSecond(algo)) {
            return algo;
        }
        long first = Long.parseLong(AlgoWords.word(algo, FIRST));
        AlgoOrder found = desk.byId(algo.account(), first);
        return found == null ? algo : found;
    }

    /** The one of two that was set off, or the order itself. */
    AlgoOrder acting(AlgoOrder algo) {
        AlgoOrder second = isFirst(algo) ? second(algo) : null;
        return second != null && second.triggeredMicros() > 0 ? second : algo;
    }

    private @Nullable AlgoOrder second(AlgoOrder first) {
        String id = Long.toString(first.id());
        for (AlgoOrder algo : desk.of(first.account())) {
            if (AlgoWords.word(algo, FIRST).equals(id)) {
                return algo;
            }
        }
        return null;
    }

    /** Ends both. False when neither waits any more. */
    boolean cancel(AlgoOrder first) {
        boolean cancelled = desk.cancel(first);
        AlgoOrder second = isFirst(first) ? second(first) : null;
        return (second != null && desk.cancel(second)) || cancelled;
    }

    /** Ends those that wait although their other half does not. */
    void tick() {
        List<AlgoOrder> alone = new ArrayList<>();
        for (AlgoOrder algo : desk.waiting()) {
            AlgoOrder other = isSecond(algo) ? shown(algo) : isFirst(algo) ? second(algo) : algo;
            if (other != null && !other.status().waiting()) {
                alone.add(algo);
            }
        }
        alone.forEach(desk::cancel);
    }
}
