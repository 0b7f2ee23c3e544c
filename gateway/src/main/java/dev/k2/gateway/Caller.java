package dev.k2.gateway;

import dev.k2.model.SessionId;
import dev.k2.model.UserId;
import dev.k2.platform.Secret;
import java.time.Instant;

/**
 * Who calls.
 *
 * @param expiresAt when the token ends that says so
 * @param token the access token itself, for a ticket that stands for it
 */
record Caller(UserId user, SessionId session, Instant expiresAt, Secret token) {}
