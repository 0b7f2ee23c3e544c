package dev.k2.sim.binance;

import dev.k2.sim.Order;
import java.util.Map;
import java.util.Random;
import java.util.WeakHashMap;

/** Invents client order ids for orders and cancels that come without one. */
final class ClientIds {
    private static final String ALPHABET =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 22;

    private final Random random;
    private final Map<Order, String> cancels = new WeakHashMap<>();

    /** Ids repeat with the seed and the moment of the start together, so that two runs do not share any. */
    ClientIds(long seed, long startMicros) {
        this.random = new Random(seed * 31 + startMicros);
    }

    String next() {
        StringBuilder id = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }

    void cancelledBy(Order order, String cancelId) {
        cancels.put(order, cancelId);
    }

    String cancelIdOf(Order order) {
        return cancels.getOrDefault(order, order.clientOrderId());
    }
}
