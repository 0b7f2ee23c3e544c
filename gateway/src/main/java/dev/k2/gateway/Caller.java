package dev.k2.gateway;

import dev.k2.accounts.ApiKey;
import dev.k2.accounts.ApiKeyId;
import dev.k2.accounts.ApiKeyScope;
import dev.k2.model.SessionId;
import dev.k2.model.UserId;
import dev.k2.platform.Secret;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Who calls.
 *
 * @param by what they showed
 * @param expiresAt when the token ends that says so
 * @param token the access token or the key's secret itself, for a ticket that stands for it
 */
record Caller(UserId user, By by, Instant expiresAt, Secret token) {
    /** A session or a key. */
    sealed interface By {
        record OfSession(SessionId id) implements By {}

        record OfKey(ApiKeyId id, Set<ApiKeyScope> scopes) implements By {}
    }

    Caller(UserId user, SessionId session, Instant expiresAt, Secret token) {
        this(user, new By.OfSession(session), expiresAt, token);
    }

    static Caller of(ApiKey key, Secret secret) {
        return new Caller(
                key.user(), new By.OfKey(key.id(), key.scopes()), key.expiresAt(), secret);
    }

    /** The session of a call that takes no keys. */
    SessionId session() {
        return switch (by) {
            case By.OfSession(SessionId id) -> id;
            case By.OfKey key ->
                    throw new IllegalStateException("this call is for sessions, not for keys");
        };
    }

    /** The session, where it is one that calls. */
    Optional<SessionId> ofSession() {
        return by instanceof By.OfSession(SessionId id) ? Optional.of(id) : Optional.empty();
    }

    /** The key, where it is one that calls. */
    Optional<ApiKeyId> ofKey() {
        return by instanceof By.OfKey(ApiKeyId id, Set<ApiKeyScope> scopes)
                ? Optional.of(id)
                : Optional.empty();
    }

    boolean isBy(SessionId session) {
        return by.equals(new By.OfSession(session));
    }

    boolean isBy(ApiKeyId key) {
        return by instanceof By.OfKey(ApiKeyId id, Set<ApiKeyScope> scopes) && id.equals(key);
    }

    /** Whether a key, if it is one, has this scope. Sessions may do whatever keys may. */
    boolean may(ApiKeyScope wanted) {
        return switch (by) {
            case By.OfSession session -> true;
            case By.OfKey(ApiKeyId id, Set<ApiKeyScope> scopes) -> scopes.contains(wanted);
        };
    }
}
