package dev.k2.trading;

import dev.k2.model.InstrumentId;
import dev.k2.model.LinkId;
import dev.k2.model.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the risk gate knows about one user. The lock makes two orders at once pass one after the
 * other; limits may be read without it.
 */
final class UserRisk {
    final ReentrantLock lock = new ReentrantLock();
    final Exposure exposure = new Exposure();
    final Pace pace = new Pace();
    private final UserId user;
    private final RiskStore store;
    private volatile Held held;

    private record Held(RiskLimits limits, Map<LimitScope, ScopedLimits> scopes) {}

    /** A scope that an order falls into, and its limits. */
    record Bound(LimitScope scope, ScopedLimits limits) {}

    UserRisk(UserId user, RiskStore store) {
        this.user = user;
        this.store = store;
        held = read();
    }

    RiskLimits limits() {
        return held.limits();
    }

    /** The narrower scopes that are limited. */
    Map<LimitScope, ScopedLimits> scopes() {
        return held.scopes();
    }

    /** Every scope that holds an order, the user's own first. */
    List<Bound> bounds(LinkId link, InstrumentId instrument) {
        Held now = held;
        List<Bound> bounds = new ArrayList<>(3);
        bounds.add(new Bound(LimitScope.user(), ScopedLimits.of(now.limits())));
        add(bounds, now, new LimitScope.OfLink(link));
        add(bounds, now, new LimitScope.OfInstrument(instrument));
        return bounds;
    }

    /** Reads the limits anew. */
    void reload() {
        held = read();
    }

    private Held read() {
        return new Held(store.limits(user), store.scopes(user));
    }

    private static void add(List<Bound> bounds, Held held, LimitScope scope) {
        ScopedLimits limits = held.scopes().get(scope);
        if (limits != null) {
            bounds.add(new Bound(scope, limits));
        }
    }
}
