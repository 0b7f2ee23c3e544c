package dev.k2.accounts;

import java.time.Instant;
import java.util.Optional;

/**
 * What an exchange said a key may do.
 *
 * @param read balances and orders may be read; no link is made without it
 * @param trade orders may be placed; a link without it is for reading
 * @param withdraw money may leave by it; empty where the exchange does not tell. No link is made with
 *     it
 * @param boundToAddress only named addresses may use it; empty where the exchange does not tell
 * @param expiresAt when it ends by itself; empty where it does not, or nothing is told
 * @param checkedAt when the exchange said so
 */
public record KeyRights(
        boolean read,
        boolean trade,
        Optional<Boolean> withdraw,
        Optional<Boolean> boundToAddress,
        Optional<Instant> expiresAt,
        Instant checkedAt) {}
