package dev.k2.model;

import java.time.Instant;

/**
 * An exchange refused the credentials of a link, which is not used any more.
 *
 * @param reason what the exchange said, for a person
 */
public record LinkRefused(
        UserId user, LinkId link, ExchangeId exchange, String reason, Instant at) {}
