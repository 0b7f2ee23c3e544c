package dev.k2.gateway;

import dev.k2.exchange.Answer;
import dev.k2.exchange.ExchangeError;
import dev.k2.marketdata.ConsolidatedBook;
import dev.k2.marketdata.ConsolidatedPrice;
import dev.k2.marketdata.EventBoard;
import dev.k2.marketdata.Freshness;
import dev.k2.marketdata.InstrumentQuery;
import dev.k2.marketdata.MarketData;
import dev.k2.marketdata.PriceView;
import dev.k2.marketdata.RankedInstrument;
import dev.k2.model.Candle;
import dev.k2.model.CandleInterval;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.PublicTrade;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Calls about what is traded and at which price. */
final class MarketCalls {
    /** A first question makes market data subscribe; the answer is worth this much waiting. */
    private static final Duration FIRST_DATA_MAX = Duration.ofSeconds(3);

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final MarketData market;
    private final InstantSource clock;

    MarketCalls(MarketData market, InstantSource clock) {
        this.market = market;
        this.clock = clock;
    }

    Map<String, Call> all() {
        return Map.of(
                "listInstruments", this::instruments,
                "getInstrument", asked -> of(asked, i -> Reply.ok(instrument(i))),
                "getConsolidatedPrice", this::consolidatedPrice,
                "getConsolidatedOrderBook", this::consolidatedBook,
                "listPrices", this::prices,
                "getPrice", asked -> of(asked, this::price),
                "getOrderBook", asked -> of(asked, i -> book(i, asked.number("depth"))),
                "listCandles", asked -> of(asked, i -> candles(i, asked)),
                "listTape", asked -> of(asked, i -> tape(i, asked.number("limit"))));
    }

    private Reply instruments(Asked asked) {
        var query =
                new InstrumentQuery(
                        asked.exchange(),
                        asked.text("type"),
                        Optional.empty(),
                        Optional.empty(),
                        asked.text("search"));
        return Pager.page(
                market.search(query),
                MarketCalls::name,
                found -> instrument(found.instrument()),
                asked);
    }

    private JsonObject instrument(Instrument instrument) {
        JsonObject told = MarketJson.instrument(instrument);
        EventBoard events = market.events();
        events.groupOf(instrument.exchange(), instrument.id())
                .ifPresent(
                        group ->
                                events.contract(instrument.exchange(), instrument.id())
                                        .ifPresent(
                                                contract ->
                                                        told.put(
                                                                "contract",
                                                                EventJson.instrumentContract(
                                                                        group, contract))));
        return told;
    }

    private Reply prices(Asked asked) {
        List<PriceView> found = new ArrayList<>(market.prices());
        asked.exchange().ifPresent(exchange -> found.removeIf(p -> p.exchange() != exchange));
        found.sort(Comparator.comparing(MarketCalls::name));
        return Pager.page(found, MarketCalls::name, MarketJson::price, asked);
    }

    private Reply consolidatedPrice(Asked asked) {
        Optional<InstrumentId> id = traded(asked);
        if (id.isEmpty()) {
            return Reply.refused(unknown(asked));
        }
        Optional<ConsolidatedPrice> live =
                soon(
                        () ->
                                Optional.of(market.consolidatedPrice(id.get()))
                                        .filter(p -> p.state() == Freshness.LIVE));
        return Reply.ok(
                MarketJson.consolidated(live.orElseGet(() -> market.consolidatedPrice(id.get()))));
    }

    private Reply consolidatedBook(Asked asked) {
        Optional<InstrumentId> id = traded(asked);
        if (id.isEmpty()) {
            return Reply.refused(unknown(asked));
        }
        int depth = asked.number("depth");
        Optional<ConsolidatedBook> live =
                soon(
                        () ->
                                Optional.of(market.consolidatedBook(id.get(), depth))
                                        .filter(b -> b.state() == Freshness.LIVE));
        return Reply.ok(
                MarketJson.consolidated(
                        live.orElseGet(() -> market.consolidatedBook(id.get(), depth))));
    }

    /** The id that is asked for, where some exchange trades it. */
    private Optional<InstrumentId> traded(Asked asked) {
        return asked.instrument().filter(id -> market.instruments().find(id).isPresent());
    }

    private Reply price(Instrument instrument) {
        return soon(() -> market.price(instrument))
                .map(price -> Reply.ok(MarketJson.price(price)))
                .orElseGet(() -> notYet("PRICE_UNAVAILABLE", "price", instrument));
    }

    private Reply book(Instrument instrument, int depth) {
        return soon(() -> market.book(instrument, depth))
                .map(book -> Reply.ok(MarketJson.book(book)))
                .orElseGet(() -> notYet("BOOK_UNAVAILABLE", "book", instrument));
    }

    private Reply tape(Instrument instrument, int limit) {
        List<PublicTrade> newestFirst = market.trades(instrument, limit).reversed();
        return Reply.whole(
                newestFirst.stream()
                        .map(trade -> MarketJson.trade(instrument.exchange(), trade))
                        .toList());
    }

    private Reply candles(Instrument instrument, Asked asked) {
        CandleInterval interval = CandleInterval.parse(asked.needed("interval")).orElseThrow();
        Optional<Instant> start = asked.text("start").flatMap(Times::parse);
        Optional<Instant> end = asked.text("end").flatMap(Times::parse);
        if (asked.text("start").isPresent() && start.isEmpty()) {
            return Reply.refused(Problem.invalid("start", "a day that exists"));
        }
        if (asked.text("end").isPresent() && end.isEmpty()) {
            return Reply.refused(Problem.invalid("end", "a day that exists"));
        }
        Instant now = clock.instant();
        Instant to = end.filter(e -> e.isBefore(now)).orElse(now);
        Duration most = interval.width().multipliedBy(asked.number("limit"));
        Instant from = later(Instant.EPOCH, start.orElse(to.minus(most)));
        if (!from.isBefore(to)) {
            return Reply.refused(Problem.invalid("start", "a time before end and before now"));
        }
        Instant until = from.plus(most).isBefore(to) ? from.plus(most) : to;
        return switch (market.candles(instrument, interval, from, until)) {
            case Answer.Ok<List<Candle>>(List<Candle> candles) ->
                    Reply.whole(candles.stream().map(MarketJson::candle).toList());
            case Answer.Failed<List<Candle>>(ExchangeError error) ->
                    Reply.refused(ExchangeProblems.of(error));
        };
    }

    /** Finds the instrument that is asked for, and goes on with it. */
    private Reply of(Asked asked, Function<Instrument, Reply> with) {
        return find(asked).map(with).orElseGet(() -> Reply.refused(unknown(asked)));
    }

    private Optional<Instrument> find(Asked asked) {
        Optional<InstrumentId> id = asked.instrument();
        return asked.exchange().isPresent()
                ? id.flatMap(i -> market.instruments().find(asked.exchange().orElseThrow(), i))
                : id.flatMap(i -> market.instruments().find(i));
    }

    private static Problem unknown(Asked asked) {
        return new Problem(
                404,
                "INSTRUMENT_NOT_FOUND",
                "No exchange that K2 knows trades this instrument; GET /v1/instruments lists them.",
                Map.of("field", "instrument", "instrument", asked.needed("instrument")));
    }

    private static Reply notYet(String code, String what, Instrument instrument) {
        return Reply.refused(
                new Problem(
                        503,
                        code,
                        "No " + what + " of this instrument has arrived yet.",
                        Map.of(
                                "instrument", instrument.id().text(),
                                "exchange", instrument.exchange().text(),
                                "retry_after_seconds", 1)));
    }

    private <T> Optional<T> soon(Supplier<Optional<T>> look) {
        Instant end = clock.instant().plus(FIRST_DATA_MAX);
        Optional<T> found = look.get();
        while (found.isEmpty() && clock.instant().isBefore(end)) {
            try {
                Thread.sleep(LOOK_EVERY);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return found;
            }
            found = look.get();
        }
        return found;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Sorts as the search does: by rank, then by name. */
    private static String name(RankedInstrument found) {
        Instrument instrument = found.instrument();
        return String.format(
                Locale.ROOT,
                "%02d %s %s",
                found.rank(),
                instrument.id().text(),
                instrument.exchange().text());
    }

    private static String name(PriceView price) {
        return price.instrument().text() + " " + price.exchange().text();
    }
}
