package dev.k2.accounts;

import dev.k2.model.UserId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A key by which a program acts for a person, without its secret.
 *
 * @param hint how the secret begins, so that a person tells keys apart
 * @param lastUsedAt to within ten minutes; empty where it never was
 */
public record ApiKey(
        ApiKeyId id,
        UserId user,
        String label,
        String hint,
        Set<ApiKeyScope> scopes,
        Instant createdAt,
        Instant expiresAt,
        Optional<Instant> lastUsedAt) {
    /** The set is copied. */
    public ApiKey {
        scopes = Set.copyOf(scopes);
    }
}
