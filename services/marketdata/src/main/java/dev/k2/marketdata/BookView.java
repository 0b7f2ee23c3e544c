package dev.k2.marketdata;

import dev.k2.model.BookLevel;
import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A book at one moment, best first on both sides.
 *
 * @param receivedAt when the update that made it arrived
 * @param state stale books keep the last levels that were right
 * @param seq the {@link BookChange#seq()} of the newest change in it; later changes add to it
 */
public record BookView(
        ExchangeId exchange,
        InstrumentId instrument,
        List<BookLevel> bids,
        List<BookLevel> asks,
        Instant receivedAt,
        Duration age,
        Freshness state,
        long seq) {
    public BookView {
        bids = List.copyOf(bids);
        asks = List.copyOf(asks);
    }
}
