package dev.k2.signals;

import dev.k2.model.UserId;
import java.time.Instant;
import java.util.UUID;

/** A saved template, without its secrets. */
public record SignalTemplate(
        UUID id,
        UserId user,
        SignalAuth auth,
        SignalTerms terms,
        Instant createdAt,
        Instant updatedAt) {}
