package dev.k2.accounts;

import dev.k2.model.ExchangeId;
import dev.k2.model.LinkId;
import dev.k2.model.UserId;
import java.time.Instant;

/**
 * A person's connection to one account at an exchange, without its credentials.
 *
 * @param label the person's own word for it, unique among their usable links to that exchange
 */
public record ExchangeLink(
        LinkId id,
        UserId user,
        ExchangeId exchange,
        String label,
        LinkStatus status,
        Instant createdAt,
        Instant updatedAt) {}
