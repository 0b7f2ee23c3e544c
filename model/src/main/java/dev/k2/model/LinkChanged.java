package dev.k2.model;

/**
 * A link to an exchange was made, or stopped being usable.
 *
 * @param active whether its credentials may be used from now on
 */
public record LinkChanged(UserId user, LinkId link, ExchangeId exchange, boolean active) {}
