package dev.k2.accounts;

import dev.k2.model.ExchangeId;
import dev.k2.model.LinkId;
import dev.k2.model.UserId;
import dev.k2.platform.Database;
import dev.k2.platform.Sealed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The sealed tokens of links by OAuth in PostgreSQL. */
final class LinkTokenStore {
    private final Database database;

    LinkTokenStore(Database database) {
        this.database = database;
    }

    /**
     * Sealed tokens.
     *
     * @param refresh empty where the server gives none
     * @param expiresAt when the access token ends; empty where the server did not say
     */
    record Kept(Sealed access, Optional<Sealed> refresh, Optional<Instant> expiresAt) {}

    /**
     * Tokens that are to be renewed, with what they are sealed to.
     *
     * @param generation which of its link's credentials they are
     */
    record Due(TokenSeal.Row row, int generation, Kept tokens) {
        LinkId link() {
            return row.link();
        }

        UserId user() {
            return row.user();
        }

        ExchangeId exchange() {
            return row.exchange();
        }
    }

    /** False when the label is taken. */
    boolean insert(
            ExchangeLink link, Kept tokens, Optional<String> exchangeUserId, Optional<Origin> by) {
        return database.inTransaction(
                handle -> {
                    boolean made = insert(handle, link, tokens, exchangeUserId);
                    if (made) {
                        by.ifPresent(origin -> LinkStore.tellOwner(handle, link, origin));
                    }
                    return made;
                });
    }

    private static boolean insert(
            Handle handle, ExchangeLink link, Kept tokens, Optional<String> exchangeUserId) {
        return handle.createUpdate(
                                """
                                INSERT INTO accounts.exchange_links
                                    (id, user_id, exchange, label, status, access_token, refresh_token,
                                     token_expires_at, key_version, exchange_user_id, created_at, updated_at)
                                VALUES (:id, :user, :exchange, :label, :status, :access, :refresh,
                                        :expires, :version, :known_as, :now, :now)
                                ON CONFLICT (user_id, exchange, label) WHERE status <> 'revoked' DO NOTHING\
                                """)
                        .bind("id", link.id().value())
                        .bind("user", link.user().value())
                        .bind("exchange", link.exchange().text())
                        .bind("label", link.label())
                        .bind("status", link.status().text())
                        .bind("known_as", exchangeUserId.orElse(null))
                        .bind("now", link.createdAt())
                        .bindMap(columns(tokens))
                        .execute()
                == 1;
    }

    Optional<Kept> find(LinkId link) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "SELECT * FROM accounts.exchange_links WHERE id ="
                                                        + " :id AND access_token IS NOT NULL")
                                        .bind("id", link.value())
                                        .map((row, context) -> kept(row))
                                        .findOne());
    }

    /** Claims tokens that end soon, so that no other node renews them at the same time. */
    List<Due> claim(Instant endingBefore, Instant now, Instant until, int most) {
        return database.inTransaction(
                handle ->
                        handle.createQuery(
                                        """
                                        UPDATE accounts.exchange_links SET token_claimed_until = :until
                                        WHERE id IN (
                                            SELECT id FROM accounts.exchange_links
                                            WHERE status = 'active' AND refresh_token IS NOT NULL
                                                  AND token_expires_at < :ending
                                                  AND (token_claimed_until IS NULL OR token_claimed_until < :now)
                                            ORDER BY token_expires_at LIMIT :most
                                            FOR UPDATE SKIP LOCKED)
                                        RETURNING *\
                                        """)
                                .bind("until", until)
                                .bind("ending", endingBefore)
                                .bind("now", now)
                                .bind("most", most)
                                .map(
                                        (row, context) ->
                                                new Due(
                                                        new TokenSeal.Row(
                                                                new UserId(
                                                                        RowStore.uuid(
                                                                                row, "user_id")),
                                                                new LinkId(
                                                                        RowStore.uuid(row, "id")),
                                                                ExchangeId.parse(
                                                                                row.getString(
                                                                                        "exchange"))
                                                                        .orElseThrow()),
                                                        row.getInt("generation"),
                                                        kept(row)))
                                .list());
    }

    /** Puts new tokens in place of old ones. False where the link is no longer active. */
    boolean replace(LinkId link, Kept tokens, Instant now) {
        return database.inTransaction(
                        handle ->
                                handle.createUpdate(
                                                """
                                                UPDATE accounts.exchange_links
                                                SET access_token = :access, refresh_token = :refresh, key_version = :version,
                                                    token_expires_at = :expires, token_claimed_until = NULL, updated_at = :now
                                                WHERE id = :id AND status = 'active'\
                                                """)
                                        .bind("id", link.value())
                                        .bind("now", now)
                                        .bindMap(columns(tokens))
                                        .execute())
                == 1;
    }

    private static Map<String, @Nullable Object> columns(Kept tokens) {
        Map<String, @Nullable Object> columns = new HashMap<>();
        columns.put("access", tokens.access().ciphertext());
        columns.put("version", tokens.access().keyVersion());
        columns.put("refresh", tokens.refresh().map(Sealed::ciphertext).orElse(null));
        columns.put("expires", tokens.expiresAt().orElse(null));
        return columns;
    }

    private static Kept kept(ResultSet row) throws SQLException {
        int version = row.getInt("key_version");
        byte[] refresh = row.getBytes("refresh_token");
        return new Kept(
                new Sealed(version, row.getBytes("access_token")),
                refresh == null ? Optional.empty() : Optional.of(new Sealed(version, refresh)),
                row.getObject("token_expires_at") == null
                        ? Optional.empty()
                        : Optional.of(RowStore.time(row, "token_expires_at")));
    }
}
