package dev.k2.sim;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an account has and had in events' markets. */
public final class EventHoldings {
    private final Map<Market, EventHolding> holdings = new LinkedHashMap<>();

    EventHoldings() {}

    /** Everything it ever traded, in the order of its first trade there. */
    public Collection<EventHolding> all() {
        return Collections.unmodifiableCollection(holdings.values());
    }

    /** What it has in a market, nothing when it never traded there. */
    public EventHolding of(Market market) {
        EventHolding held = holdings.get(market);
        return held == null ? new EventHolding(market) : held;
    }

    void forget(Market market) {
        holdings.remove(market);
    }

    EventHolding touched(Market market) {
        return holdings.computeIfAbsent(market, EventHolding::new);
    }
}
