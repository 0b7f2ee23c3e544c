package dev.k2.exchange;

import java.time.Instant;
import java.util.Optional;

/**
 * What a key may do, as the exchange tells it.
 *
 * @param read balances and orders may be read
 * @param trade orders may be placed
 * @param withdraw money may leave by it; empty where the exchange does not tell. K2 wants keys that
 *     cannot
 * @param boundToAddress only named addresses may use it; empty where the exchange does not tell
 * @param expires when it ends by itself; empty where it does not or nothing is told
 */
public record KeyPermissions(
        boolean read,
        boolean trade,
        Optional<Boolean> withdraw,
        Optional<Boolean> boundToAddress,
        Optional<Instant> expires) {}
