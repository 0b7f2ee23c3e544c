package dev.k2.trading;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.k2.model.IdempotencyKey;
import dev.k2.model.UserId;

/**
 * The keys that this node saw last. A key that is here probably has an order, so that it is worth
 * looking for it first; of a key that is not here nobody knows, and the database has the last word.
 */
final class RecentKeys {
    private static final int MOST = 20_000;

    private final Cache<Key, Boolean> seen = Caffeine.newBuilder().maximumSize(MOST).build();

    private record Key(UserId user, IdempotencyKey key) {}

    void add(UserId user, IdempotencyKey key) {
        seen.put(new Key(user, key), true);
    }

    boolean has(UserId user, IdempotencyKey key) {
        return seen.getIfPresent(new Key(user, key)) != null;
    }
}
