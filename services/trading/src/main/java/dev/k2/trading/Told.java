package dev.k2.trading;

import dev.k2.model.OrderStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * What an exchange said about an order, all its reports joined into one. Joining in any order and
 * any number of times gives the same: the furthest status, the largest fill, the latest time.
 *
 * @param filled the cumulative quantity by the exchange's own count
 * @param reason why it ended, in the exchange's words
 * @param at the exchange's time of it
 */
record Told(OrderStatus status, BigDecimal filled, Optional<String> reason, Instant at) {
    private static final Comparator<Told> FURTHER =
            Comparator.<Told>comparingInt(told -> told.status.rank())
                    .thenComparing(Told::at)
                    .thenComparing(Told::status);

    /** Both together. */
    Told join(Told other) {
        Told further = FURTHER.compare(other, this) > 0 ? other : this;
        return new Told(
                further.status,
                filled.max(other.filled),
                further.reason,
                at.isAfter(other.at) ? at : other.at);
    }
}
