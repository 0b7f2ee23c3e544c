package dev.k2.model;

/** What kind of thing an instrument is. */
public enum InstrumentKind {
    SPOT,
    PERPETUAL,
    EVENT;

    /** The two words of the API: {@code event} for event contracts, {@code crypto} for the rest. */
    public String type() {
        return this == EVENT ? "event" : "crypto";
    }
}
