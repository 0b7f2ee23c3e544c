package dev.k2.model;

import java.util.List;

/**
 * A book at one moment, best first on both sides.
 *
 * @param sequence the exchange's number of the last update in it
 */
public record BookSnapshot(
        InstrumentId instrument, List<BookLevel> bids, List<BookLevel> asks, long sequence) {
    public BookSnapshot {
        bids = List.copyOf(bids);
        asks = List.copyOf(asks);
    }
}
