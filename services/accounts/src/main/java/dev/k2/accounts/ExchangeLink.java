package dev.k2.accounts;

import dev.k2.model.ExchangeId;
import dev.k2.model.LinkId;
import dev.k2.model.UserId;
import java.time.Instant;
import java.util.Optional;

/**
 * A person's connection to one account at an exchange, without its credentials.
 *
 * @param label the person's own word for it, unique among their usable links to that exchange
 * @param generation which of its credentials it has: 1 for the first, and one more for all that were
 *     given in their place
 * @param rights what the exchange said its key may do; empty where it never said
 */
public record ExchangeLink(
        LinkId id,
        UserId user,
        ExchangeId exchange,
        String label,
        LinkStatus status,
        int generation,
        Optional<KeyRights> rights,
        Instant createdAt,
        Instant updatedAt) {
    /** Whether orders may be tried with it: not where the exchange said that its key cannot. */
    public boolean mayTrade() {
        return rights.map(KeyRights::trade).orElse(true);
    }
}
