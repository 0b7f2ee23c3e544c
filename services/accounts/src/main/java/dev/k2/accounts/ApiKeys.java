package dev.k2.accounts;

import dev.k2.model.UserId;
import dev.k2.platform.EventBus;
import dev.k2.platform.RandomToken;
import dev.k2.platform.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The door to keys of programs. Another user's key looks like one that does not exist. Whoever makes one has confirmed who they are
 * before; the caller sees to that.
 */
public final class ApiKeys {
    /** How a secret begins, which tells it from an access token. */
    public static final String PREFIX = ApiKeySecrets.PREFIX;

    private static final int MOST = 50;
    private static final int LONGEST_LABEL = 50;
    private static final Duration LONGEST_LIFE = Duration.ofDays(365);
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(10);

    private final ApiKeyStore store;
    private final EventBus events;
    private final InstantSource clock;

    ApiKeys(ApiKeyStore store, EventBus events, InstantSource clock) {
        this.store = store;
        this.events = events;
        this.clock = clock;
    }

    /** Makes a key. Only now can its secret be seen. */
    public ApiKeyCreation create(
            UserId user, String label, Set<ApiKeyScope> scopes, Instant expiresAt) {
        var now = clock.instant();
        var objection = objection(label.strip(), scopes, expiresAt, now);
        if (objection.isPresent()) {
            return objection.get();
        }
        var secret = ApiKeySecrets.fresh();
        var key =
                new ApiKey(
                        new ApiKeyId(UUID.randomUUID()),
                        user,
                        label.strip(),
                        ApiKeySecrets.hint(secret),
                        scopes,
                        now,
                        expiresAt,
                        Optional.empty());
        return store.insert(key, RandomToken.hash(secret), MOST)
                ? new ApiKeyCreation.Created(key, secret)
                : new ApiKeyCreation.TooMany(MOST);
    }

    private static Optional<ApiKeyCreation> objection(
            String label, Set<ApiKeyScope> scopes, Instant expiresAt, Instant now) {
        if (label.isEmpty()
                || label.length() > LONGEST_LABEL
                || label.codePoints().anyMatch(Character::isISOControl)) {
            return Optional.of(
                    new ApiKeyCreation.Invalid(
                            "label", "A name of 1 to " + LONGEST_LABEL + " characters."));
        }
        if (scopes.isEmpty()) {
            return Optional.of(new ApiKeyCreation.Invalid("scopes", "read, trade or both"));
        }
        return expiresAt.isAfter(now) && !expiresAt.isAfter(now.plus(LONGEST_LIFE))
                ? Optional.empty()
                : Optional.of(
                        new ApiKeyCreation.Invalid(
                                "expires_at", "a time to come, within 365 days from now"));
    }

    /** What a secret is worth. The use of a good one is noted, to within ten minutes. */
    public ApiKeyVerdict verify(String secret) {
        if (!ApiKeySecrets.isWellFormed(secret)) {
            return new ApiKeyVerdict.Unknown();
        }
        var found = store.find(RandomToken.hash(Secret.of(secret)));
        if (found.isEmpty()) {
            return new ApiKeyVerdict.Unknown();
        }
        var key = found.get();
        var now = clock.instant();
        if (!now.isBefore(key.expiresAt())) {
            return new ApiKeyVerdict.Expired();
        }
        var noted = now.minus(USE_NOTED_EVERY);
        if (key.lastUsedAt().filter(noted::isBefore).isEmpty()) {
            store.used(key.id(), now, noted);
        }
        return new ApiKeyVerdict.Valid(key);
    }

    /** This user's keys, the newest first, those that expired lately among them. */
    public List<ApiKey> list(UserId user) {
        return store.list(user);
    }

    /** Ends a key at once. False when this user has no such key. */
    public boolean revoke(UserId user, ApiKeyId id) {
        boolean gone = store.delete(user, id);
        if (gone) {
            events.publish(new ApiKeyRevoked(user, id));
        }
        return gone;
    }

    /** Forgets what expired a month ago. */
    int sweep() {
        return store.sweep(clock.instant().minus(Duration.ofDays(30)));
    }
}
