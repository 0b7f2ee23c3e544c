package dev.k2.trading;

import java.util.List;
import java.util.Optional;

/**
 * A stretch of a list.
 *
 * @param next where the next page begins; empty at the end
 */
public record Page<T>(List<T> items, Optional<Cursor> next) {
    public Page {
        items = List.copyOf(items);
    }
}
