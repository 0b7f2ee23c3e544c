package dev.k2.trading;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.k2.model.ClientOrderId;
import dev.k2.model.LinkId;
import dev.k2.model.OrderId;
import java.util.Optional;

/**
 * The orders that this node wrote last, as it wrote them, so that what an exchange tells right after
 * finds its order without a question to the database. Another node may have written since: whoever
 * changes a row found here names its sequence, and reads again where that is not the latest.
 */
final class LatestRows {
    private static final int MOST = 20_000;

    private final Cache<OrderId, OrderRow> rows = Caffeine.newBuilder().maximumSize(MOST).build();
    private final Cache<Name, OrderId> names = Caffeine.newBuilder().maximumSize(MOST).build();

    private record Name(LinkId link, ClientOrderId sentAs) {}

    void wrote(OrderRow row) {
        names.put(new Name(row.intent().link(), row.intent().sentAs()), row.id());
        rows.asMap().merge(row.id(), row, LatestRows::later);
    }

    /** The order that went to an account's exchange under a name first. */
    Optional<OrderRow> named(LinkId link, ClientOrderId sentAs) {
        return Optional.ofNullable(names.getIfPresent(new Name(link, sentAs)))
                .map(rows::getIfPresent);
    }

    /** An order as it is known here, or as it was seen where that is later. */
    OrderRow latest(OrderRow seen) {
        OrderRow kept = rows.getIfPresent(seen.id());
        return kept == null ? seen : later(seen, kept);
    }

    private static OrderRow later(OrderRow one, OrderRow other) {
        return one.sequence() < other.sequence() ? other : one;
    }
}
