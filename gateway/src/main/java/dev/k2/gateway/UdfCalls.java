package dev.k2.gateway;

import dev.k2.exchange.Answer;
import dev.k2.exchange.ExchangeError;
import dev.k2.marketdata.InstrumentQuery;
import dev.k2.marketdata.MarketData;
import dev.k2.marketdata.RankedInstrument;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Candles as charts ask for them that speak UDF, the protocol of TradingView's chart libraries.
 * They send no token, so the calls are open, and a question may have to be asked of an exchange,
 * out of the budget that orders have too: each address has a pace of its own, and all of them
 * together have one that leaves most of that budget alone. The protocol tells failures in the body,
 * not by the status.
 */
final class UdfCalls {
    private static final String JSON = "application/json";

    /** The most bars in one answer; charts ask for some hundreds. */
    private static final int BARS_MAX = 5_000;

    /** A question costs an exchange some pages at most, and a screen of charts asks some questions. */
    private static final EdgeSettings.Pace ALTOGETHER = new EdgeSettings.Pace(2, 60);

    /** How many wide candles are looked through for the newest bar before a range without any. */
    private static final int LOOKED_BACK = 999;

    private static final Duration DAY = CandleInterval.D1.width();

    private final MarketData market;
    private final InstantSource clock;
    private final RequestPace pace;
    private final RequestPace altogether;

    UdfCalls(MarketData market, InstantSource clock, EdgeSettings.Pace pace) {
        this.market = market;
        this.clock = clock;
        this.pace = new RequestPace("chart", pace, clock);
        altogether = new RequestPace("charts", ALTOGETHER, clock);
    }

    Map<String, Call> all() {
        return Map.of(
                "getUdfConfig", asked -> json(UdfJson.config(exchanges())),
                "getUdfTime", asked -> raw("text/plain", time(clock.instant())),
                "getUdfSymbol", this::symbol,
                "listUdfSymbols", this::search,
                "listUdfHistory", this::history);
    }

    private List<ExchangeId> exchanges() {
        return market.feeds().stream().map(feed -> feed.exchange()).toList();
    }

    private Reply symbol(Asked asked) {
        return find(asked.needed("symbol"))
                .map(instrument -> json(UdfJson.symbol(instrument, title(instrument))))
                .orElseGet(() -> failed("unknown_symbol"));
    }

    private Reply search(Asked asked) {
        String wanted = asked.text("exchange").orElse("");
        Optional<ExchangeId> exchange = ExchangeId.parse(wanted.toLowerCase(Locale.ROOT));
        if (!wanted.isEmpty() && exchange.isEmpty()) {
            return raw(JSON, "[]");
        }
        var query =
                new InstrumentQuery(
                        exchange,
                        asked.text("type").filter(type -> !type.isEmpty()),
                        Optional.empty(),
                        Optional.empty(),
                        asked.text("query").filter(text -> !text.isBlank()));
        JsonArray found = new JsonArray();
        for (RankedInstrument ranked : market.search(query)) {
            if (found.size() == asked.number("limit")) {
                break;
            }
            found.add(UdfJson.found(ranked.instrument(), title(ranked.instrument())));
        }
        return raw(JSON, found.encode());
    }

    private Reply history(Asked asked) {
        Optional<Reply> tooFast =
                tooFast(pace, AddressRange.network(asked.address()))
                        .or(() -> tooFast(altogether, ""));
        if (tooFast.isPresent()) {
            return tooFast.get();
        }
        Optional<Instrument> instrument = find(asked.needed("symbol"));
        if (instrument.isEmpty()) {
            return failed("unknown_symbol");
        }
        Optional<CandleInterval> interval = UdfJson.interval(asked.needed("resolution"));
        if (interval.isEmpty()) {
            return failed("unknown_resolution");
        }
        Duration width = interval.get().width();
        Instant to = earlier(second(asked.needed("to")), clock.instant().plus(width));
        Instant from = second(asked.needed("from"));
        Optional<Integer> count = asked.maybeNumber("countback");
        if (count.isPresent()) {
            // The count goes before the beginning, which charts take from their screen.
            from = earlier(from, to.minus(width.multipliedBy(count.get())));
            from = later(from, to.minus(width.multipliedBy(BARS_MAX)));
        }
        from = later(from, Instant.EPOCH);
        if (from.isBefore(to) && Duration.between(from, to).dividedBy(width) > BARS_MAX) {
            return failed("at most " + BARS_MAX + " bars in one question");
        }
        return bars(instrument.get(), interval.get(), from, to);
    }

    private static Optional<Reply> tooFast(RequestPace pace, String key) {
        RequestPace.Verdict verdict = pace.ask(key);
        return verdict.allowed()
                ? Optional.empty()
                : Optional.of(
                        Reply.refused(Problem.rateLimited(pace.name(), verdict.waitSeconds())));
    }

    private Reply bars(Instrument instrument, CandleInterval interval, Instant from, Instant to) {
        if (!from.isBefore(to)) {
            return json(UdfJson.noData(Optional.empty()));
        }
        return switch (market.candles(instrument, interval, from, to)) {
            case Answer.Failed<List<Candle>>(ExchangeError error) -> failed(error.message());
            case Answer.Ok<List<Candle>>(List<Candle> bars) when !bars.isEmpty() ->
                    json(UdfJson.bars(bars));
            case Answer.Ok<List<Candle>>(List<Candle> _) ->
                    switch (before(instrument, interval, from)) {
                        case Answer.Ok<List<Candle>>(List<Candle> earlier) ->
                                json(
                                        UdfJson.noData(
                                                earlier.isEmpty()
                                                        ? Optional.empty()
                                                        : Optional.of(
                                                                earlier.getLast().openTime())));
                        case Answer.Failed<List<Candle>>(ExchangeError error) ->
                                failed(error.message());
                    };
        };
    }

    /** Candles before a time, of which the last is the newest: that is where a chart goes on. */
    private Answer<List<Candle>> before(
            Instrument instrument, CandleInterval interval, Instant from) {
        CandleInterval wide = interval.width().compareTo(DAY) < 0 ? CandleInterval.D1 : interval;
        Instant since = later(Instant.EPOCH, from.minus(wide.width().multipliedBy(LOOKED_BACK)));
        if (!since.isBefore(from)) {
            return new Answer.Ok<>(List.of());
        }
        Answer<List<Candle>> days = market.candles(instrument, wide, since, from);
        if (wide == interval
                || !(days instanceof Answer.Ok<List<Candle>>(List<Candle> found))
                || found.isEmpty()) {
            return days;
        }
        Instant day = found.getLast().openTime();
        Instant end = earlier(day.plus(DAY), from);
        Instant begin = end.minus(interval.width().multipliedBy(MarketData.CANDLES_MAX));
        return market.candles(instrument, interval, later(day, begin), end);
    }

    /** By its full name, such as {@code okx:BTC-USDT}, or at the first exchange that has it. */
    private Optional<Instrument> find(String symbol) {
        int colon = symbol.indexOf(':');
        String id = symbol.substring(colon + 1);
        if (!InstrumentId.isValid(id)) {
            return Optional.empty();
        }
        if (colon < 0) {
            return market.instruments().find(new InstrumentId(id));
        }
        return ExchangeId.parse(symbol.substring(0, colon).toLowerCase(Locale.ROOT))
                .flatMap(exchange -> market.instruments().find(exchange, new InstrumentId(id)));
    }

    private Optional<String> title(Instrument instrument) {
        return market.events()
                .contract(instrument.exchange(), instrument.id())
                .map(contract -> contract.title());
    }

    private static Reply failed(String why) {
        return json(new JsonObject().put("s", "error").put("errmsg", why));
    }

    private static Reply json(JsonObject told) {
        return raw(JSON, told.encode());
    }

    private static Reply raw(String type, String text) {
        return new Reply.Raw(200, type, Buffer.buffer(text));
    }

    private static String time(Instant at) {
        return Long.toString(at.getEpochSecond());
    }

    private static Instant second(String text) {
        return Instant.ofEpochSecond(Long.parseLong(text));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
