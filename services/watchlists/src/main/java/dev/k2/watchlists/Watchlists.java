package dev.k2.watchlists;

import dev.k2.model.UserId;
import dev.k2.platform.Database;
import dev.k2.platform.RandomToken;
import dev.k2.platform.Secret;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The door of watchlists: what people keep an eye on, in their own order, and the read-only links by
 * which they share it. What belongs to another user is missing. Calls block their (virtual) thread; a
 * database that does not answer throws.
 */
public final class Watchlists {
    /** How many lists a person may have. */
    public static final int LISTS_MAX = 20;

    private final WatchlistStore store;
    private final InstantSource clock;

    private Watchlists(WatchlistStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Brings the tables up to date. */
    public static Watchlists open(Database database, InstantSource clock) {
        database.migrate("watchlists");
        return new Watchlists(new WatchlistStore(database), clock);
    }

    /** A person's lists in the person's order. */
    public List<Watchlist> list(UserId user) {
        return store.list(user);
    }

    public Optional<Watchlist> find(UserId user, WatchlistId id) {
        return store.find(user, id);
    }

    /**
     * Adds a list behind the others.
     *
     * @param terms must be fit
     * @return empty where the person has {@link #LISTS_MAX} already
     */
    public Optional<Watchlist> create(UserId user, WatchlistTerms terms) {
        checkFit(terms);
        Instant now = now();
        var list =
                new Watchlist(
                        WatchlistId.random(),
                        user,
                        terms.name(),
                        terms.instruments(),
                        1,
                        Optional.empty(),
                        now,
                        now);
        return store.insert(list, LISTS_MAX) ? Optional.of(list) : Optional.empty();
    }

    /**
     * Sets a list as a whole: its name, its instruments and their order.
     *
     * @param terms must be fit
     * @param version the one that was read; another one now means that nothing is done
     * @param position where the list is to stand among the others, from 0 on; past the end is the end,
     *     and empty leaves it where it is
     */
    public WatchlistChange change(
            UserId user, WatchlistId id, WatchlistTerms terms, int version, OptionalInt position) {
        checkFit(terms);
        return store.change(user, id, terms, version, position, now());
    }

    /** Puts an instrument at the end of a list; one that is there already stays where it is. */
    public WatchlistChange add(UserId user, WatchlistId id, WatchedInstrument instrument) {
        return store.add(user, id, instrument, WatchlistTerms.INSTRUMENTS_MAX, now());
    }

    /** Takes an instrument from a list; one that is not there is as good as taken. */
    public WatchlistChange remove(UserId user, WatchlistId id, WatchedInstrument instrument) {
        return store.remove(user, id, instrument, now());
    }

    /** Removes a list, and its link with it; false where there is none. */
    public boolean delete(UserId user, WatchlistId id) {
        return store.delete(user, id);
    }

    /**
     * Makes the read-only link of a list; one before it is worth nothing at once.
     *
     * @return the last part of the link, which is shown once and kept nowhere; empty where there is no
     *     such list
     */
    public Optional<Secret> share(UserId user, WatchlistId id) {
        Secret token = RandomToken.fresh();
        return store.share(user, id, RandomToken.hash(token), now())
                ? Optional.of(token)
                : Optional.empty();
    }

    /** Ends the link of a list, if it has one; false where there is no such list. */
    public boolean endShare(UserId user, WatchlistId id) {
        return store.endShare(user, id);
    }

    /** The list that a link shows; empty where the link has ended or never was. */
    public Optional<Watchlist> shared(Secret token) {
        return store.byToken(RandomToken.hash(token));
    }

    /** Takes away the lists of somebody who has left. Gives how many there were. */
    public int forget(UserId user) {
        return store.forget(user);
    }

    private static void checkFit(WatchlistTerms terms) {
        terms.unfit()
                .ifPresent(
                        unfit -> {
                            throw new IllegalArgumentException(
                                    unfit.field() + ": expected " + unfit.expected());
                        });
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
