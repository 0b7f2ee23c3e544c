package dev.k2.marketdata;

import dev.k2.model.Instrument;

/**
 * An instrument that a search found.
 *
 * @param rank how well it fits, 0 for the best; equal ones go by name
 */
public record RankedInstrument(Instrument instrument, int rank) {}
