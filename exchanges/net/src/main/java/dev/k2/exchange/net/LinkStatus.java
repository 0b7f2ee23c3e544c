package dev.k2.exchange.net;

import dev.k2.exchange.ConnectionState;
import java.util.Optional;

/**
 * How one connection fares.
 *
 * @param name as in its settings
 * @param reconnects how often it was made anew after a cut
 * @param failures cuts and tries in vain so far
 * @param failuresInARow those since it last was stable
 * @param lastReason why it failed last
 */
public record LinkStatus(
        String name,
        ConnectionState state,
        long reconnects,
        long failures,
        int failuresInARow,
        Optional<String> lastReason) {}
