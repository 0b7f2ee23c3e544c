package dev.k2.audit;

import dev.k2.model.UserId;
import java.time.Instant;
import java.util.Optional;

/**
 * Which rows are wanted.
 *
 * @param user whose trail; empty for everybody's
 * @param action this one only
 * @param from the first moment, inclusive
 * @param to the end, exclusive
 */
public record AuditFilter(
        Optional<UserId> user,
        Optional<String> action,
        Optional<Instant> from,
        Optional<Instant> to) {
    /** All there is. */
    public static final AuditFilter ALL =
            new AuditFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** One person's trail. */
    public static AuditFilter of(UserId user) {
        return new AuditFilter(
                Optional.of(user), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
