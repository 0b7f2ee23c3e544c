package dev.k2.exchange.net;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One {@link Net} for everyone in the process who reads the same clock, so that exchanges that are
 * opened without knowing of each other still share what an exchange lets this address use. Its
 * limits stay when its sockets are closed.
 */
final class SharedNets {
    private static final Map<InstantSource, Shared> ALL = new HashMap<>();

    private SharedNets() {}

    static Net open(InstantSource clock) {
        synchronized (ALL) {
            Shared shared =
                    ALL.computeIfAbsent(clock, absent -> new Shared(clock, new Limits(clock)));
            shared.users++;
            return shared.net();
        }
    }

    /** Whether this was the last user, so that the sockets are to be closed. */
    static boolean leave(Net net) {
        synchronized (ALL) {
            for (Shared shared : ALL.values()) {
                if (shared.net == net) {
                    shared.users--;
                    if (shared.users > 0) {
                        return false;
                    }
                    shared.net = null;
                }
            }
            return true;
        }
    }

    private static final class Shared {
        private final InstantSource clock;
        private final Limits limits;
        private @Nullable Net net;
        private int users;

        private Shared(InstantSource clock, Limits limits) {
            this.clock = clock;
            this.limits = limits;
        }

        private Net net() {
            Net present = net == null ? Net.open(clock, limits) : net;
            net = present;
            return present;
        }
    }
}
