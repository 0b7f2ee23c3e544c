package dev.k2.accounts;

import dev.k2.model.UserId;
import dev.k2.platform.Database;
import dev.k2.platform.Sealed;
import java.util.Optional;

/** The demo user's password, sealed, in PostgreSQL. */
final class DemoStore {
    private final Database database;

    DemoStore(Database database) {
        this.database = database;
    }

    Optional<Sealed> password(UserId user) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "SELECT password, key_version FROM"
                                                    + " accounts.demo_user WHERE user_id = :user")
                                        .bind("user", user.value())
                                        .map(
                                                (row, context) ->
                                                        new Sealed(
                                                                row.getInt("key_version"),
                                                                row.getBytes("password")))
                                        .findOne());
    }

    void put(UserId user, Sealed password) {
        database.useTransaction(
                handle ->
                        handle.createUpdate(
                                        """
                                        INSERT INTO accounts.demo_user (user_id, password, key_version)
                                        VALUES (:user, :password, :version)
                                        ON CONFLICT (user_id) DO UPDATE
                                            SET password = excluded.password, key_version = excluded.key_version\
                                        """)
                                .bind("user", user.value())
                                .bind("password", password.ciphertext())
                                .bind("version", password.keyVersion())
                                .execute());
    }

    void remove(UserId user) {
        database.useTransaction(
                handle ->
                        handle.createUpdate("DELETE FROM accounts.demo_user WHERE user_id = :user")
                                .bind("user", user.value())
                                .execute());
    }
}
