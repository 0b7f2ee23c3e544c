package dev.k2.accounts;

import dev.k2.model.UserId;
import dev.k2.platform.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keys of programs in PostgreSQL. */
final class ApiKeyStore {
    private final Database database;

    ApiKeyStore(Database database) {
        this.database = database;
    }

    /** False when this person has as many as one may have. */
    boolean insert(ApiKey key, byte[] hash, int most) {
        return database.inTransaction(
                handle -> {
                    // The person's row stands for their keys, so that many at once cannot pass the
                    // limit.
                    handle.createQuery("SELECT 1 FROM accounts.users WHERE id = :user FOR UPDATE")
                            .bind("user", key.user().value())
                            .mapTo(Integer.class)
                            .findOne();
                    return handle.createUpdate(
                                            """
                                            INSERT INTO accounts.api_keys
                                                (id, user_id, label, hint, secret_hash, may_read, may_trade, created_at, expires_at)
                                            SELECT :id, :user, :label, :hint, :hash, :reads, :trades, :created, :expires
                                            WHERE (SELECT count(*) FROM accounts.api_keys WHERE user_id = :user) < :most\
                                            """)
                                    .bind("id", key.id().value())
                                    .bind("user", key.user().value())
                                    .bind("label", key.label())
                                    .bind("hint", key.hint())
                                    .bind("hash", hash)
                                    .bind("reads", key.scopes().contains(ApiKeyScope.READ))
                                    .bind("trades", key.scopes().contains(ApiKeyScope.TRADE))
                                    .bind("created", key.createdAt())
                                    .bind("expires", key.expiresAt())
                                    .bind("most", most)
                                    .execute()
                            == 1;
                });
    }

    Optional<ApiKey> find(byte[] hash) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "SELECT * FROM accounts.api_keys WHERE secret_hash"
                                                        + " = :hash")
                                        .bind("hash", hash)
                                        .map((row, context) -> key(row))
                                        .findOne());
    }

    List<ApiKey> list(UserId user) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "SELECT * FROM accounts.api_keys WHERE user_id ="
                                                        + " :user ORDER BY created_at DESC, id")
                                        .bind("user", user.value())
                                        .map((row, context) -> key(row))
                                        .list());
    }

    /** Notes a use, unless one was noted since. */
    void used(ApiKeyId id, Instant now, Instant since) {
        database.jdbi()
                .useHandle(
                        handle ->
                                handle.createUpdate(
                                                """
                                                UPDATE accounts.api_keys SET last_used_at = :now
                                                WHERE id = :id AND (last_used_at IS NULL OR last_used_at <= :since)\
                                                """)
                                        .bind("id", id.value())
                                        .bind("now", now)
                                        .bind("since", since)
                                        .execute());
    }

    boolean delete(UserId user, ApiKeyId id) {
        return database.jdbi()
                        .withHandle(
                                handle ->
                                        handle.createUpdate(
                                                        "DELETE FROM accounts.api_keys WHERE id ="
                                                                + " :id AND user_id = :user")
                                                .bind("id", id.value())
                                                .bind("user", user.value())
                                                .execute())
                == 1;
    }

    int sweep(Instant before) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createUpdate(
                                                "DELETE FROM accounts.api_keys WHERE expires_at <"
                                                        + " :before")
                                        .bind("before", before)
                                        .execute());
    }

    private static ApiKey key(ResultSet row) throws SQLException {
        Set<ApiKeyScope> scopes = EnumSet.noneOf(ApiKeyScope.class);
        if (row.getBoolean("may_read")) {
            scopes.add(ApiKeyScope.READ);
        }
        if (row.getBoolean("may_trade")) {
            scopes.add(ApiKeyScope.TRADE);
        }
        return new ApiKey(
                new ApiKeyId(RowStore.uuid(row, "id")),
                new UserId(RowStore.uuid(row, "user_id")),
                row.getString("label"),
                row.getString("hint"),
                scopes,
                RowStore.time(row, "created_at"),
                RowStore.time(row, "expires_at"),
                Optional.ofNullable(row.getObject("last_used_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant));
    }
}
