package dev.k2.platform;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.mapper.RowMapper;

/**
 * Says which node may act for what. A shard belongs to one owner at a time, for a term that has to be renewed; its epoch rises
 * whenever it changes hands. PostgreSQL's clock alone decides when a term is over. Who writes for a shard has to hold its row
 * in {@code platform.leases} with {@code FOR KEY SHARE} in the same transaction, by shard, epoch and {@code expires_at >
 * clock_timestamp()}: then no write of a former owner comes after a change of hands.
 */
public final class Leases {
    private static final RowMapper<Lease> LEASE =
            (row, context) -> new Lease(row.getString("shard"), row.getLong("epoch"));

    private final Database database;
    private final String owner;
    private final Duration term;

    private Leases(Database database, String owner, Duration term) {
        this.database = database;
        this.owner = owner;
        this.term = term;
    }

    /**
     * A shard that is its holder's as long as its epoch stands and its term lasts.
     *
     * @param shard what it is for, such as {@code link:…}
     * @param epoch the fencing token
     */
    public record Lease(String shard, long epoch) {}

    /**
     * Brings the table up to date. No lease is taken yet.
     *
     * @param owner who takes leases here: the same after a restart, and nobody else's
     * @param term for how long a lease holds without being renewed
     */
    public static Leases open(Database database, String owner, Duration term) {
        database.migrate("platform");
        return new Leases(database, owner, term);
    }

    /** For how long a lease holds without being renewed. */
    public Duration term() {
        return term;
    }

    /**
     * Takes those shards that nobody holds or whose term is over, each with a new epoch. Those that somebody holds are not
     * even locked.
     *
     * @param resuming whether those are taken too that an earlier run of this owner held; to be said once, at the start
     */
    public List<Lease> acquire(Collection<String> shards, boolean resuming) {
        if (shards.isEmpty()) {
            return List.of();
        }
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                """
                                                INSERT INTO platform.leases AS l (shard, owner, epoch, expires_at)
                                                SELECT wanted, :owner, 1,
                                                       clock_timestamp() + :term * interval '1 ms'
                                                  FROM unnest(:shards) wanted
                                                 WHERE NOT EXISTS (
                                                       SELECT FROM platform.leases h
                                                        WHERE h.shard = wanted AND h.owner IS NOT NULL
                                                          AND h.expires_at > clock_timestamp()
                                                          AND NOT (:resuming AND h.owner = :owner))
                                                 ORDER BY wanted
                                                ON CONFLICT (shard) DO UPDATE
                                                   SET owner = excluded.owner, epoch = l.epoch + 1,
                                                       expires_at = clock_timestamp() + :term * interval '1 ms'
                                                 WHERE l.owner IS NULL
                                                    OR l.expires_at <= clock_timestamp()
                                                    OR (:resuming AND l.owner = excluded.owner)
                                                RETURNING shard, epoch\
                                                """)
                                        .bind("owner", owner)
                                        .bind("term", term.toMillis())
                                        .bind("shards", shards.toArray(new String[0]))
                                        .bind("resuming", resuming)
                                        .map(LEASE)
                                        .list());
    }

    /**
     * Begins the terms of leases anew, also of such that ran out and that nobody took.
     *
     * @return those that are still ours; the others changed hands
     */
    public Set<Lease> renew(Collection<Lease> held) {
        if (held.isEmpty()) {
            return Set.of();
        }
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                """
                                                UPDATE platform.leases l
                                                   SET expires_at = clock_timestamp() + :term * interval '1 ms'
                                                  FROM unnest(:shards, :epochs) AS held (shard, epoch)
                                                 WHERE l.shard = held.shard AND l.epoch = held.epoch
                                                   AND l.owner = :owner
                                                RETURNING l.shard, l.epoch\
                                                """)
                                        .bind("owner", owner)
                                        .bind("term", term.toMillis())
                                        .bind("shards", shards(held))
                                        .bind("epochs", epochs(held))
                                        .map(LEASE)
                                        .collect(Collectors.toSet()));
    }

    /** Gives leases back, so that others need not wait for the end of their terms. */
    public void release(Collection<Lease> held) {
        if (held.isEmpty()) {
            return;
        }
        database.jdbi()
                .useHandle(
                        handle ->
                                handle.createUpdate(
                                                """
                                                UPDATE platform.leases l
                                                   SET owner = NULL, expires_at = clock_timestamp()
                                                  FROM unnest(:shards, :epochs) AS held (shard, epoch)
                                                 WHERE l.shard = held.shard AND l.epoch = held.epoch
                                                   AND l.owner = :owner\
                                                """)
                                        .bind("owner", owner)
                                        .bind("shards", shards(held))
                                        .bind("epochs", epochs(held))
                                        .execute());
    }

    private static String[] shards(Collection<Lease> held) {
        return held.stream().map(Lease::shard).toArray(String[]::new);
    }

    private static Long[] epochs(Collection<Lease> held) {
        return held.stream().map(Lease::epoch).toArray(Long[]::new);
    }
}
