package dev.k2.watchlists;

import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;

/** An instrument where it is traded: the same one may be watched at several exchanges. */
public record WatchedInstrument(ExchangeId exchange, InstrumentId instrument) {}
