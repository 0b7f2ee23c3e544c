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
 * @param limit 1 to 100
 */
public record OrderFilter(
        Set<OrderStatus> statuses,
        Optional<ExchangeId> exchange,
        Optional<InstrumentId> instrument,
        Optional<Side> side,
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

    /** By time of creation. */
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
