package dev.k2.accounts;

import dev.k2.model.ExchangeId;
import dev.k2.model.UserId;
import dev.k2.platform.Database;
import dev.k2.platform.Sealed;
import java.time.Instant;
import java.util.Optional;

/** People on their way to an exchange and back, in PostgreSQL. */
final class LinkVisitStore {
    private final Database database;

    LinkVisitStore(Database database) {
        this.database = database;
    }

    /**
     * One who was sent away.
     *
     * @param stateHash SHA-256 of the state that comes back, in Base64
     * @param verifier the sealed secret of PKCE
     */
    record Away(
            String stateHash,
            UserId user,
            ExchangeId exchange,
            String label,
            Sealed verifier,
            String nonce,
            Instant expiresAt) {}

    void insert(Away away) {
        database.useTransaction(
                handle ->
                        handle.createUpdate(
                                        """
                                        INSERT INTO accounts.link_visits
                                            (state_hash, user_id, exchange, label, verifier, key_version, nonce, expires_at)
                                        VALUES (:hash, :user, :exchange, :label, :verifier, :version, :nonce, :expires)\
                                        """)
                                .bind("hash", away.stateHash())
                                .bind("user", away.user().value())
                                .bind("exchange", away.exchange().text())
                                .bind("label", away.label())
                                .bind("verifier", away.verifier().ciphertext())
                                .bind("version", away.verifier().keyVersion())
                                .bind("nonce", away.nonce())
                                .bind("expires", away.expiresAt())
                                .execute());
    }

    /** Takes a visit out, so that no state works twice; empty where this user has none of it. */
    Optional<Away> take(String stateHash, UserId user, ExchangeId exchange, Instant now) {
        return database.inTransaction(
                handle ->
                        handle.createQuery(
                                        """
                                        DELETE FROM accounts.link_visits
                                        WHERE state_hash = :hash AND user_id = :user AND exchange = :exchange
                                              AND expires_at > :now
                                        RETURNING *\
                                        """)
                                .bind("hash", stateHash)
                                .bind("user", user.value())
                                .bind("exchange", exchange.text())
                                .bind("now", now)
                                .map(
                                        (row, context) ->
                                                new Away(
                                                        row.getString("state_hash"),
                                                        new UserId(RowStore.uuid(row, "user_id")),
                                                        exchange,
                                                        row.getString("label"),
                                                        new Sealed(
                                                                row.getInt("key_version"),
                                                                row.getBytes("verifier")),
                                                        row.getString("nonce"),
                                                        RowStore.time(row, "expires_at")))
                                .findOne());
    }

    /** Whether a person has fewer than this many visits open. */
    boolean hasRoom(UserId user, int most, Instant now) {
        return database.jdbi()
                        .withHandle(
                                handle ->
                                        handle.createQuery(
                                                        "SELECT count(*) FROM accounts.link_visits"
                                                                + " WHERE user_id = :user AND"
                                                                + " expires_at > :now")
                                                .bind("user", user.value())
                                                .bind("now", now)
                                                .mapTo(Integer.class)
                                                .one())
                < most;
    }

    /** Forgets who did not come back. */
    int sweep(Instant now) {
        return database.inTransaction(
                handle ->
                        handle.createUpdate(
                                        "DELETE FROM accounts.link_visits WHERE expires_at <= :now")
                                .bind("now", now)
                                .execute());
    }
}
