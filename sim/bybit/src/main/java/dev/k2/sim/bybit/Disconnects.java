package dev.k2.sim.bybit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.Account;
import dev.k2.sim.Scheduler;
import dev.k2.sim.WireJson;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Cancels an account's orders when its last connection that asked for this is gone for too long. */
final class Disconnects {
    private static final long SECONDS_USUAL = 10;
    private static final long SECONDS_MIN = 3;
    private static final long SECONDS_MAX = 300;

    private final TradeCalls trades;
    private final Scheduler scheduler;
    private final Map<Account, Long> windows = new HashMap<>();
    private final Map<Account, Integer> connected = new HashMap<>();
    private final Map<Account, Scheduler.Task> running = new HashMap<>();

    Disconnects(TradeCalls trades, Scheduler scheduler) {
        this.trades = trades;
        this.scheduler = scheduler;
    }

    JsonNode set(Call.Request request) {
        long seconds = request.fields().integer("timeWindow", SECONDS_USUAL);
        if (seconds < SECONDS_MIN || seconds > SECONDS_MAX) {
            throw BybitRefusal.params("timeWindow invalid");
        }
        windows.put(request.customer(), seconds);
        return WireJson.object();
    }

    /** Somebody asked on a connection that it be missed. */
    void joined(Account account) {
        connected.merge(account, 1, Integer::sum);
        Scheduler.Task before = running.remove(account);
        if (before != null) {
            before.cancel();
        }
    }

    void left(Account account) {
        int others = connected.merge(account, -1, Integer::sum);
        if (others <= 0 && windows.containsKey(account)) {
            Duration wait = Duration.ofSeconds(windows.getOrDefault(account, SECONDS_USUAL));
            running.put(
                    account,
                    scheduler.after(
                            wait,
                            () -> {
                                running.remove(account);
                                trades.cancelAll(account, null);
                            }));
        }
    }
}
