package dev.k2.sim.okx;

import dev.k2.sim.Account;
import dev.k2.sim.RateWindow;
import java.util.HashMap;
import java.util.Map;

/** Counts what callers use up. OKX shows none of it before it is used up. */
final class Limits {
    private static final long WINDOW_MILLIS = 2000;
    private final Settings settings;
    private final RateWindow<Place> calls = new RateWindow<>(WINDOW_MILLIS);
    private final RateWindow<Account> orders = new RateWindow<>(WINDOW_MILLIS);
    private final RateWindow<String> connections = new RateWindow<>(1000);
    private final Map<String, Long> banned = new HashMap<>();

    Limits(Settings settings) {
        this.settings = settings;
    }

    private record Place(Call call, String caller, String instrument) {}

    /** Counts calls, and throws when there were too many. */
    void take(Call call, String caller, String instrument, int count, long nowMillis) {
        Place place = new Place(call, caller, call.byInstrument() ? instrument : "");
        long most = call.limit() * settings.limitPercent() / 100;
        for (int i = 0; i < count; i++) {
            if (!calls.take(place, most, nowMillis)) {
                throw OkxRefusal.tooFast();
            }
        }
    }

    /** Counts a new or amended order, and throws when there were too many. */
    void countOrder(Account account, long nowMillis) {
        if (!orders.take(account, settings.ordersPerTwoSeconds(), nowMillis)) {
            throw new OkxRefusal("50061", "Order rate limit reached. Please try again later.");
        }
    }

    boolean connects(String address, long nowMillis) {
        return !isBanned(address, nowMillis)
                && connections.take(address, settings.connectionsPerSecond(), nowMillis);
    }

    void ban(String address, long seconds, long nowMillis) {
        banned.put(address, nowMillis + seconds * 1000);
    }

    boolean isBanned(String address, long nowMillis) {
        return nowMillis < banned.getOrDefault(address, 0L);
    }
}
