package dev.k2.trading;

import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;
import dev.k2.model.OrderId;
import dev.k2.model.Side;
import java.util.Optional;

/**
 * Which fills are wanted; ordered by the time of the trade.
 *
 * @param span of the time of the trade
 * @param limit 1 to 100
 */
public record TradeFilter(
        Optional<ExchangeId> exchange,
        Optional<InstrumentId> instrument,
        Optional<OrderId> order,
        Optional<Side> side,
        Span span,
        OrderFilter.Sort sort,
        int limit,
        Optional<Cursor> cursor) {
    public TradeFilter {
        if (limit < 1 || limit > OrderFilter.LIMIT_MAX) {
            throw new IllegalArgumentException("a page has 1 to 100 rows, found " + limit);
        }
    }

    /** Of either side and any time. */
    public TradeFilter(
            Optional<ExchangeId> exchange,
            Optional<InstrumentId> instrument,
            Optional<OrderId> order,
            OrderFilter.Sort sort,
            int limit,
            Optional<Cursor> cursor) {
        this(exchange, instrument, order, Optional.empty(), Span.ALL, sort, limit, cursor);
    }
}
