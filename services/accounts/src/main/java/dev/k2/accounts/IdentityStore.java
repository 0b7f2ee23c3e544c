package dev.k2.accounts;

import dev.k2.model.UserId;
import dev.k2.platform.Database;
import dev.k2.platform.Sealed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Accounts elsewhere, and browsers on their way there and back, in PostgreSQL. */
final class IdentityStore {
    private final Database database;

    IdentityStore(Database database) {
        this.database = database;
    }

    /**
     * A browser that was sent away.
     *
     * @param user who wants to link; empty for a login
     */
    record Away(
            String stateHash,
            IdentityProvider provider,
            String browserHash,
            Optional<UserId> user,
            Sealed verifier,
            String nonce,
            Instant expiresAt) {}

    /** False where too many are away already. */
    boolean insert(Away away, int most, Instant now) {
        return database.inTransaction(
                handle -> {
                    sweep(handle, now);
                    return handle.createUpdate(
                                            """
                                            INSERT INTO accounts.oauth_visits
                                                (state_hash, provider, browser_hash, user_id, verifier, key_version, nonce, expires_at)
                                            SELECT :hash, :provider, :browser, :user, :verifier, :version, :nonce, :expires
                                            WHERE (SELECT count(*) FROM accounts.oauth_visits) < :most\
                                            """)
                                    .bind("hash", away.stateHash())
                                    .bind("provider", away.provider().text())
                                    .bind("browser", away.browserHash())
                                    .bind("user", away.user().map(UserId::value).orElse(null))
                                    .bind("verifier", away.verifier().ciphertext())
                                    .bind("version", away.verifier().keyVersion())
                                    .bind("nonce", away.nonce())
                                    .bind("expires", away.expiresAt())
                                    .bind("most", most)
                                    .execute()
                            == 1;
                });
    }

    /** Takes a visit out, so that no state works twice; empty where this browser, for this person or none, has none of it. */
    Optional<Away> take(
            String stateHash,
            IdentityProvider provider,
            String browserHash,
            Optional<UserId> user,
            Instant now) {
        return database.inTransaction(
                handle ->
                        handle.createQuery(
                                        """
                                        DELETE FROM accounts.oauth_visits
                                        WHERE state_hash = :hash AND provider = :provider AND browser_hash = :browser
                                              AND user_id IS NOT DISTINCT FROM :user::uuid AND expires_at > :now
                                        RETURNING *\
                                        """)
                                .bind("hash", stateHash)
                                .bind("provider", provider.text())
                                .bind("browser", browserHash)
                                .bind("user", user.map(UserId::value).orElse(null))
                                .bind("now", now)
                                .map(
                                        (row, context) ->
                                                new Away(
                                                        row.getString("state_hash"),
                                                        provider,
                                                        row.getString("browser_hash"),
                                                        user,
                                                        new Sealed(
                                                                row.getInt("key_version"),
                                                                row.getBytes("verifier")),
                                                        row.getString("nonce"),
                                                        RowStore.time(row, "expires_at")))
                                .findOne());
    }

    int sweep(Instant now) {
        return database.inTransaction(handle -> sweep(handle, now));
    }

    private static int sweep(Handle handle, Instant now) {
        return handle.createUpdate("DELETE FROM accounts.oauth_visits WHERE expires_at <= :now")
                .bind("now", now)
                .execute();
    }

    /** Whom an account elsewhere belongs to. */
    Optional<UserId> owner(IdentityProvider provider, String subject) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "SELECT user_id FROM accounts.oauth_providers WHERE"
                                                        + " provider = :provider AND"
                                                        + " provider_user_id = :subject")
                                        .bind("provider", provider.text())
                                        .bind("subject", subject)
                                        .mapTo(UUID.class)
                                        .findOne()
                                        .map(UserId::new));
    }

    /** False where it belongs to somebody, or the person has one of this provider. */
    boolean link(UserId user, IdentityProvider provider, IdToken token, Instant now) {
        return database.inTransaction(handle -> link(handle, user, provider, token, now));
    }

    /** Makes a person without a password, and their link; false where the address is taken. */
    boolean register(User user, IdentityProvider provider, IdToken token) {
        return database.inTransaction(
                handle -> {
                    boolean made =
                            handle.createUpdate(
                                                    """
                                                    INSERT INTO accounts.users (id, email, email_verified, created_at, updated_at)
                                                    VALUES (:id, :email, true, :now, :now)
                                                    ON CONFLICT (email) DO NOTHING\
                                                    """)
                                            .bind("id", user.id().value())
                                            .bind("email", user.email())
                                            .bind("now", user.createdAt())
                                            .execute()
                                    == 1;
                    if (made && !link(handle, user.id(), provider, token, user.createdAt())) {
                        handle.rollback();
                        return false;
                    }
                    return made;
                });
    }

    private static boolean link(
            Handle handle, UserId user, IdentityProvider provider, IdToken token, Instant now) {
        return handle.createUpdate(
                                """
                                INSERT INTO accounts.oauth_providers (id, user_id, provider, provider_user_id, email, created_at)
                                VALUES (:id, :user, :provider, :subject, :email, :now)
                                ON CONFLICT DO NOTHING\
                                """)
                        .bind("id", UUID.randomUUID())
                        .bind("user", user.value())
                        .bind("provider", provider.text())
                        .bind("subject", token.subject())
                        .bind("email", token.email())
                        .bind("now", now)
                        .execute()
                == 1;
    }

    List<Identity> list(UserId user) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "SELECT * FROM accounts.oauth_providers WHERE"
                                                        + " user_id = :user ORDER BY created_at")
                                        .bind("user", user.value())
                                        .map((row, context) -> identity(row))
                                        .list());
    }

    /** Takes one away, unless it is the last way to log in. */
    Unlinking unlink(UserId user, IdentityProvider provider) {
        return database.inTransaction(
                handle -> {
                    int waysIn = UserStore.waysIn(handle, user);
                    int there =
                            handle.createQuery(
                                            "SELECT count(*) FROM accounts.oauth_providers WHERE"
                                                    + " user_id = :user AND provider = :provider")
                                    .bind("user", user.value())
                                    .bind("provider", provider.text())
                                    .mapTo(Integer.class)
                                    .one();
                    if (there == 0 || waysIn < 2) {
                        return there == 0 ? Unlinking.UNKNOWN : Unlinking.LAST;
                    }
                    handle.createUpdate(
                                    "DELETE FROM accounts.oauth_providers WHERE user_id = :user AND"
                                            + " provider = :provider")
                            .bind("user", user.value())
                            .bind("provider", provider.text())
                            .execute();
                    return Unlinking.DONE;
                });
    }

    private static Identity identity(ResultSet row) throws SQLException {
        return new Identity(
                IdentityProvider.valueOf(row.getString("provider").toUpperCase(Locale.ROOT)),
                row.getString("email"),
                RowStore.time(row, "created_at"));
    }
}
