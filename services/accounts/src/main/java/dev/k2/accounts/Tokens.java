package dev.k2.accounts;

import dev.k2.model.SessionId;
import dev.k2.model.UserId;
import dev.k2.platform.Secret;
import java.time.Duration;

/**
 * What a login or a refresh hands to the client.
 *
 * @param access a JWT for the Authorization header
 * @param refresh opaque, good for one use
 * @param expiresIn how long the access token lives
 */
public record Tokens(
        UserId user, SessionId session, Secret access, Secret refresh, Duration expiresIn) {}
