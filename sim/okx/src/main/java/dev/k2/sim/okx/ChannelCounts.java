package dev.k2.sim.okx;

import dev.k2.sim.Account;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** How many connections each account has for each of its channels. */
final class ChannelCounts {
    private final Map<Place, Set<OkxSocket>> joined = new HashMap<>();

    private record Place(Account account, String channel) {}

    /** Counts a connection once, and returns how many there are then. */
    long join(Account account, String channel, OkxSocket socket) {
        Set<OkxSocket> sockets =
                joined.computeIfAbsent(new Place(account, channel), p -> new LinkedHashSet<>());
        sockets.add(socket);
        return sockets.size();
    }

    void leave(Account account, String channel, OkxSocket socket) {
        joined.getOrDefault(new Place(account, channel), new LinkedHashSet<>()).remove(socket);
    }

    long of(Account account, String channel) {
        return joined.getOrDefault(new Place(account, channel), Set.of()).size();
    }
}
