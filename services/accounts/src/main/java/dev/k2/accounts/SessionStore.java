package dev.k2.accounts;

import dev.k2.model.SessionId;
import dev.k2.model.UserId;
import dev.k2.platform.Database;
import dev.k2.platform.RandomToken;
import dev.k2.platform.Secret;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Sessions and their refresh tokens in PostgreSQL. */
final class SessionStore {
    /** How long a session that ended is kept, so that its tokens are still known as revoked. */
    private static final Duration KEPT = Duration.ofDays(7);

    /** How long two pages of one browser may take to come with the same token (ASVS 10.4.5). */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Database database;

    SessionStore(Database database) {
        this.database = database;
    }

    /** Makes a session, and ends the oldest of those beyond the most that one person may have. */
    void insert(UserId user, Session session, byte[] tokenHash, Instant tokenExpires, int most) {
        database.useTransaction(
                handle -> {
                    handle.createUpdate(
                                    """
                                    INSERT INTO accounts.sessions
                                        (id, user_id, token_hash, device_info, ip_address, created_at, expires_at, last_used_at)
                                    VALUES (:id, :user, :hash, jsonb_build_object('agent', :device::text), :address,
                                            :created, :expires, :created)\
                                    """)
                            .bind("id", session.id().value())
                            .bind("user", user.value())
                            .bind("hash", tokenHash)
                            .bind("device", session.origin().device())
                            .bind("address", session.origin().address())
                            .bind("created", session.createdAt())
                            .bind("expires", session.expiresAt())
                            .execute();
                    addToken(handle, session.id(), tokenHash, tokenExpires);
                    handle.createUpdate(
                                    """
                                    UPDATE accounts.sessions SET revoked_at = :now
                                    WHERE id IN (SELECT id FROM accounts.sessions
                                                 WHERE user_id = :user AND revoked_at IS NULL
                                                 ORDER BY created_at DESC, id OFFSET :most)\
                                    """)
                            .bind("user", user.value())
                            .bind("now", session.createdAt())
                            .bind("most", most)
                            .execute();
                });
    }

    /** What the attempt to use a token found. */
    sealed interface Use {
        /** The successor is the caller's, the same for all who come within the grace. */
        record Used(UserId user, SessionId session, Secret next) implements Use {}

        record Failed(Refresh.Reason reason) implements Use {}

        /** The session was revoked for it just now, or before. */
        record Stolen(UserId user, SessionId session, boolean revokedNow) implements Use {}
    }

    /**
     * Uses a token up and puts its successor in its place, in one transaction. Whoever comes with the same token within the grace,
     * and before the successor was used, is given the same successor; whoever comes later revokes the session.
     */
    Use rotate(Secret token, Instant now, Duration tokenLife) {
        var hash = RandomToken.hash(token);
        var salt = RandomToken.bits();
        return database.inTransaction(
                handle -> {
                    var spent =
                            handle.createQuery(
                                            """
                                            UPDATE accounts.refresh_tokens SET used_at = :now, successor_salt = :salt
                                            WHERE token_hash = :hash AND used_at IS NULL AND expires_at > :now
                                            RETURNING session_id\
                                            """)
                                    .bind("hash", hash)
                                    .bind("now", now)
                                    .bind("salt", salt)
                                    .mapTo(UUID.class)
                                    .findOne();
                    return spent.isPresent()
                            ? succeed(
                                    handle,
                                    new SessionId(spent.get()),
                                    RefreshTokens.successor(token, salt),
                                    hash,
                                    now,
                                    tokenLife)
                            : again(handle, token, hash, now);
                });
    }

    private static Use succeed(
            Handle handle,
            SessionId session,
            Secret next,
            byte[] before,
            Instant now,
            Duration tokenLife) {
        var user =
                handle.createQuery(
                                """
                                UPDATE accounts.sessions SET token_hash = :next, last_used_at = :now
                                WHERE id = :id AND revoked_at IS NULL AND expires_at > :now
                                RETURNING user_id\
                                """)
                        .bind("id", session.value())
                        .bind("next", RandomToken.hash(next))
                        .bind("now", now)
                        .mapTo(UUID.class)
                        .findOne();
        if (user.isEmpty()) {
            return new Use.Failed(Refresh.Reason.REVOKED);
        }
        addToken(handle, session, RandomToken.hash(next), now.plus(tokenLife));
        forgetSalts(handle, session, before);
        return new Use.Used(new UserId(user.get()), session, next);
    }

    /** From a token whose successor was used nothing can be made any more. */
    private static void forgetSalts(Handle handle, SessionId session, byte[] newest) {
        handle.createUpdate(
                        """
                        UPDATE accounts.refresh_tokens SET successor_salt = NULL
                        WHERE session_id = :session AND successor_salt IS NOT NULL AND token_hash <> :newest\
                        """)
                .bind("session", session.value())
                .bind("newest", newest)
                .execute();
    }

    private static Use again(Handle handle, Secret token, byte[] hash, Instant now) {
        var known =
                handle.createQuery(
                                """
                                SELECT t.used_at, t.successor_salt, t.session_id, s.user_id, s.token_hash,
                                       s.revoked_at IS NOT NULL OR s.expires_at <= :now AS ended
                                FROM accounts.refresh_tokens t JOIN accounts.sessions s ON s.id = t.session_id
                                WHERE t.token_hash = :hash\
                                """)
                        .bind("hash", hash)
                        .bind("now", now)
                        .map((row, context) -> token(row))
                        .findOne();
        if (known.isEmpty()) {
            return new Use.Failed(Refresh.Reason.UNKNOWN);
        }
        var found = known.get();
        if (found.usedAt.isEmpty()) {
            return new Use.Failed(found.ended ? Refresh.Reason.REVOKED : Refresh.Reason.EXPIRED);
        }
        var next = found.ended ? Optional.<Secret>empty() : found.sameAgain(token, now);
        return next.isPresent()
                ? new Use.Used(found.user, found.session, next.get())
                : new Use.Stolen(
                        found.user, found.session, revoke(handle, found.user, found.session, now));
    }

    private static Token token(ResultSet row) throws SQLException {
        return new Token(
                Optional.ofNullable(row.getObject("used_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getBytes("successor_salt")).map(Secret::of),
                Secret.of(row.getBytes("token_hash")),
                row.getBoolean("ended"),
                new UserId(RowStore.uuid(row, "user_id")),
                new SessionId(RowStore.uuid(row, "session_id")));
    }

    private record Token(
            Optional<Instant> usedAt,
            Optional<Secret> salt,
            Secret newest,
            boolean ended,
            UserId user,
            SessionId session) {
        /** The successor that was handed out, where it is still the session's newest token and the grace has not passed. */
        Optional<Secret> sameAgain(Secret token, Instant now) {
            return usedAt.filter(used -> !now.isAfter(used.plus(GRACE)))
                    .flatMap(used -> salt)
                    .map(known -> RefreshTokens.successor(token, known.revealBytes()))
                    .filter(
                            next ->
                                    MessageDigest.isEqual(
                                            RandomToken.hash(next), newest.revealBytes()));
        }
    }

    /** False when there is no such session of this user, or it had ended. */
    boolean revoke(UserId user, SessionId session, Instant now) {
        return database.inTransaction(handle -> revoke(handle, user, session, now));
    }

    private static boolean revoke(Handle handle, UserId user, SessionId session, Instant now) {
        return handle.createUpdate(
                                """
                                UPDATE accounts.sessions SET revoked_at = :now
                                WHERE id = :id AND user_id = :user AND revoked_at IS NULL AND expires_at > :now\
                                """)
                        .bind("id", session.value())
                        .bind("user", user.value())
                        .bind("now", now)
                        .execute()
                == 1;
    }

    /** Ends all sessions of a person, but for one to keep; gives those that ended. */
    List<SessionId> revokeAll(UserId user, Optional<SessionId> keep, Instant now) {
        return database.inTransaction(handle -> revokeAll(handle, user, keep, now));
    }

    static List<SessionId> revokeAll(
            Handle handle, UserId user, Optional<SessionId> keep, Instant now) {
        return handle.createQuery(
                        """
                        UPDATE accounts.sessions SET revoked_at = :now
                        WHERE user_id = :user AND revoked_at IS NULL AND expires_at > :now AND id IS DISTINCT FROM :keep
                        RETURNING id\
                        """)
                .bind("user", user.value())
                .bind("keep", keep.map(SessionId::value).orElse(null))
                .bind("now", now)
                .mapTo(UUID.class)
                .map(SessionId::new)
                .list();
    }

    /** Which of these live, and whose they are. */
    Map<SessionId, UserId> live(Collection<SessionId> sessions, Instant now) {
        UUID[] ids = sessions.stream().map(SessionId::value).toArray(UUID[]::new);
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                """
                                                SELECT id, user_id FROM accounts.sessions
                                                WHERE id = ANY(:ids) AND revoked_at IS NULL AND expires_at > :now\
                                                """)
                                        .bind("ids", ids)
                                        .bind("now", now)
                                        .reduceRows(
                                                new HashMap<>(),
                                                (found, row) -> {
                                                    found.put(
                                                            new SessionId(
                                                                    row.getColumn(
                                                                            "id", UUID.class)),
                                                            new UserId(
                                                                    row.getColumn(
                                                                            "user_id",
                                                                            UUID.class)));
                                                    return found;
                                                }));
    }

    boolean isLive(UserId user, SessionId session, Instant now) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                """
                                                SELECT EXISTS (SELECT 1 FROM accounts.sessions
                                                               WHERE id = :id AND user_id = :user AND revoked_at IS NULL AND expires_at > :now)\
                                                """)
                                        .bind("id", session.value())
                                        .bind("user", user.value())
                                        .bind("now", now)
                                        .mapTo(Boolean.class)
                                        .one());
    }

    /** Notes a confirmation. False when there is no such session of this user that lives. */
    boolean stepUp(UserId user, SessionId session, Instant now) {
        return database.jdbi()
                        .withHandle(
                                handle ->
                                        handle.createUpdate(
                                                        """
                                                        UPDATE accounts.sessions SET stepped_up_at = :now
                                                        WHERE id = :id AND user_id = :user AND revoked_at IS NULL AND expires_at > :now\
                                                        """)
                                                .bind("id", session.value())
                                                .bind("user", user.value())
                                                .bind("now", now)
                                                .execute())
                == 1;
    }

    boolean isSteppedUp(UserId user, SessionId session, Instant since, Instant now) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                """
                                                SELECT EXISTS (SELECT 1 FROM accounts.sessions
                                                               WHERE id = :id AND user_id = :user AND revoked_at IS NULL AND expires_at > :now
                                                                 AND stepped_up_at > :since AND stepped_up_at <= :now)\
                                                """)
                                        .bind("id", session.value())
                                        .bind("user", user.value())
                                        .bind("since", since)
                                        .bind("now", now)
                                        .mapTo(Boolean.class)
                                        .one());
    }

    List<Session> live(UserId user, Instant now) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                """
                                                SELECT *, device_info ->> 'agent' AS agent FROM accounts.sessions
                                                WHERE user_id = :user AND revoked_at IS NULL AND expires_at > :now
                                                ORDER BY last_used_at DESC, id\
                                                """)
                                        .bind("user", user.value())
                                        .bind("now", now)
                                        .map((row, context) -> session(row))
                                        .list());
    }

    /** Forgets tokens and sessions that ended long ago. */
    int sweep(Instant now) {
        return database.inTransaction(
                handle ->
                        handle.createUpdate(
                                                "DELETE FROM accounts.sessions WHERE expires_at <"
                                                        + " :old OR revoked_at < :old")
                                        .bind("old", now.minus(KEPT))
                                        .execute()
                                + handle.createUpdate(
                                                "DELETE FROM accounts.refresh_tokens WHERE"
                                                        + " expires_at < :old")
                                        .bind("old", now.minus(KEPT))
                                        .execute());
    }

    private static void addToken(Handle handle, SessionId session, byte[] hash, Instant expires) {
        handle.createUpdate(
                        """
                        INSERT INTO accounts.refresh_tokens (token_hash, session_id, expires_at)
                        VALUES (:hash, :session, :expires)\
                        """)
                .bind("hash", hash)
                .bind("session", session.value())
                .bind("expires", expires)
                .execute();
    }

    private static Session session(ResultSet row) throws SQLException {
        return new Session(
                new SessionId(RowStore.uuid(row, "id")),
                new Origin(row.getString("agent"), row.getString("ip_address")),
                RowStore.time(row, "created_at"),
                RowStore.time(row, "last_used_at"),
                RowStore.time(row, "expires_at"));
    }
}
