package dev.k2.marketdata;

import dev.k2.model.Instrument;

/** Who wants an instrument: the rule that watches all, readers who said so, a reader who looked. */
final class Demand {
    private Instrument instrument;
    private boolean always;
    private int watchers;
    private long lookedUntilMillis;
    private boolean subscribed;
    private long sinceMillis;

    Demand(Instrument instrument) {
        this.instrument = instrument;
    }

    Instrument instrument() {
        return instrument;
    }

    void instrument(Instrument now) {
        instrument = now;
    }

    void always(boolean wanted) {
        always = wanted;
    }

    void add() {
        watchers++;
    }

    void remove() {
        watchers = Math.max(0, watchers - 1);
    }

    void look(long untilMillis) {
        lookedUntilMillis = Math.max(lookedUntilMillis, untilMillis);
    }

    boolean isSubscribed() {
        return subscribed;
    }

    void subscribed(long nowMillis) {
        subscribed = true;
        sinceMillis = nowMillis;
    }

    void unsubscribed() {
        subscribed = false;
    }

    /** Since when it is subscribed, or was last. */
    long sinceMillis() {
        return sinceMillis;
    }

    boolean isWanted(long nowMillis) {
        return always || watchers > 0 || lookedUntilMillis > nowMillis;
    }
}
