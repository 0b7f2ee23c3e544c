package dev.k2.signals;

import java.util.List;
import java.util.Optional;

/**
 * A stretch of what a template received, newest first.
 *
 * @param next the number before which the next page begins; empty at the end
 */
public record ReceivedPage(List<ReceivedSignal> items, Optional<Long> next) {
    public ReceivedPage {
        items = List.copyOf(items);
    }
}
