package dev.k2.watchlists;

import dev.k2.model.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A list of instruments that a person keeps an eye on.
 *
 * @param instruments in the person's order, each once
 * @param version counts up with every change of name or instruments
 * @param sharedAt when its read-only link was made; empty where it has none
 */
public record Watchlist(
        WatchlistId id,
        UserId user,
        String name,
        List<WatchedInstrument> instruments,
        int version,
        Optional<Instant> sharedAt,
        Instant createdAt,
        Instant updatedAt) {
    public Watchlist {
        instruments = List.copyOf(instruments);
    }
}
