package dev.k2.accounts;

import dev.k2.model.UserId;
import dev.k2.platform.Database;
import java.time.Instant;

/** From where people have logged in, in PostgreSQL. */
final class PlaceStore {
    private static final int KEPT_MAX = 200;

    private final Database database;

    PlaceStore(Database database) {
        this.database = database;
    }

    /** Notes a login, and that the person is to be told where none came from there before. The first of all is no news. */
    void see(UserId user, Origin origin, Instant now) {
        database.useTransaction(
                handle -> {
                    int before =
                            handle.createQuery(
                                            "SELECT count(*) FROM accounts.seen_places WHERE"
                                                    + " user_id = :user")
                                    .bind("user", user.value())
                                    .mapTo(Integer.class)
                                    .one();
                    boolean fresh =
                            handle.createQuery(
                                            """
                                            INSERT INTO accounts.seen_places (user_id, device, place, seen_at)
                                            VALUES (:user, :device, :place, :now)
                                            ON CONFLICT (user_id, device, place) DO UPDATE SET seen_at = :now
                                            RETURNING xmax = 0\
                                            """)
                                    .bind("user", user.value())
                                    .bind("device", origin.program())
                                    .bind("place", origin.place())
                                    .bind("now", now)
                                    .mapTo(Boolean.class)
                                    .one();
                    if (fresh && before > 0) {
                        MessageStore.tell(
                                handle, user, MessageKind.NEW_LOGIN, origin.details(), now);
                    }
                    if (before >= KEPT_MAX) {
                        handle.createUpdate(
                                        """
                                        DELETE FROM accounts.seen_places WHERE user_id = :user AND (device, place) IN (
                                            SELECT device, place FROM accounts.seen_places
                                             WHERE user_id = :user ORDER BY seen_at DESC OFFSET :most)\
                                        """)
                                .bind("user", user.value())
                                .bind("most", KEPT_MAX)
                                .execute();
                    }
                });
    }
}
