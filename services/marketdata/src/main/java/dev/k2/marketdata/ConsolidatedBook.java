package dev.k2.marketdata;

import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;
import java.math.BigDecimal;
import java.util.List;

/**
 * The live books of an instrument as one. Levels of one price at several exchanges stand one after
 * the other, the larger first.
 *
 * @param bids best first
 * @param asks best first
 * @param state stale where no exchange's book is live; then it has no levels
 * @param sources all exchanges that trade it and have told a book, in the order of the start
 */
public record ConsolidatedBook(
        InstrumentId instrument,
        List<Level> bids,
        List<Level> asks,
        Freshness state,
        List<ConsolidatedPrice.Source> sources) {
    public ConsolidatedBook {
        bids = List.copyOf(bids);
        asks = List.copyOf(asks);
        sources = List.copyOf(sources);
    }

    /**
     * What stands at one price at one exchange.
     *
     * @param quantity in units of the base, whatever one contract of the exchange is
     */
    public record Level(BigDecimal price, BigDecimal quantity, ExchangeId exchange) {}
}
