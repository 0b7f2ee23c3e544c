package dev.k2.sim.kalshi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.WireJson;
import java.time.DayOfWeek;
import java.util.Locale;

/** Answers about the exchange as a whole. */
final class ExchangeCalls {
    private final KalshiFloor floor;
    private final Settings settings;

    ExchangeCalls(KalshiFloor floor, Settings settings) {
        this.floor = floor;
        this.settings = settings;
    }

    Answer status(Call.Request request) {
        ObjectNode json =
                WireJson.object()
                        .put("exchange_active", settings.exchangeActive())
                        .put("trading_active", settings.tradingActive())
                        .put("intra_exchange_transfers_active", settings.exchangeActive());
        json.putArray("exchange_index_statuses")
                .addObject()
                .put("exchange_index", 0)
                .put("description", "Event contracts")
                .put("exchange_active", settings.exchangeActive())
                .put("trading_active", settings.tradingActive())
                .put("intra_exchange_transfers_active", settings.exchangeActive());
        return Answer.ok(json);
    }

    /** Always open. */
    Answer schedule(Call.Request request) {
        ObjectNode json = WireJson.object();
        ObjectNode schedule = json.putObject("schedule");
        schedule.putArray("maintenance_windows");
        ObjectNode week = schedule.putArray("standard_hours").addObject();
        week.put("start_time", "2024-12-01T00:00:00Z").put("end_time", "2200-12-01T00:00:00Z");
        for (DayOfWeek day : DayOfWeek.values()) {
            week.putArray(day.name().toLowerCase(Locale.ROOT))
                    .addObject()
                    .put("open_time", "00:00")
                    .put("close_time", "00:00");
        }
        return Answer.ok(json);
    }

    Answer announcements(Call.Request request) {
        ObjectNode json = WireJson.object();
        json.putArray("announcements");
        return Answer.ok(json);
    }

    Answer userDataTimestamp(Call.Request request) {
        return Answer.ok(WireJson.object().put("as_of_time", Dollars.time(floor.micros())));
    }
}
