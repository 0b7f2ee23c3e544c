package dev.k2.accounts;

import java.time.Instant;

/**
 * An account elsewhere by which a person logs in.
 *
 * @param email as the provider told it when it was linked
 */
public record Identity(IdentityProvider provider, String email, Instant createdAt) {}
