package dev.k2.trading;

import dev.k2.model.LinkId;
import dev.k2.platform.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** In PostgreSQL, after how much silence exchanges are to cancel the orders of a link. */
final class DeadManStore {
    private final Database database;

    DeadManStore(Database database) {
        this.database = database;
    }

    /** The links that have it. */
    Map<LinkId, Duration> all() {
        Map<LinkId, Duration> all = new HashMap<>();
        database.jdbi()
                .useHandle(
                        handle ->
                                handle.createQuery(
                                                """
                                                SELECT link_id, seconds FROM trading.dead_man
                                                 WHERE seconds IS NOT NULL\
                                                """)
                                        .map(
                                                (row, context) ->
                                                        Map.entry(
                                                                new LinkId(
                                                                        row.getObject(
                                                                                "link_id",
                                                                                UUID.class)),
                                                                Duration.ofSeconds(
                                                                        row.getInt("seconds"))))
                                        .forEach(one -> all.put(one.getKey(), one.getValue())));
        return all;
    }

    void put(LinkId link, Optional<Duration> wait, Instant now) {
        database.jdbi()
                .useHandle(
                        handle ->
                                handle.createUpdate(
                                                """
                                                INSERT INTO trading.dead_man (link_id, seconds, updated_at)
                                                VALUES (:link, :seconds, :now)
                                                ON CONFLICT (link_id) DO UPDATE
                                                   SET seconds = excluded.seconds,
                                                       updated_at = excluded.updated_at\
                                                """)
                                        .bind("link", link.value())
                                        .bind("seconds", wait.map(Duration::toSeconds))
                                        .bind("now", Database.time(now))
                                        .execute());
    }
}
