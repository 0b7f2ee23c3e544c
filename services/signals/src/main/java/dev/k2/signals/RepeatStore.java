package dev.k2.signals;

import dev.k2.platform.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.UUID;

/** What was heard before, in PostgreSQL, so that it stays known over restarts and to every node. */
final class RepeatStore {
    private static final Duration NONCES_KEPT = Duration.ofHours(1);
    private static final Duration BODIES_KEPT = Duration.ofDays(1);

    private final Database database;

    RepeatStore(Database database) {
        this.database = database;
    }

    /** Takes a request's one entry; false where it was taken before. */
    boolean enter(UUID template, byte[] nonce, Instant now) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createUpdate(
                                                        """
                                                        INSERT INTO signals.nonces (template_id, nonce, seen_at)
                                                        VALUES (:template, :nonce, :now)
                                                        ON CONFLICT DO NOTHING\
                                                        """)
                                                .bind("template", template)
                                                .bind("nonce", nonce)
                                                .bind("now", Database.time(now))
                                                .execute()
                                        > 0);
    }

    /** Binds an id to a body for ever; false where it stands for another one. */
    boolean bind(UUID template, byte[] idHash, byte[] bodyHash, Instant now) {
        return database.inTransaction(
                handle -> {
                    handle.createUpdate(
                                    """
                                    INSERT INTO signals.ids (template_id, id_hash, body_hash, first_at)
                                    VALUES (:template, :id, :body, :now)
                                    ON CONFLICT DO NOTHING\
                                    """)
                            .bind("template", template)
                            .bind("id", idHash)
                            .bind("body", bodyHash)
                            .bind("now", Database.time(now))
                            .execute();
                    byte[] kept =
                            handle.createQuery(
                                            """
                                            SELECT body_hash FROM signals.ids
                                             WHERE template_id = :template AND id_hash = :id\
                                            """)
                                    .bind("template", template)
                                    .bind("id", idHash)
                                    .map((row, context) -> row.getBytes("body_hash"))
                                    .one();
                    return Arrays.equals(kept, bodyHash);
                });
    }

    /**
     * When the signal began that a body without a name belongs to: before, within the window, or now.
     */
    Instant begun(UUID template, byte[] bodyHash, Instant now, Duration window) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                """
                                                INSERT INTO signals.bodies AS known (
                                                    template_id, body_hash, first_at)
                                                VALUES (:template, :body, :now)
                                                ON CONFLICT (template_id, body_hash) DO UPDATE
                                                    SET first_at = CASE WHEN known.first_at > :before
                                                        THEN known.first_at ELSE excluded.first_at END
                                                RETURNING first_at\
                                                """)
                                        .bind("template", template)
                                        .bind("body", bodyHash)
                                        .bind("now", Database.time(now))
                                        .bind("before", Database.time(now.minus(window)))
                                        .mapTo(OffsetDateTime.class)
                                        .one())
                .toInstant();
    }

    /** Forgets what can no longer be repeated. */
    void forget(Instant now) {
        database.useTransaction(
                handle -> {
                    handle.createUpdate("DELETE FROM signals.nonces WHERE seen_at < :before")
                            .bind("before", Database.time(now.minus(NONCES_KEPT)))
                            .execute();
                    handle.createUpdate("DELETE FROM signals.bodies WHERE first_at < :before")
                            .bind("before", Database.time(now.minus(BODIES_KEPT)))
                            .execute();
                });
    }
}
