package dev.k2.marketdata;

import dev.k2.model.BookLevel;
import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;
import java.time.Instant;
import java.util.List;

/**
 * What changed in a book since the change before. Several updates of the exchange may be in one.
 *
 * @param bids changed prices with what rests there now; a quantity of zero removes the price
 * @param asks the same for the other side
 * @param state the book's state from now on; a change of state alone has no levels
 * @param seq K2's own number per book, one more than that of the change before
 */
public record BookChange(
        ExchangeId exchange,
        InstrumentId instrument,
        List<BookLevel> bids,
        List<BookLevel> asks,
        Instant receivedAt,
        Freshness state,
        long seq) {
    public BookChange {
        bids = List.copyOf(bids);
        asks = List.copyOf(asks);
    }
}
