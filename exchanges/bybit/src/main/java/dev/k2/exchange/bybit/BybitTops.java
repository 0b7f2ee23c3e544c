package dev.k2.exchange.bybit;

import dev.k2.exchange.net.Levels;
import dev.k2.model.BookLevel;
import dev.k2.model.BookSnapshot;
import dev.k2.model.Instrument;
import java.util.List;

/** The best level of each side, whole. Pure. */
final class BybitTops {
    private BybitTops() {}

    /** A book of one level, as it came. */
    static BookSnapshot of(Instrument instrument, Levels bids, Levels asks, long update) {
        return new BookSnapshot(
                instrument.id(), levels(instrument, bids), levels(instrument, asks), update);
    }

    private static List<BookLevel> levels(Instrument instrument, Levels side) {
        return side.size() == 0
                ? List.of()
                : List.of(
                        new BookLevel(
                                instrument.price(side.price()),
                                instrument.quantity(side.quantity())));
    }
}
