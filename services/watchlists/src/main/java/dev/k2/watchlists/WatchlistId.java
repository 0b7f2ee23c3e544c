package dev.k2.watchlists;

import java.util.UUID;

/** Names a watchlist for ever. */
public record WatchlistId(UUID value) {
    static WatchlistId random() {
        return new WatchlistId(UUID.randomUUID());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
