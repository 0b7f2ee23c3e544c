package dev.k2.accounts;

import dev.k2.model.UserId;
import java.time.Instant;

/**
 * A person with an account.
 *
 * @param email in lower case, unique
 */
public record User(UserId id, String email, boolean emailVerified, Instant createdAt) {}
