package dev.k2.accounts;

import dev.k2.model.ExchangeId;
import dev.k2.model.LinkId;
import dev.k2.model.UserId;
import dev.k2.platform.Database;
import dev.k2.platform.Sealed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Links to exchanges in PostgreSQL. */
final class LinkStore {
    private final Database database;

    LinkStore(Database database) {
        this.database = database;
    }

    /** A link and its sealed credentials, which a revoked one no longer has. */
    record Kept(ExchangeLink link, Optional<Sealed> credentials) {}

    /**
     * False when the label is taken.
     *
     * @param by whoever linked it, of which its owner is told; empty for links of our own making
     */
    boolean insert(ExchangeLink link, Sealed credentials, Optional<Origin> by) {
        return database.inTransaction(
                handle -> {
                    boolean made = insert(handle, link, credentials);
                    if (made) {
                        by.ifPresent(origin -> tellOwner(handle, link, origin));
                    }
                    return made;
                });
    }

    /** Notes, with the link itself, that its owner is to be told of it. */
    static void tellOwner(Handle handle, ExchangeLink link, Origin origin) {
        tellOwner(handle, link, origin, MessageKind.LINK_ADDED, link.createdAt());
    }

    private static void tellOwner(
            Handle handle, ExchangeLink link, Origin origin, MessageKind kind, Instant now) {
        Map<String, String> details = new HashMap<>(origin.details());
        details.put("exchange", link.exchange().text());
        details.put("label", link.label());
        MessageStore.tell(handle, link.user(), kind, details, now);
    }

    private static boolean insert(Handle handle, ExchangeLink link, Sealed credentials) {
        return handle.createUpdate(
                                """
                                INSERT INTO accounts.exchange_links
                                    (id, user_id, exchange, label, status, credentials, key_version, created_at, updated_at,
                                     key_trades, key_withdraws, key_bound_to_address, key_expires_at, key_checked_at)
                                VALUES (:id, :user, :exchange, :label, :status, :credentials, :version, :now, :now,
                                        :trades, :withdraws, :bound, :expires, :checked)
                                ON CONFLICT (user_id, exchange, label) WHERE status <> 'revoked' DO NOTHING\
                                """)
                        .bind("id", link.id().value())
                        .bind("user", link.user().value())
                        .bind("exchange", link.exchange().text())
                        .bind("label", link.label())
                        .bind("status", link.status().text())
                        .bind("credentials", credentials.ciphertext())
                        .bind("version", credentials.keyVersion())
                        .bind("now", link.createdAt())
                        .bindMap(columns(link.rights()))
                        .execute()
                == 1;
    }

    /** How many links of this user are not revoked. */
    int count(UserId user) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "SELECT count(*) FROM accounts.exchange_links WHERE"
                                                    + " user_id = :user AND status <> 'revoked'")
                                        .bind("user", user.value())
                                        .mapTo(Integer.class)
                                        .one());
    }

    List<ExchangeLink> list(UserId user) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                """
                                                SELECT * FROM accounts.exchange_links WHERE user_id = :user AND status <> 'revoked'
                                                ORDER BY created_at, id\
                                                """)
                                        .bind("user", user.value())
                                        .map((row, context) -> link(row))
                                        .list());
    }

    /** Of every user: for those who keep streams open. */
    List<ExchangeLink> allActive() {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "SELECT * FROM accounts.exchange_links WHERE status"
                                                        + " = 'active' ORDER BY created_at, id")
                                        .map((row, context) -> link(row))
                                        .list());
    }

    long changes() {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery("SELECT number FROM accounts.link_changes")
                                        .mapTo(Long.class)
                                        .one());
    }

    Optional<Kept> find(UserId user, LinkId id) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "SELECT * FROM accounts.exchange_links WHERE id ="
                                                        + " :id AND user_id = :user")
                                        .bind("id", id.value())
                                        .bind("user", user.value())
                                        .map((row, context) -> new Kept(link(row), sealed(row)))
                                        .findOne());
    }

    /**
     * Puts other credentials in place, and makes an expired link active again.
     *
     * @param by whoever gave them, of which the owner is told; empty for links of our own making
     * @return the link as it is then; empty when there is no such link
     */
    Optional<ExchangeLink> replace(
            UserId user,
            LinkId id,
            Sealed credentials,
            Optional<KeyRights> rights,
            Optional<Origin> by,
            Instant now) {
        return database.inTransaction(
                handle -> {
                    var replaced = replace(handle, user, id, credentials, rights, now);
                    replaced.ifPresent(
                            link ->
                                    by.ifPresent(
                                            origin ->
                                                    tellOwner(
                                                            handle,
                                                            link,
                                                            origin,
                                                            MessageKind.LINK_RENEWED,
                                                            now)));
                    return replaced;
                });
    }

    private static Optional<ExchangeLink> replace(
            Handle handle,
            UserId user,
            LinkId id,
            Sealed credentials,
            Optional<KeyRights> rights,
            Instant now) {
        return handle.createQuery(
                        """
                        UPDATE accounts.exchange_links
                        SET credentials = :credentials, key_version = :version, status = 'active', generation = generation + 1, updated_at = :now,
                            access_token = NULL, refresh_token = NULL, token_expires_at = NULL,
                            key_trades = :trades, key_withdraws = :withdraws, key_bound_to_address = :bound,
                            key_expires_at = :expires, key_checked_at = :checked
                        WHERE id = :id AND user_id = :user AND status <> 'revoked'
                        RETURNING *\
                        """)
                .bind("id", id.value())
                .bind("user", user.value())
                .bind("credentials", credentials.ciphertext())
                .bind("version", credentials.keyVersion())
                .bind("now", now)
                .bindMap(columns(rights))
                .map((row, context) -> link(row))
                .findOne();
    }

    /** Those of these links that are there and not revoked. */
    Set<LinkId> kept(Collection<LinkId> asked) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "SELECT id FROM accounts.exchange_links"
                                                        + " WHERE id = ANY(:asked) AND"
                                                        + " status <> 'revoked'")
                                        .bind(
                                                "asked",
                                                asked.stream()
                                                        .map(LinkId::value)
                                                        .toArray(UUID[]::new))
                                        .mapTo(UUID.class)
                                        .map(LinkId::new)
                                        .set());
    }

    /** Ends a link and forgets its credentials; what it was, when it was not revoked before. */
    Optional<ExchangeLink> revoke(UserId user, LinkId id, Instant now) {
        return database.inTransaction(
                handle ->
                        handle.createQuery(
                                        """
                                        UPDATE accounts.exchange_links
                                        SET status = 'revoked', credentials = NULL, key_version = NULL,
                                            access_token = NULL, refresh_token = NULL, updated_at = :now
                                        WHERE id = :id AND user_id = :user AND status <> 'revoked'
                                        RETURNING *\
                                        """)
                                .bind("id", id.value())
                                .bind("user", user.value())
                                .bind("now", now)
                                .map((row, context) -> link(row))
                                .findOne());
    }

    /** Marks a link's credentials as refused; the link, when it was active with just these. */
    Optional<ExchangeLink> expire(UserId user, LinkId id, int generation, Instant now) {
        return database.inTransaction(
                handle ->
                        handle.createQuery(
                                        """
                                        UPDATE accounts.exchange_links SET status = 'expired', updated_at = :now
                                        WHERE id = :id AND user_id = :user AND status = 'active' AND generation = :generation
                                        RETURNING *\
                                        """)
                                .bind("id", id.value())
                                .bind("user", user.value())
                                .bind("generation", generation)
                                .bind("now", now)
                                .map((row, context) -> link(row))
                                .findOne());
    }

    private static Optional<Sealed> sealed(ResultSet row) throws SQLException {
        var ciphertext = row.getBytes("credentials");
        return ciphertext == null
                ? Optional.empty()
                : Optional.of(new Sealed(row.getInt("key_version"), ciphertext));
    }

    private static Map<String, @Nullable Object> columns(Optional<KeyRights> rights) {
        Map<String, @Nullable Object> columns = new HashMap<>();
        columns.put("trades", rights.map(KeyRights::trade).orElse(null));
        columns.put("withdraws", rights.flatMap(KeyRights::withdraw).orElse(null));
        columns.put("bound", rights.flatMap(KeyRights::boundToAddress).orElse(null));
        columns.put("expires", rights.flatMap(KeyRights::expiresAt).orElse(null));
        columns.put("checked", rights.map(KeyRights::checkedAt).orElse(null));
        return columns;
    }

    private static Optional<KeyRights> rights(ResultSet row) throws SQLException {
        if (row.getObject("key_checked_at") == null) {
            return Optional.empty();
        }
        return Optional.of(
                new KeyRights(
                        true,
                        row.getBoolean("key_trades"),
                        Optional.ofNullable(row.getObject("key_withdraws", Boolean.class)),
                        Optional.ofNullable(row.getObject("key_bound_to_address", Boolean.class)),
                        row.getObject("key_expires_at") == null
                                ? Optional.empty()
                                : Optional.of(RowStore.time(row, "key_expires_at")),
                        RowStore.time(row, "key_checked_at")));
    }

    private static ExchangeLink link(ResultSet row) throws SQLException {
        return new ExchangeLink(
                new LinkId(RowStore.uuid(row, "id")),
                new UserId(RowStore.uuid(row, "user_id")),
                ExchangeId.parse(row.getString("exchange")).orElseThrow(),
                row.getString("label"),
                LinkStatus.parse(row.getString("status")),
                row.getInt("generation"),
                rights(row),
                RowStore.time(row, "created_at"),
                RowStore.time(row, "updated_at"));
    }
}
