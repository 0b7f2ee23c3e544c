package dev.k2.exchange.net;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;

/** One private connection: what it still has to say and hear until it is live. */
final class UserSession {
    private final Outlet outlet;
    private final Queue<UserStep> steps;
    private final Set<String> awaited = new HashSet<>();
    private final List<Runnable> kept = new ArrayList<>();
    private boolean live;

    UserSession(Outlet outlet, List<UserStep> steps) {
        this.outlet = outlet;
        this.steps = new ArrayDeque<>(steps);
    }

    Outlet outlet() {
        return outlet;
    }

    /** News that came before it was live. */
    List<Runnable> kept() {
        return kept;
    }

    boolean isLive() {
        return live;
    }

    void becomesLive() {
        live = true;
    }

    /**
     * Takes the next steps, as far as everything before them is acknowledged.
     *
     * @return whether all is said and acknowledged
     */
    boolean advance() {
        while (awaited.isEmpty()) {
            UserStep next = steps.poll();
            if (next == null) {
                return true;
            }
            awaited.addAll(next.acknowledgements());
            outlet.send(next.message());
        }
        return false;
    }

    /** Whether this was waited for. */
    boolean acknowledged(String what) {
        return awaited.remove(what);
    }
}
