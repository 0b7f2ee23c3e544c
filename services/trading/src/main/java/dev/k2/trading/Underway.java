package dev.k2.trading;

import dev.k2.model.ClientOrderId;
import dev.k2.platform.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An account's orders whose answers are awaited. The exchange's stream often tells of an order
 * before its answer comes, and mostly the answer says the same: so what the stream tells of its
 * state waits for the answer, and one change is written instead of several. Fills do not wait, so
 * that an answer can tell of them. A state waits a moment at most, because an answer may be lost.
 */
final class Underway {
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final Timers timers;
    private final Map<ClientOrderId, List<Runnable>> waiting = new HashMap<>();

    Underway(Timers timers) {
        this.timers = timers;
    }

    /** An order is about to be sent under a name that no other bears. */
    synchronized void sent(ClientOrderId name) {
        waiting.put(name, new ArrayList<>(2));
    }

    /** The answer is there, or nobody counts on it. Begins what waited for it, in its order. */
    void answered(ClientOrderId name) {
        List<Runnable> kept;
        synchronized (this) {
            kept = waiting.remove(name);
        }
        if (kept != null) {
            kept.forEach(Runnable::run);
        }
    }

    /** Runs something once an order's answer is there; at once where none is awaited. */
    void whenAnswered(ClientOrderId name, Runnable news) {
        if (!keep(name, news)) {
            news.run();
        }
    }

    private synchronized boolean keep(ClientOrderId name, Runnable news) {
        List<Runnable> kept = waiting.get(name);
        if (kept == null) {
            return false;
        }
        if (kept.isEmpty()) {
            timers.after(PATIENCE, () -> answered(name));
        }
        kept.add(news);
        return true;
    }
}
