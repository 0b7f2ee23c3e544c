package dev.k2.sim.okx;

import dev.k2.sim.Account;
import dev.k2.sim.Scheduler;
import dev.k2.sim.WireJson;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Cancels an account's orders, all or those of a tag, when nobody asked again in time that it be not. */
final class DeadMan {
    private static final long SECONDS_MIN = 10;
    private static final long SECONDS_MAX = 120;
    private final OkxFloor floor;
    private final TradeCalls trades;
    private final Scheduler scheduler;
    private final Map<Place, Scheduler.Task> running = new HashMap<>();

    private record Place(Account account, String tag) {}

    DeadMan(OkxFloor floor, TradeCalls trades, Scheduler scheduler) {
        this.floor = floor;
        this.trades = trades;
        this.scheduler = scheduler;
    }

    Envelope set(Call.Request request) {
        Args args = request.args();
        args.required("timeOut");
        Long seconds = args.integer("timeOut");
        if (seconds == null || (seconds != 0 && (seconds < SECONDS_MIN || seconds > SECONDS_MAX))) {
            throw OkxRefusal.wrong("timeOut");
        }
        Place place = new Place(request.customer(), args.text("tag", ""));
        Scheduler.Task before = running.remove(place);
        if (before != null) {
            before.cancel();
        }
        if (seconds > 0) {
            running.put(
                    place,
                    scheduler.after(
                            Duration.ofSeconds(seconds),
                            () -> {
                                running.remove(place);
                                trades.cancelAll(place.account(), place.tag());
                            }));
        }
        long now = floor.millis();
        return Envelope.of(
                WireJson.object()
                        .put(
                                "triggerTime",
                                seconds == 0 ? "0" : Long.toString(now + seconds * 1000))
                        .put("tag", place.tag())
                        .put("ts", Long.toString(now)));
    }
}
