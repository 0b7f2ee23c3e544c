package dev.k2.trading;

import dev.k2.platform.Database;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A stretch of time.
 *
 * @param from the first moment, inclusive; empty for no beginning
 * @param to the end, exclusive; empty for none
 */
public record Span(Optional<Instant> from, Optional<Instant> to) {
    /** All of time. */
    public static final Span ALL = new Span(Optional.empty(), Optional.empty());

    /** Adds itself to a question. */
    void on(String column, StringBuilder where, Map<String, Object> values) {
        from.ifPresent(
                first -> {
                    where.append(" AND ").append(column).append(" >= :spanFrom");
                    values.put("spanFrom", Database.time(first));
                });
        to.ifPresent(
                end -> {
                    where.append(" AND ").append(column).append(" < :spanTo");
                    values.put("spanTo", Database.time(end));
                });
    }
}
