package dev.k2.accounts;

import dev.k2.model.SessionId;
import dev.k2.model.UserId;
import dev.k2.platform.Database;
import dev.k2.platform.Secret;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Passkeys in PostgreSQL. What is kept of them is public by itself: keys that check, not keys that sign. */
final class PasskeyStore {
    private final Database database;

    PasskeyStore(Database database) {
        this.database = database;
    }

    /** All that is kept of one. */
    record Kept(
            Passkey passkey,
            UserId user,
            ByteBuffer credentialId,
            ByteBuffer publicKey,
            long signCount,
            boolean backupEligible) {}

    /**
     * What goes with a change.
     *
     * @param session the one that goes on where the others end
     * @param details what its owner is told of where it came from
     */
    record Change(SessionId session, Map<String, String> details, Instant at) {}

    /** How adding one ended. */
    enum Adding {
        DONE,
        KNOWN,
        TOO_MANY
    }

    /**
     * What came of adding one.
     *
     * @param first whether it turned the second factor on, and so the codes hold and the other sessions have ended
     */
    record Added(Adding outcome, boolean first, List<SessionId> ended) {}

    /** What came of taking one away, and which sessions ended by it. */
    record Removed(Unlinking outcome, List<SessionId> ended) {}

    private record Standing(boolean totp, int passkeys) {}

    /**
     * Keeps one.
     *
     * @param codes the recovery codes from now on, where it is the first second factor
     */
    Added insert(Kept one, int most, List<Secret> codes, Change change) {
        return database.inTransaction(
                handle -> {
                    Standing before = standing(handle, one.user());
                    if (before.passkeys >= most) {
                        return new Added(Adding.TOO_MANY, false, List.of());
                    }
                    if (!insert(handle, one)) {
                        return new Added(Adding.KNOWN, false, List.of());
                    }
                    tell(handle, one.user(), MessageKind.PASSKEY_ADDED, one.passkey(), change);
                    boolean first = !before.totp && before.passkeys == 0;
                    if (!first) {
                        return new Added(Adding.DONE, false, List.of());
                    }
                    RecoveryCodeStore.replace(handle, one.user(), codes);
                    return new Added(Adding.DONE, true, endOthers(handle, one.user(), change));
                });
    }

    /** One change at a time for each person, on all nodes. */
    private static Standing standing(Handle handle, UserId user) {
        return handle.createQuery(
                        """
                        SELECT totp_enabled,
                               (SELECT count(*) FROM accounts.passkeys k WHERE k.user_id = u.id) AS passkeys
                        FROM accounts.users u WHERE u.id = :user FOR UPDATE\
                        """)
                .bind("user", user.value())
                .map(
                        (row, context) ->
                                new Standing(
                                        row.getBoolean("totp_enabled"), row.getInt("passkeys")))
                .one();
    }

    private static boolean insert(Handle handle, Kept one) {
        return handle.createUpdate(
                                """
                                INSERT INTO accounts.passkeys
                                    (id, user_id, credential_id, public_key, sign_count, backup_eligible, label, created_at)
                                VALUES (:id, :user, :credential, :key, :count, :eligible, :label, :now)
                                ON CONFLICT (credential_id) DO NOTHING\
                                """)
                        .bind("id", one.passkey().id().value())
                        .bind("user", one.user().value())
                        .bind("credential", one.credentialId().array())
                        .bind("key", one.publicKey().array())
                        .bind("count", one.signCount())
                        .bind("eligible", one.backupEligible())
                        .bind("label", one.passkey().label())
                        .bind("now", one.passkey().createdAt())
                        .execute()
                == 1;
    }

    private static void tell(
            Handle handle, UserId user, MessageKind kind, Passkey passkey, Change change) {
        Map<String, String> details = new HashMap<>(change.details);
        details.put("label", passkey.label());
        MessageStore.tell(handle, user, kind, details, change.at);
    }

    private static List<SessionId> endOthers(Handle handle, UserId user, Change change) {
        return SessionStore.revokeAll(handle, user, Optional.of(change.session), change.at);
    }

    boolean has(UserId user) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "SELECT EXISTS (SELECT 1 FROM accounts.passkeys"
                                                        + " WHERE user_id = :user)")
                                        .bind("user", user.value())
                                        .mapTo(Boolean.class)
                                        .one());
    }

    Optional<Kept> find(byte[] credentialId) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "SELECT * FROM accounts.passkeys WHERE"
                                                        + " credential_id = :credential")
                                        .bind("credential", credentialId)
                                        .map((row, context) -> kept(row))
                                        .findOne());
    }

    List<Kept> list(UserId user) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "SELECT * FROM accounts.passkeys WHERE user_id ="
                                                        + " :user ORDER BY created_at, id")
                                        .bind("user", user.value())
                                        .map((row, context) -> kept(row))
                                        .list());
    }

    /** Notes a use; false where somebody used it in between. */
    boolean used(Kept one, long signCount, Instant now) {
        return database.inTransaction(
                        handle ->
                                handle.createUpdate(
                                                """
                                                UPDATE accounts.passkeys SET sign_count = :next, last_used_at = :now
                                                WHERE id = :id AND sign_count = :count\
                                                """)
                                        .bind("id", one.passkey().id().value())
                                        .bind("count", one.signCount())
                                        .bind("next", signCount)
                                        .bind("now", now)
                                        .execute())
                == 1;
    }

    /** Tells its owner that somebody seems to have a copy. */
    void copied(Kept one, Instant now) {
        database.useTransaction(
                handle ->
                        MessageStore.tell(
                                handle,
                                one.user(),
                                MessageKind.PASSKEY_COPIED,
                                Map.of("label", one.passkey().label()),
                                now));
    }

    /** Gives it another name; empty where this person has no such passkey. */
    Optional<Kept> rename(UserId user, PasskeyId id, String label) {
        return database.inTransaction(
                handle ->
                        handle.createQuery(
                                        "UPDATE accounts.passkeys SET label = :label WHERE id = :id"
                                                + " AND user_id = :user RETURNING *")
                                .bind("label", label)
                                .bind("id", id.value())
                                .bind("user", user.value())
                                .map((row, context) -> kept(row))
                                .findOne());
    }

    /** Takes one away, unless it is the last way to log in. Other sessions end, as it may have begun them. */
    Removed delete(UserId user, PasskeyId id, Change change) {
        return database.inTransaction(handle -> delete(handle, user, id, change));
    }

    private static Removed delete(Handle handle, UserId user, PasskeyId id, Change change) {
        int waysIn = UserStore.waysIn(handle, user);
        Optional<Kept> own =
                handle.createQuery(
                                "SELECT * FROM accounts.passkeys WHERE id = :id AND user_id ="
                                        + " :user")
                        .bind("id", id.value())
                        .bind("user", user.value())
                        .map((row, context) -> kept(row))
                        .findOne();
        if (own.isEmpty()) {
            return new Removed(Unlinking.UNKNOWN, List.of());
        }
        if (waysIn < 2) {
            return new Removed(Unlinking.LAST, List.of());
        }
        handle.createUpdate("DELETE FROM accounts.passkeys WHERE id = :id")
                .bind("id", id.value())
                .execute();
        RecoveryCodeStore.forgetWithoutFactor(handle, user);
        tell(handle, user, MessageKind.PASSKEY_REMOVED, own.get().passkey(), change);
        return new Removed(Unlinking.DONE, endOthers(handle, user, change));
    }

    private static Kept kept(ResultSet row) throws SQLException {
        return new Kept(
                new Passkey(
                        new PasskeyId(RowStore.uuid(row, "id")),
                        row.getString("label"),
                        RowStore.time(row, "created_at"),
                        Optional.ofNullable(row.getObject("last_used_at", OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant)),
                new UserId(RowStore.uuid(row, "user_id")),
                ByteBuffer.wrap(row.getBytes("credential_id")),
                ByteBuffer.wrap(row.getBytes("public_key")),
                row.getLong("sign_count"),
                row.getBoolean("backup_eligible"));
    }
}
