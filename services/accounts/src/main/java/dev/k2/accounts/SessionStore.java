package dev.k2.accounts;

import dev.k2.model.SessionId;
import dev.k2.model.UserId;
import dev.k2.platform.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Sessions and their refresh tokens in PostgreSQL. */
final class SessionStore {
    /** How long a session that ended is kept, so that its tokens are still known as revoked. */
    private static final Duration KEPT = Duration.ofDays(7);

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
        record Used(UserId user, SessionId session) implements Use {}

        record Failed(Refresh.Reason reason) implements Use {}

        /** The session was revoked for it just now, or before. */
        record Stolen(UserId user, SessionId session, boolean revokedNow) implements Use {}
    }

    /**
     * Uses a token up and puts its successor in its place, in one transaction. Of any number of callers with one token at most one
     * succeeds, and the others revoke the session.
     */
    Use rotate(byte[] hash, byte[] next, Instant now, Duration tokenLife) {
        return database.inTransaction(
                handle -> {
                    var spent =
                            handle.createQuery(
                                            """
                                            UPDATE accounts.refresh_tokens SET used_at = :now
                                            WHERE token_hash = :hash AND used_at IS NULL AND expires_at > :now
                                            RETURNING session_id\
                                            """)
                                    .bind("hash", hash)
                                    .bind("now", now)
                                    .mapTo(UUID.class)
                                    .findOne();
                    return spent.isPresent()
                            ? succeed(handle, new SessionId(spent.get()), next, now, tokenLife)
                            : fail(handle, hash, now);
                });
    }

    private static Use succeed(
            Handle handle, SessionId session, byte[] next, Instant now, Duration tokenLife) {
        var user =
                handle.createQuery(
                                """
                                UPDATE accounts.sessions SET token_hash = :next, last_used_at = :now
                                WHERE id = :id AND revoked_at IS NULL AND expires_at > :now
                                RETURNING user_id\
                                """)
                        .bind("id", session.value())
                        .bind("next", next)
                        .bind("now", now)
                        .mapTo(UUID.class)
                        .findOne();
        if (user.isEmpty()) {
            return new Use.Failed(Refresh.Reason.REVOKED);
        }
        addToken(handle, session, next, now.plus(tokenLife));
        return new Use.Used(new UserId(user.get()), session);
    }

    private static Use fail(Handle handle, byte[] hash, Instant now) {
        var token =
                handle.createQuery(
                                """
                                SELECT t.used_at IS NOT NULL AS used, t.session_id, s.user_id, s.revoked_at IS NOT NULL AS revoked
                                FROM accounts.refresh_tokens t JOIN accounts.sessions s ON s.id = t.session_id
                                WHERE t.token_hash = :hash\
                                """)
                        .bind("hash", hash)
                        .map(
                                (row, context) ->
                                        new Token(
                                                row.getBoolean("used"),
                                                row.getBoolean("revoked"),
                                                new UserId(RowStore.uuid(row, "user_id")),
                                                new SessionId(RowStore.uuid(row, "session_id"))))
                        .findOne();
        if (token.isEmpty()) {
            return new Use.Failed(Refresh.Reason.UNKNOWN);
        }
        var found = token.get();
        if (!found.used) {
            return new Use.Failed(found.revoked ? Refresh.Reason.REVOKED : Refresh.Reason.EXPIRED);
        }
        return new Use.Stolen(
                found.user, found.session, revoke(handle, found.user, found.session, now));
    }

    private record Token(boolean used, boolean revoked, UserId user, SessionId session) {}

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
