package dev.k2.exchange;

import dev.k2.model.Instrument;

/** What became different between two looks at what an exchange lists. */
public sealed interface InstrumentChange {
    /** It was not listed before. */
    record Appeared(Instrument instrument) implements InstrumentChange {}

    /** Its status or its rules are others now. */
    record Changed(Instrument before, Instrument now) implements InstrumentChange {}

    /** It is no longer listed: nothing can be asked of it, and its streams are silent. */
    record Disappeared(Instrument last) implements InstrumentChange {}
}
