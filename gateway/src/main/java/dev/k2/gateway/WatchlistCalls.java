package dev.k2.gateway;

import dev.k2.marketdata.MarketData;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.UserId;
import dev.k2.platform.Secret;
import dev.k2.watchlists.WatchedInstrument;
import dev.k2.watchlists.Watchlist;
import dev.k2.watchlists.WatchlistChange;
import dev.k2.watchlists.WatchlistId;
import dev.k2.watchlists.WatchlistTerms;
import dev.k2.watchlists.Watchlists;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Stream;

/** Calls about what people keep an eye on, and the one call by which others may look. */
final class WatchlistCalls {
    private final Watchlists watchlists;
    private final MarketData market;

    WatchlistCalls(Watchlists watchlists, MarketData market) {
        this.watchlists = watchlists;
        this.market = market;
    }

    Map<String, Call> all() {
        return Map.of(
                "listWatchlists", this::list,
                "createWatchlist", this::create,
                "getWatchlist", this::find,
                "setWatchlist", this::set,
                "deleteWatchlist", this::delete,
                "watchInstrument", this::watch,
                "unwatchInstrument", this::unwatch,
                "shareWatchlist", this::share,
                "unshareWatchlist", this::unshare,
                "getSharedWatchlist", this::shared);
    }

    private Reply list(Asked asked) {
        return Reply.whole(
                watchlists.list(asked.caller().user()).stream().map(WatchlistJson::of).toList());
    }

    private Reply create(Asked asked) {
        Optional<Problem> misnamed = misnamed(asked);
        if (misnamed.isPresent()) {
            return Reply.refused(misnamed.get());
        }
        WatchlistTerms terms = terms(asked);
        Optional<Problem> problem = unfit(terms).or(() -> unknown(terms.instruments()));
        if (problem.isPresent()) {
            return Reply.refused(problem.get());
        }
        return watchlists
                .create(asked.caller().user(), terms)
                .map(list -> (Reply) new Reply.Data(201, WatchlistJson.of(list)))
                .orElseGet(
                        () ->
                                Reply.refused(
                                        new Problem(
                                                409,
                                                "TOO_MANY_WATCHLISTS",
                                                "A person may have "
                                                        + Watchlists.LISTS_MAX
                                                        + " watchlists.",
                                                Map.of("limit", Watchlists.LISTS_MAX))));
    }

    private Reply find(Asked asked) {
        return watchlists
                .find(asked.caller().user(), id(asked))
                .map(list -> Reply.ok(WatchlistJson.of(list)))
                .orElseGet(WatchlistCalls::missing);
    }

    private Reply set(Asked asked) {
        Optional<Problem> misnamed = misnamed(asked);
        if (misnamed.isPresent()) {
            return Reply.refused(misnamed.get());
        }
        WatchlistTerms terms = terms(asked);
        Optional<Problem> unfit = unfit(terms);
        if (unfit.isPresent()) {
            return Reply.refused(unfit.get());
        }
        UserId user = asked.caller().user();
        Optional<Watchlist> before = watchlists.find(user, id(asked));
        if (before.isEmpty()) {
            return missing();
        }
        // What an exchange has taken from its list since may stay, and be put elsewhere in the
        // order.
        List<WatchedInstrument> added = new ArrayList<>(terms.instruments());
        added.removeAll(before.get().instruments());
        Optional<Problem> unknown = unknown(added);
        if (unknown.isPresent()) {
            return Reply.refused(unknown.get());
        }
        OptionalInt position =
                asked.maybeNumber("position").map(OptionalInt::of).orElse(OptionalInt.empty());
        return changed(
                watchlists.change(user, id(asked), terms, asked.number("version"), position));
    }

    private Reply delete(Asked asked) {
        return watchlists.delete(asked.caller().user(), id(asked)) ? Reply.nothing() : missing();
    }

    private Reply watch(Asked asked) {
        UserId user = asked.caller().user();
        if (watchlists.find(user, id(asked)).isEmpty()) {
            return missing();
        }
        Optional<WatchedInstrument> watched = watched(asked).filter(this::isTraded);
        return watched.map(one -> changed(watchlists.add(user, id(asked), one)))
                .orElseGet(() -> Reply.refused(unknown(asked.needed("instrument"))));
    }

    private Reply unwatch(Asked asked) {
        UserId user = asked.caller().user();
        return watched(asked)
                .map(one -> changed(watchlists.remove(user, id(asked), one)))
                // What has a name that none can have is in no list.
                .orElseGet(() -> find(asked));
    }

    private Reply share(Asked asked) {
        return watchlists
                .share(asked.caller().user(), id(asked))
                .map(token -> (Reply) new Reply.Data(201, WatchlistJson.link(token)))
                .orElseGet(WatchlistCalls::missing);
    }

    private Reply unshare(Asked asked) {
        return watchlists.endShare(asked.caller().user(), id(asked)) ? Reply.nothing() : missing();
    }

    private Reply shared(Asked asked) {
        return watchlists
                .shared(Secret.of(asked.needed("token")))
                .map(list -> Reply.ok(WatchlistJson.shared(list, items(list))))
                .orElseGet(WatchlistCalls::missing);
    }

    /** With the prices that are known: looking at a link makes K2 watch nothing. */
    private JsonArray items(Watchlist list) {
        JsonArray items = new JsonArray();
        for (WatchedInstrument watched : list.instruments()) {
            Optional<Instrument> known = known(watched);
            items.add(WatchlistJson.sharedItem(watched, known, known.flatMap(market::knownPrice)));
        }
        return items;
    }

    private Optional<Instrument> known(WatchedInstrument watched) {
        return market.instruments().find(watched.exchange(), watched.instrument());
    }

    private boolean isTraded(WatchedInstrument watched) {
        return known(watched).isPresent();
    }

    private Optional<Problem> unknown(List<WatchedInstrument> instruments) {
        return instruments.stream()
                .filter(one -> !isTraded(one))
                .findFirst()
                .map(one -> unknown(one.instrument().text()));
    }

    private static Problem unknown(String instrument) {
        return new Problem(
                422,
                "INSTRUMENT_NOT_FOUND",
                "This exchange does not trade this instrument; GET /v1/instruments lists them.",
                Map.of("field", "instrument", "instrument", instrument));
    }

    private static Reply changed(WatchlistChange change) {
        return switch (change) {
            case WatchlistChange.Done(Watchlist list) -> Reply.ok(WatchlistJson.of(list));
            case WatchlistChange.Stale(int version) ->
                    Reply.refused(
                            new Problem(
                                    409,
                                    "VERSION_CONFLICT",
                                    "The list has changed since; read it again.",
                                    Map.of("version", version)));
            case WatchlistChange.Full() ->
                    Reply.refused(
                            new Problem(
                                    409,
                                    "WATCHLIST_FULL",
                                    "A watchlist may have "
                                            + WatchlistTerms.INSTRUMENTS_MAX
                                            + " instruments.",
                                    Map.of("limit", WatchlistTerms.INSTRUMENTS_MAX)));
            case WatchlistChange.Missing() -> missing();
        };
    }

    /**
     * A name that none can have is refused like one that nobody trades. The contract's pattern lets a
     * few through, because it counts rare letters once.
     */
    private static Optional<Problem> misnamed(Asked asked) {
        return items(asked)
                .map(one -> one.getString("instrument"))
                .filter(name -> !InstrumentId.isValid(name))
                .findFirst()
                .map(WatchlistCalls::unknown);
    }

    private static WatchlistTerms terms(Asked asked) {
        return new WatchlistTerms(
                asked.needed("name"), items(asked).map(WatchlistCalls::watched).toList());
    }

    private static Stream<JsonObject> items(Asked asked) {
        return asked.body().getJsonArray("instruments", new JsonArray()).stream()
                .map(JsonObject.class::cast);
    }

    private static WatchedInstrument watched(JsonObject item) {
        return new WatchedInstrument(
                ExchangeId.parse(item.getString("exchange")).orElseThrow(),
                new InstrumentId(item.getString("instrument")));
    }

    private static Optional<WatchedInstrument> watched(Asked asked) {
        ExchangeId exchange = asked.exchange().orElseThrow();
        return asked.instrument().map(instrument -> new WatchedInstrument(exchange, instrument));
    }

    private static Optional<Problem> unfit(WatchlistTerms terms) {
        return terms.unfit().map(unfit -> Problem.invalid(unfit.field(), unfit.expected()));
    }

    private static WatchlistId id(Asked asked) {
        return new WatchlistId(UUID.fromString(asked.needed("id")));
    }

    private static Reply missing() {
        return Reply.refused(
                new Problem(404, "WATCHLIST_NOT_FOUND", "There is no such watchlist."));
    }
}
