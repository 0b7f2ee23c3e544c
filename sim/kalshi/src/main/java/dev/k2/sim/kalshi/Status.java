package dev.k2.sim.kalshi;

import java.util.Locale;

/** Where a market stands. */
enum Status {
    INITIALIZED("unopened"),
    INACTIVE("paused"),
    ACTIVE("open"),
    CLOSED("closed"),
    DETERMINED("closed"),
    DISPUTED("closed"),
    AMENDED("closed"),
    FINALIZED("settled");

    private final String filter;

    Status(String filter) {
        this.filter = filter;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The word that lists are asked with. */
    String filter() {
        return filter;
    }

    /** True when it has an outcome that is not paid yet. */
    boolean awaitsPayment() {
        return this == DETERMINED || this == DISPUTED || this == AMENDED;
    }

    boolean tradable() {
        return this == ACTIVE;
    }
}
