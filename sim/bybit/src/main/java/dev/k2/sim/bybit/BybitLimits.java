package dev.k2.sim.bybit;

import dev.k2.sim.Account;
import dev.k2.sim.RateWindow;
import java.util.HashMap;
import java.util.Map;

/** Counts what callers use up: requests and connections by address, calls by account. */
final class BybitLimits {
    private final BybitSettings settings;
    private final RateWindow<String> requests = new RateWindow<>(5_000);
    private final RateWindow<String> connections = new RateWindow<>(300_000);
    private final RateWindow<Use> uses = new RateWindow<>(1_000);
    private final Map<String, Long> bannedUntil = new HashMap<>();

    BybitLimits(BybitSettings settings) {
        this.settings = settings;
    }

    private record Use(Account account, String call, Category category) {}

    /** What an account has left of one call, as headers tell it. */
    record Left(long limit, long remaining, long resetMillis) {}

    /** Counts a request. False when nobody is let in from there. */
    boolean admits(String address, long now) {
        if (banned(address, now)) {
            return false;
        }
        if (!requests.take(address, settings.requestsPerFiveSeconds(), now)) {
            ban(address, settings.banSeconds(), now);
            return false;
        }
        return true;
    }

    /** Counts a connection. False when there are too many, or when nobody is let in from there. */
    boolean connects(String address, long now) {
        return !banned(address, now)
                && connections.take(address, settings.connectionsPerFiveMinutes(), now);
    }

    void ban(String address, long seconds, long now) {
        bannedUntil.put(address, now + seconds * 1000);
    }

    private boolean banned(String address, long now) {
        return now < bannedUntil.getOrDefault(address, 0L);
    }

    /** Counts calls of an account; what is left is below zero when there were too many. */
    Left take(Account account, Call call, Category category, int calls, long now) {
        long limit = call.quota().limit(settings, category);
        Use use = new Use(account, call.name(), category);
        for (int i = 0; i < calls; i++) {
            boolean _ = uses.take(use, limit, now);
        }
        return new Left(limit, limit - uses.used(use, now), uses.endsMillis(now));
    }
}
