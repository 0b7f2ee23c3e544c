package dev.k2.exchange.kalshi;

import dev.k2.model.ClientOrderId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which of our ids is which of Kalshi's, as far as either was heard: Kalshi finds orders by its own
 * id only, and its fills over REST do not tell ours. Safe for several threads.
 */
final class KalshiOrderIds {
    private static final int REMEMBERED = 20_000;

    private final Map<ClientOrderId, ExchangeOrderId> theirs = bounded();
    private final Map<ExchangeOrderId, ClientOrderId> ours = bounded();

    synchronized void learn(Optional<ClientOrderId> our, ExchangeOrderId their) {
        our.ifPresent(
                id -> {
                    theirs.put(id, their);
                    ours.put(their, id);
                });
    }

    synchronized Optional<ExchangeOrderId> theirs(ClientOrderId our) {
        return Optional.ofNullable(theirs.get(our));
    }

    synchronized Optional<ClientOrderId> ours(ExchangeOrderId their) {
        return Optional.ofNullable(ours.get(their));
    }

    /** The same fill with our id of its order, where it was heard. */
    Fill named(Fill fill) {
        if (fill.clientOrderId().isPresent()) {
            return fill;
        }
        return fill.of(fill.order(), ours(fill.order()));
    }

    private static <K, V> Map<K, V> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > REMEMBERED;
            }
        };
    }
}
