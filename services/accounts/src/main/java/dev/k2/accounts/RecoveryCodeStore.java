package dev.k2.accounts;

import dev.k2.model.UserId;
import dev.k2.platform.Database;
import dev.k2.platform.Secret;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Hashes of recovery codes in PostgreSQL. */
final class RecoveryCodeStore {
    private final Database database;

    RecoveryCodeStore(Database database) {
        this.database = database;
    }

    /** Puts these in the place of all that a person had. */
    static void replace(Handle handle, UserId user, List<Secret> codes) {
        handle.createUpdate("DELETE FROM accounts.recovery_codes WHERE user_id = :user")
                .bind("user", user.value())
                .execute();
        var batch =
                handle.prepareBatch(
                        "INSERT INTO accounts.recovery_codes (user_id, code_hash) VALUES (:user,"
                                + " :hash)");
        for (Secret code : codes) {
            batch.bind("user", user.value()).bind("hash", RecoveryCodes.hash(code)).add();
        }
        if (!codes.isEmpty()) {
            batch.execute();
        }
    }

    /** Codes stand in for a factor, and go with the last one. */
    static void forgetWithoutFactor(Handle handle, UserId user) {
        handle.createUpdate(
                        """
                        DELETE FROM accounts.recovery_codes WHERE user_id = :user
                          AND NOT EXISTS (SELECT 1 FROM accounts.users WHERE id = :user AND totp_enabled)
                          AND NOT EXISTS (SELECT 1 FROM accounts.passkeys WHERE user_id = :user)\
                        """)
                .bind("user", user.value())
                .execute();
    }

    /** Uses a code up. Of any number of callers with one code at most one hears true. */
    boolean use(UserId user, Secret code, Instant now) {
        return database.jdbi()
                        .withHandle(
                                handle ->
                                        handle.createUpdate(
                                                        """
                                                        UPDATE accounts.recovery_codes SET used_at = :now
                                                        WHERE user_id = :user AND code_hash = :hash AND used_at IS NULL\
                                                        """)
                                                .bind("user", user.value())
                                                .bind("hash", RecoveryCodes.hash(code))
                                                .bind("now", now)
                                                .execute())
                == 1;
    }

    int left(UserId user) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "SELECT count(*) FROM accounts.recovery_codes WHERE"
                                                        + " user_id = :user AND used_at IS NULL")
                                        .bind("user", user.value())
                                        .mapTo(Integer.class)
                                        .one());
    }
}
