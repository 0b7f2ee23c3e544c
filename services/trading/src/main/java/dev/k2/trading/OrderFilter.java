package dev.k2.trading;

import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;
import dev.k2.model.OrderStatus;
import dev.k2.model.Side;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which orders are wanted.
 *
 * @param statuses {@link #ANY} for all, {@link #OPEN} for those that may still be filled
 * @param span of the time that is sorted by
 * @param limit 1 to 100
 */
public record OrderFilter(
        Set<OrderStatus> statuses,
        Optional<ExchangeId> exchange,
        Optional<InstrumentId> instrument,
        Optional<Side> side,
        Span span,
        By by,
        Sort sort,
        int limit,
        Optional<Cursor> cursor) {
    public static final int LIMIT_MAX = 100;

    public static final Set<OrderStatus> ANY = Set.copyOf(EnumSet.allOf(OrderStatus.class));

    /** Everything that is not final. */
    public static final Set<OrderStatus> OPEN =
            Set.of(
                    OrderStatus.PENDING,
                    OrderStatus.SUBMITTED,
                    OrderStatus.OPEN,
                    OrderStatus.PARTIAL);

    /** The time that orders are sorted by, and that the span is of. */
    public enum By {
        /** Never changes, so pages are stable whatever happens in between. */
        CREATED,
        /** An order that changes between two pages moves to the end of the newest. */
        UPDATED
    }

    /** Which end comes first. */
    public enum Sort {
        NEWEST_FIRST,
        OLDEST_FIRST
    }

    public OrderFilter {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("a page has 1 to 100 rows, found " + limit);
        }
        statuses = Set.copyOf(statuses);
    }

    /** By time of creation, of any time. */
    public OrderFilter(
            Set<OrderStatus> statuses,
            Optional<ExchangeId> exchange,
            Optional<InstrumentId> instrument,
            Optional<Side> side,
            Sort sort,
            int limit,
            Optional<Cursor> cursor) {
        this(statuses, exchange, instrument, side, Span.ALL, By.CREATED, sort, limit, cursor);
    }

    /** The newest orders of any kind. */
    public static OrderFilter newest(int limit) {
        return new OrderFilter(
                ANY,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Sort.NEWEST_FIRST,
                limit,
                Optional.empty());
    }
}
