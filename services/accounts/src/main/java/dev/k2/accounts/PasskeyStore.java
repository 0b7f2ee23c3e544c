package dev.k2.accounts;

import dev.k2.model.UserId;
import dev.k2.platform.Database;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Passkeys and open challenges in PostgreSQL. */
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
            boolean backedUp) {}

    /** Gives a challenge out; false where too many are out. */
    boolean challenge(byte[] hash, Optional<UserId> user, Instant end, Instant now, int most) {
        return database.inTransaction(
                handle -> {
                    sweep(handle, now);
                    return handle.createUpdate(
                                            """
                                            INSERT INTO accounts.passkey_challenges (challenge_hash, user_id, expires_at)
                                            SELECT :hash, :user, :end
                                            WHERE (SELECT count(*) FROM accounts.passkey_challenges) < :most\
                                            """)
                                    .bind("hash", hash)
                                    .bind("user", user.map(UserId::value).orElse(null))
                                    .bind("end", end)
                                    .bind("most", most)
                                    .execute()
                            == 1;
                });
    }

    /** Takes a challenge back; false where it was not given out to this person, or none, or is too old. */
    boolean take(byte[] hash, Optional<UserId> user, Instant now) {
        return database.inTransaction(
                        handle ->
                                handle.createUpdate(
                                                """
                                                DELETE FROM accounts.passkey_challenges
                                                WHERE challenge_hash = :hash AND user_id IS NOT DISTINCT FROM :user::uuid
                                                      AND expires_at > :now\
                                                """)
                                        .bind("hash", hash)
                                        .bind("user", user.map(UserId::value).orElse(null))
                                        .bind("now", now)
                                        .execute())
                == 1;
    }

    int sweep(Instant now) {
        return database.inTransaction(handle -> sweep(handle, now));
    }

    private static int sweep(Handle handle, Instant now) {
        return handle.createUpdate(
                        "DELETE FROM accounts.passkey_challenges WHERE expires_at <= :now")
                .bind("now", now)
                .execute();
    }

    /** False where it is kept already, or the person has as many as one may have. */
    boolean insert(Kept one, int most) {
        return database.inTransaction(
                        handle ->
                                handle.createUpdate(
                                                """
                                                INSERT INTO accounts.passkeys
                                                    (id, user_id, credential_id, public_key, sign_count, backed_up, label, created_at)
                                                SELECT :id, :user, :credential, :key, :count, :backedUp, :label, :now
                                                WHERE (SELECT count(*) FROM accounts.passkeys WHERE user_id = :user) < :most
                                                ON CONFLICT (credential_id) DO NOTHING\
                                                """)
                                        .bind("id", one.passkey().id().value())
                                        .bind("user", one.user().value())
                                        .bind("credential", one.credentialId().array())
                                        .bind("key", one.publicKey().array())
                                        .bind("count", one.signCount())
                                        .bind("backedUp", one.backedUp())
                                        .bind("label", one.passkey().label())
                                        .bind("now", one.passkey().createdAt())
                                        .bind("most", most)
                                        .execute())
                == 1;
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

    /** Notes a use; false where somebody used it in between, which only a copy of the key can. */
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

    /** Takes one away, unless it is the last way to log in. */
    Unlinking delete(UserId user, PasskeyId id) {
        return database.inTransaction(
                handle -> {
                    int others =
                            handle.createQuery(
                                            """
                                            SELECT (password_hash IS NOT NULL)::integer
                                                   + (SELECT count(*) FROM accounts.oauth_providers o WHERE o.user_id = u.id)
                                                   + (SELECT count(*) FROM accounts.passkeys k
                                                      WHERE k.user_id = u.id AND k.id <> :id)
                                            FROM accounts.users u WHERE u.id = :user FOR UPDATE\
                                            """)
                                    .bind("user", user.value())
                                    .bind("id", id.value())
                                    .mapTo(Integer.class)
                                    .findOne()
                                    .orElse(0);
                    int gone =
                            handle.createUpdate(
                                            """
                                            DELETE FROM accounts.passkeys
                                            WHERE id = :id AND user_id = :user AND :others > 0\
                                            """)
                                    .bind("id", id.value())
                                    .bind("user", user.value())
                                    .bind("others", others)
                                    .execute();
                    if (gone == 1) {
                        return Unlinking.DONE;
                    }
                    return others == 0 ? Unlinking.LAST : Unlinking.UNKNOWN;
                });
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
                row.getBoolean("backed_up"));
    }
}
