package dev.k2.accounts;

import java.time.Instant;
import java.util.Optional;

/** A passkey, for the list in a person's settings. */
public record Passkey(
        PasskeyId id, String label, Instant createdAt, Optional<Instant> lastUsedAt) {}
