package dev.k2.watchlists;

import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;
import dev.k2.model.UserId;
import dev.k2.platform.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/**
 * Watchlists in PostgreSQL. Changes of one list wait for one another at its row; changes of the order
 * of a person's lists wait for one another first, and only then for rows, so that none waits in a
 * circle.
 */
final class WatchlistStore {
    private static final String SELECT =
            """
            SELECT l.*,
                   ARRAY(SELECT i.exchange FROM watchlists.items i
                          WHERE i.list_id = l.id ORDER BY i.place) AS exchanges,
                   ARRAY(SELECT i.instrument FROM watchlists.items i
                          WHERE i.list_id = l.id ORDER BY i.place) AS instruments
              FROM watchlists.lists l\
            """;

    private static final RowMapper<Watchlist> ROW = (row, context) -> read(row);

    private final Database database;

    WatchlistStore(Database database) {
        this.database = database;
    }

    List<Watchlist> list(UserId user) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                SELECT
                                                        + " WHERE l.user_id = :user"
                                                        + " ORDER BY l.place, l.created_at, l.id")
                                        .bind("user", user.value())
                                        .map(ROW)
                                        .list());
    }

    Optional<Watchlist> find(UserId user, WatchlistId id) {
        return database.jdbi().withHandle(handle -> found(handle, user, id));
    }

    Optional<Watchlist> byToken(byte[] tokenHash) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(SELECT + " WHERE l.token_hash = :tokenHash")
                                        .bind("tokenHash", tokenHash)
                                        .map(ROW)
                                        .findOne());
    }

    /** Behind the person's others; false where there are as many as one may have. */
    boolean insert(Watchlist list, int most) {
        return database.inTransaction(
                handle -> {
                    lockOrder(handle, list.user());
                    int inserted =
                            handle.createUpdate(
                                            """
                                            INSERT INTO watchlists.lists (
                                                id, user_id, name, place, version, created_at, updated_at)
                                            SELECT :id, :user, :name, coalesce(max(place), 0) + 1, :version,
                                                   :now, :now
                                              FROM watchlists.lists WHERE user_id = :user
                                            HAVING count(*) < :most\
                                            """)
                                    .bind("id", list.id().value())
                                    .bind("user", list.user().value())
                                    .bind("name", list.name())
                                    .bind("version", list.version())
                                    .bind("now", Database.time(list.createdAt()))
                                    .bind("most", most)
                                    .execute();
                    if (inserted > 0) {
                        insertItems(handle, list.id(), list.instruments());
                    }
                    return inserted > 0;
                });
    }

    WatchlistChange change(
            UserId user,
            WatchlistId id,
            WatchlistTerms terms,
            int version,
            OptionalInt position,
            Instant now) {
        return database.inTransaction(
                handle -> {
                    if (position.isPresent()) {
                        lockOrder(handle, user);
                    }
                    return locked(
                            handle,
                            user,
                            id,
                            list -> {
                                if (list.version() != version) {
                                    return new WatchlistChange.Stale(list.version());
                                }
                                handle.createUpdate(
                                                "DELETE FROM watchlists.items WHERE list_id = :id")
                                        .bind("id", id.value())
                                        .execute();
                                insertItems(handle, id, terms.instruments());
                                touch(handle, id, terms.name(), now);
                                position.ifPresent(place -> move(handle, user, id, place));
                                return done(handle, user, id);
                            });
                });
    }

    WatchlistChange add(
            UserId user, WatchlistId id, WatchedInstrument instrument, int most, Instant now) {
        return inOne(
                user,
                id,
                (handle, list) -> {
                    if (list.instruments().contains(instrument)) {
                        return new WatchlistChange.Done(list);
                    }
                    if (list.instruments().size() >= most) {
                        return new WatchlistChange.Full();
                    }
                    handle.createUpdate(
                                    """
                                    INSERT INTO watchlists.items (list_id, exchange, instrument, place)
                                    SELECT :id, :exchange, :instrument, coalesce(max(place), 0) + 1
                                      FROM watchlists.items WHERE list_id = :id\
                                    """)
                            .bind("id", id.value())
                            .bind("exchange", instrument.exchange().text())
                            .bind("instrument", instrument.instrument().text())
                            .execute();
                    touch(handle, id, list.name(), now);
                    return done(handle, user, id);
                });
    }

    WatchlistChange remove(UserId user, WatchlistId id, WatchedInstrument instrument, Instant now) {
        return inOne(
                user,
                id,
                (handle, list) -> {
                    if (!list.instruments().contains(instrument)) {
                        return new WatchlistChange.Done(list);
                    }
                    handle.createUpdate(
                                    """
                                    DELETE FROM watchlists.items
                                     WHERE list_id = :id AND exchange = :exchange
                                       AND instrument = :instrument\
                                    """)
                            .bind("id", id.value())
                            .bind("exchange", instrument.exchange().text())
                            .bind("instrument", instrument.instrument().text())
                            .execute();
                    touch(handle, id, list.name(), now);
                    return done(handle, user, id);
                });
    }

    boolean delete(UserId user, WatchlistId id) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createUpdate(
                                                        """
                                                        DELETE FROM watchlists.lists
                                                         WHERE user_id = :user AND id = :id\
                                                        """)
                                                .bind("user", user.value())
                                                .bind("id", id.value())
                                                .execute()
                                        > 0);
    }

    boolean share(UserId user, WatchlistId id, byte[] tokenHash, Instant now) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createUpdate(
                                                        """
                                                        UPDATE watchlists.lists
                                                           SET token_hash = :tokenHash, shared_at = :now
                                                         WHERE user_id = :user AND id = :id\
                                                        """)
                                                .bind("tokenHash", tokenHash)
                                                .bind("now", Database.time(now))
                                                .bind("user", user.value())
                                                .bind("id", id.value())
                                                .execute()
                                        > 0);
    }

    boolean endShare(UserId user, WatchlistId id) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createUpdate(
                                                        """
                                                        UPDATE watchlists.lists
                                                           SET token_hash = NULL, shared_at = NULL
                                                         WHERE user_id = :user AND id = :id\
                                                        """)
                                                .bind("user", user.value())
                                                .bind("id", id.value())
                                                .execute()
                                        > 0);
    }

    int forget(UserId user) {
        return database.inTransaction(
                handle -> {
                    lockOrder(handle, user);
                    return handle.createUpdate("DELETE FROM watchlists.lists WHERE user_id = :user")
                            .bind("user", user.value())
                            .execute();
                });
    }

    private interface Work {
        WatchlistChange on(Handle handle, Watchlist list);
    }

    private WatchlistChange inOne(UserId user, WatchlistId id, Work work) {
        return database.inTransaction(
                handle -> locked(handle, user, id, list -> work.on(handle, list)));
    }

    /** Does something to a list that nobody else changes meanwhile. */
    private static WatchlistChange locked(
            Handle handle, UserId user, WatchlistId id, Function<Watchlist, WatchlistChange> work) {
        // What is read after the row is ours is what the change before it left behind.
        handle.createQuery(
                        """
                        SELECT id FROM watchlists.lists
                         WHERE user_id = :user AND id = :id FOR UPDATE\
                        """)
                .bind("user", user.value())
                .bind("id", id.value())
                .mapTo(UUID.class)
                .findOne();
        return found(handle, user, id).map(work).orElseGet(WatchlistChange.Missing::new);
    }

    private static Optional<Watchlist> found(Handle handle, UserId user, WatchlistId id) {
        return handle.createQuery(SELECT + " WHERE l.user_id = :user AND l.id = :id")
                .bind("user", user.value())
                .bind("id", id.value())
                .map(ROW)
                .findOne();
    }

    private static WatchlistChange done(Handle handle, UserId user, WatchlistId id) {
        return found(handle, user, id)
                .<WatchlistChange>map(WatchlistChange.Done::new)
                .orElseGet(WatchlistChange.Missing::new);
    }

    private static void touch(Handle handle, WatchlistId id, String name, Instant now) {
        handle.createUpdate(
                        """
                        UPDATE watchlists.lists
                           SET name = :name, version = version + 1, updated_at = :now
                         WHERE id = :id\
                        """)
                .bind("name", name)
                .bind("now", Database.time(now))
                .bind("id", id.value())
                .execute();
    }

    private static void insertItems(
            Handle handle, WatchlistId id, List<WatchedInstrument> instruments) {
        handle.createUpdate(
                        """
                        INSERT INTO watchlists.items (list_id, exchange, instrument, place)
                        SELECT :id, t.exchange, t.instrument, t.place
                          FROM unnest(:exchanges, :instruments)
                               WITH ORDINALITY AS t (exchange, instrument, place)\
                        """)
                .bind("id", id.value())
                .bind(
                        "exchanges",
                        instruments.stream()
                                .map(one -> one.exchange().text())
                                .toArray(String[]::new))
                .bind(
                        "instruments",
                        instruments.stream()
                                .map(one -> one.instrument().text())
                                .toArray(String[]::new))
                .execute();
    }

    /** Numbers the person's lists anew, with one of them at the place that it is to have. */
    private static void move(Handle handle, UserId user, WatchlistId id, int position) {
        List<UUID> order =
                new ArrayList<>(
                        handle.createQuery(
                                        """
                                        SELECT id FROM watchlists.lists
                                         WHERE user_id = :user AND id <> :id
                                         ORDER BY place, created_at, id\
                                        """)
                                .bind("user", user.value())
                                .bind("id", id.value())
                                .mapTo(UUID.class)
                                .list());
        order.add(Math.min(position, order.size()), id.value());
        handle.createUpdate(
                        """
                        UPDATE watchlists.lists l SET place = t.place
                          FROM unnest(:order) WITH ORDINALITY AS t (id, place)
                         WHERE l.id = t.id AND l.user_id = :user\
                        """)
                .bind("order", order.toArray(UUID[]::new))
                .bind("user", user.value())
                .execute();
    }

    /** Two at once must not both be the last list that a person may have, nor number them apart. */
    private static void lockOrder(Handle handle, UserId user) {
        handle.createQuery("SELECT pg_advisory_xact_lock(hashtext(:user)) IS NULL")
                .bind("user", "watchlists:" + user)
                .mapTo(Boolean.class)
                .one();
    }

    private static Watchlist read(ResultSet row) throws SQLException {
        String[] exchanges = (String[]) row.getArray("exchanges").getArray();
        String[] instruments = (String[]) row.getArray("instruments").getArray();
        List<WatchedInstrument> items = new ArrayList<>();
        for (int i = 0; i < exchanges.length; i++) {
            items.add(
                    new WatchedInstrument(
                            ExchangeId.parse(exchanges[i]).orElseThrow(),
                            new InstrumentId(instruments[i])));
        }
        return new Watchlist(
                new WatchlistId(row.getObject("id", UUID.class)),
                new UserId(row.getObject("user_id", UUID.class)),
                row.getString("name"),
                items,
                row.getInt("version"),
                Optional.ofNullable(row.getObject("shared_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }
}
