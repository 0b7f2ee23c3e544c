package dev.k2.gateway;

import dev.k2.marketdata.PriceView;
import dev.k2.model.Instrument;
import dev.k2.platform.Secret;
import dev.k2.watchlists.WatchedInstrument;
import dev.k2.watchlists.Watchlist;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Watchlists in the shapes of the contract. Pure. */
final class WatchlistJson {
    private WatchlistJson() {}

    static JsonObject of(Watchlist list) {
        return new JsonObject()
                .put("id", list.id().toString())
                .put("name", list.name())
                .put(
                        "instruments",
                        new JsonArray(
                                list.instruments().stream().map(WatchlistJson::item).toList()))
                .put("version", list.version())
                .put("shared_at", list.sharedAt().map(Times::text).orElse(null))
                .put("created_at", Times.text(list.createdAt()))
                .put("updated_at", Times.text(list.updatedAt()));
    }

    /** What is shown once. The page that it leads to is the web app's. */
    static JsonObject link(Secret token) {
        return new JsonObject().put("path", "/shared/watchlists/" + token.reveal());
    }

    /** A list for those who have its link: whose it is, is not among it. */
    static JsonObject shared(Watchlist list, JsonArray instruments) {
        return new JsonObject().put("name", list.name()).put("instruments", instruments);
    }

    static JsonObject sharedItem(
            WatchedInstrument watched, Optional<Instrument> known, Optional<PriceView> price) {
        return item(watched)
                .put("kind", known.map(one -> Words.of(one.kind())).orElse(null))
                .put("base", known.map(Instrument::base).orElse(null))
                .put("quote", known.map(Instrument::quote).orElse(null))
                .put("tick_size", known.map(one -> Words.of(one.rules().tick())).orElse(null))
                .put("price", price.map(MarketJson::price).orElse(null));
    }

    private static JsonObject item(WatchedInstrument watched) {
        return new JsonObject()
                .put("exchange", watched.exchange().text())
                .put("instrument", watched.instrument().text());
    }
}
