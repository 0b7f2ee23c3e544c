package dev.k2.sim.cryptocom;

import dev.k2.sim.RateWindow;
import java.util.HashMap;
import java.util.Map;

/** Counts what callers use up. Crypto.com shows none of it before it is used up. */
final class Limits {
    private final Settings settings;
    private final Map<Long, RateWindow<Place>> windows = new HashMap<>();
    private final Map<String, Long> banned = new HashMap<>();

    Limits(Settings settings) {
        this.settings = settings;
    }

    private record Place(String method, String caller) {}

    /** Counts a call, and throws when there were too many. */
    void take(Call call, String caller, long nowMillis) {
        long most = Math.max(1, call.limit() * settings.limitPercent() / 100);
        boolean free =
                windows.computeIfAbsent(call.windowMillis(), RateWindow::new)
                        .take(new Place(call.method(), caller), most, nowMillis);
        if (!free) {
            throw new CryptocomRefusal(CryptocomError.TOO_MANY_REQUESTS);
        }
    }

    void ban(String address, long seconds, long nowMillis) {
        banned.put(address, nowMillis + seconds * 1000);
    }

    boolean isBanned(String address, long nowMillis) {
        return nowMillis < banned.getOrDefault(address, 0L);
    }
}
