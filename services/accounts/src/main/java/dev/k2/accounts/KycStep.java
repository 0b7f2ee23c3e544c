package dev.k2.accounts;

import java.time.Instant;
import java.util.Optional;

/**
 * What an administrator said of a person's identity.
 *
 * @param note what the person is told of it
 */
public record KycStep(KycStatus status, Optional<String> note, Instant at) {}
