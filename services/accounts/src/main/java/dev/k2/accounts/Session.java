package dev.k2.accounts;

import dev.k2.model.SessionId;
import java.time.Instant;

/** One login on one device, for the list in a person's settings. */
public record Session(
        SessionId id, Origin origin, Instant createdAt, Instant lastUsedAt, Instant expiresAt) {}
