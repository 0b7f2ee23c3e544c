package dev.k2.watchlists;

/** What became of a change to a list. */
public sealed interface WatchlistChange {
    /** It is done, or was so before; this is the list now. */
    record Done(Watchlist list) implements WatchlistChange {}

    /** Somebody changed the list since it was read; nothing was done. */
    record Stale(int version) implements WatchlistChange {}

    /** The list has as many instruments as one may have; nothing was done. */
    record Full() implements WatchlistChange {}

    /** The person has no such list. */
    record Missing() implements WatchlistChange {}
}
