package dev.k2.sim.kalshi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.WireJson;
import java.util.ArrayList;
import java.util.List;

/** Answers about series and events. */
final class EventCalls {
    private static final int PAGE_MAX = 200;
    private static final long CUTOFF_DAYS = 90;
    private static final long DAY = 86_400_000;

    private final KalshiFloor floor;
    private final MarketWords words;

    EventCalls(KalshiFloor floor, MarketWords words) {
        this.floor = floor;
        this.words = words;
    }

    Answer seriesList(Call.Request request) {
        String category = request.args().text("category", "");
        List<String> tags = request.args().list("tags");
        ObjectNode json = WireJson.object();
        ArrayNode list = json.putArray("series");
        for (Series one : floor.board().catalogue().series().values()) {
            boolean wanted = category.isEmpty() || category.equalsIgnoreCase(one.category());
            if (wanted && (tags.isEmpty() || tags.stream().anyMatch(one.tags()::contains))) {
                list.add(MarketWords.series(one));
            }
        }
        return Answer.ok(json);
    }

    Answer series(Call.Request request) {
        Series one = floor.board().catalogue().series().get(request.args().need("series_ticker"));
        if (one == null) {
            throw KalshiRefusal.notFound("series");
        }
        ObjectNode json = WireJson.object();
        json.set("series", MarketWords.series(one));
        return Answer.ok(json);
    }

    Answer list(Call.Request request) {
        Args args = request.args();
        List<String> statuses = args.list("status");
        String series = args.text("series_ticker", "");
        long closesAfter = args.number("min_close_ts", 0) * 1000;
        List<KalshiEvent> found = new ArrayList<>();
        for (KalshiEvent event : floor.events()) {
            boolean wanted = series.isEmpty() || series.equals(event.spec().series().ticker());
            boolean late =
                    event.markets().stream().anyMatch(one -> one.closeMillis() >= closesAfter);
            if (wanted && late && (statuses.isEmpty() || statuses.contains(event.filter()))) {
                found.add(event);
            }
        }
        Pages.Page<KalshiEvent> page =
                Pages.cut(found, args.limit(PAGE_MAX, PAGE_MAX), args.text("cursor"));
        ObjectNode json = WireJson.object().put("cursor", page.cursor());
        ArrayNode list = json.putArray("events");
        json.putArray("milestones");
        boolean nested = args.flag("with_nested_markets");
        page.rows().forEach(event -> list.add(words.event(event, nested)));
        return Answer.ok(json);
    }

    Answer one(Call.Request request) {
        KalshiEvent event = floor.event(request.args().need("event_ticker"));
        boolean nested = request.args().flag("with_nested_markets");
        ObjectNode json = WireJson.object();
        json.set("event", words.event(event, nested));
        ArrayNode markets = json.putArray("markets");
        if (!nested) {
            event.markets().forEach(one -> markets.add(words.market(one)));
        }
        return Answer.ok(json);
    }

    Answer metadata(Call.Request request) {
        KalshiEvent event = floor.event(request.args().need("event_ticker"));
        ObjectNode json = WireJson.object().put("image_url", "").put("featured_image_url", "");
        ArrayNode details = json.putArray("market_details");
        for (KalshiMarket market : event.markets()) {
            details.addObject()
                    .put("market_ticker", market.ticker())
                    .put("image_url", "")
                    .put("color_code", "#00AA88");
        }
        json.set("settlement_sources", MarketWords.sources(event.spec().series()));
        return Answer.ok(json);
    }

    Answer none(Call.Request request) {
        ObjectNode json = WireJson.object().put("cursor", "");
        json.putArray("events");
        return Answer.ok(json);
    }

    Answer noFeeChanges(Call.Request request) {
        ObjectNode json = WireJson.object();
        json.putArray("series_fee_change_arr");
        return Answer.ok(json);
    }

    Answer noEventFeeChanges(Call.Request request) {
        ObjectNode json = WireJson.object().put("cursor", "");
        json.putArray("event_fee_changes");
        return Answer.ok(json);
    }

    /** Nothing here is so old that it was put away. */
    Answer cutoff(Call.Request request) {
        String at = Dollars.timeOfMillis(floor.millis() - CUTOFF_DAYS * DAY);
        return Answer.ok(
                WireJson.object()
                        .put("market_settled_ts", at)
                        .put("trades_created_ts", at)
                        .put("orders_updated_ts", at)
                        .put("market_positions_last_updated_ts", at));
    }
}
