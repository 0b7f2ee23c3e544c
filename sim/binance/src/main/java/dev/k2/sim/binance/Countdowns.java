package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.Account;
import dev.k2.sim.Market;
import dev.k2.sim.Scheduler;
import dev.k2.sim.WireJson;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Cancels an account's orders of one contract when nobody asked again in time that it be not. */
final class Countdowns {
    private final BinanceFloor floor;
    private final FuturesTradeCalls trades;
    private final Scheduler scheduler;
    private final Map<Place, Scheduler.Task> running = new HashMap<>();

    private record Place(Account account, Market market) {}

    Countdowns(BinanceFloor floor, FuturesTradeCalls trades, Scheduler scheduler) {
        this.floor = floor;
        this.trades = trades;
        this.scheduler = scheduler;
    }

    JsonNode set(Call.Request request) {
        Params params = request.params();
        Market market = floor.market(params.symbol());
        params.required("countdownTime");
        long millis = params.integer("countdownTime", 0);
        Place place = new Place(request.customer(), market);
        Scheduler.Task before = running.remove(place);
        if (before != null) {
            before.cancel();
        }
        if (millis > 0) {
            running.put(
                    place,
                    scheduler.after(
                            Duration.ofMillis(millis),
                            () -> {
                                running.remove(place);
                                trades.cancelAll(place.account(), market);
                            }));
        }
        return WireJson.object()
                .put("symbol", market.listing().symbol())
                .put("countdownTime", Long.toString(millis));
    }
}
