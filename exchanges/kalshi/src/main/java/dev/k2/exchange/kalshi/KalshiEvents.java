package dev.k2.exchange.kalshi;

import dev.k2.exchange.Answer;
import dev.k2.exchange.EventQueries;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.net.Reply;
import dev.k2.model.EventGroup;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kalshi's events with their markets. */
final class KalshiEvents implements EventQueries {
    private static final Logger LOG = LoggerFactory.getLogger(KalshiEvents.class);

    /** Those that ended are told for a little longer than a day. */
    private static final Duration ENDED_WITHIN = Duration.ofHours(26);

    /** Events that have ended whole are asked for one by one, the latest of them. */
    private static final int ENDED_MAX = 50;

    private static final List<String> STATUSES = List.of("open", "unopened", "closed");

    private final KalshiMarketRest rest;
    private final InstantSource clock;

    KalshiEvents(KalshiMarketRest rest, InstantSource clock) {
        this.rest = rest;
        this.clock = clock;
    }

    @Override
    public Answer<List<EventGroup>> events() {
        Map<String, KalshiRestWire.Event> found = new LinkedHashMap<>();
        for (String status : STATUSES) {
            switch (rest.events(status)) {
                case Answer.Failed<List<KalshiRestWire.Event>>(ExchangeError error) -> {
                    return new Answer.Failed<>(error);
                }
                case Answer.Ok<List<KalshiRestWire.Event>>(List<KalshiRestWire.Event> told) ->
                        told.forEach(event -> found.putIfAbsent(event.eventTicker(), event));
            }
        }
        switch (ended(found.keySet())) {
            case Answer.Failed<List<KalshiRestWire.Event>>(ExchangeError error) -> {
                return new Answer.Failed<>(error);
            }
            case Answer.Ok<List<KalshiRestWire.Event>>(List<KalshiRestWire.Event> told) ->
                    told.forEach(event -> found.putIfAbsent(event.eventTicker(), event));
        }
        Map<String, KalshiRestWire.Series> series = series(found.values());
        return new Answer.Ok<>(
                found.values().stream()
                        .map(
                                event ->
                                        KalshiParse.event(
                                                event,
                                                orNone(event.markets()),
                                                Optional.ofNullable(
                                                        series.get(event.seriesTicker()))))
                        .toList());
    }

    @Override
    public Answer<EventGroup> event(String ticker) {
        return switch (rest.event(ticker)) {
            case Reply.Failed<KalshiRestWire.OneEvent> failed ->
                    new Answer.Failed<>(failed.error());
            case Reply.Ok<KalshiRestWire.OneEvent>(KalshiRestWire.OneEvent told) -> {
                KalshiRestWire.Event event = told.event();
                List<KalshiRestWire.Market> nested = orNone(event.markets());
                Optional<KalshiRestWire.Series> series =
                        isWhole(event) ? Optional.empty() : ok(rest.series(event.seriesTicker()));
                yield new Answer.Ok<>(
                        KalshiParse.event(
                                event, nested.isEmpty() ? orNone(told.markets()) : nested, series));
            }
        };
    }

    /** Events all of whose markets are settled, which no list of open events tells. */
    private Answer<List<KalshiRestWire.Event>> ended(Set<String> known) {
        long since = clock.instant().minus(ENDED_WITHIN).getEpochSecond();
        return rest.markets("settled", Map.of("min_close_ts", Long.toString(since)))
                .map(
                        markets -> {
                            Set<String> tickers = new LinkedHashSet<>();
                            for (KalshiRestWire.Market market : markets) {
                                if (!known.contains(market.eventTicker())) {
                                    tickers.add(market.eventTicker());
                                }
                            }
                            if (tickers.size() > ENDED_MAX) {
                                LOG.info(
                                        "kalshi: {} of {} events that ended are told",
                                        ENDED_MAX,
                                        tickers.size());
                            }
                            return tickers.stream()
                                    .limit(ENDED_MAX)
                                    .flatMap(ticker -> whole(ticker).stream())
                                    .toList();
                        });
    }

    private Optional<KalshiRestWire.Event> whole(String ticker) {
        return ok(rest.event(ticker))
                .map(
                        told -> {
                            KalshiRestWire.Event event = told.event();
                            return event.markets() == null
                                    ? withMarkets(event, orNone(told.markets()))
                                    : event;
                        });
    }

    /** What events leave out; one list of all series is less to ask than a series each. */
    private Map<String, KalshiRestWire.Series> series(Collection<KalshiRestWire.Event> events) {
        Map<String, KalshiRestWire.Series> series = new LinkedHashMap<>();
        if (!events.stream().allMatch(KalshiEvents::isWhole)) {
            ok(rest.seriesList()).orElse(List.of()).forEach(one -> series.put(one.ticker(), one));
        }
        return series;
    }

    private static boolean isWhole(KalshiRestWire.Event event) {
        return !KalshiParse.orEmpty(event.category()).isEmpty()
                && event.settlementSources() != null;
    }

    private static KalshiRestWire.Event withMarkets(
            KalshiRestWire.Event event, List<KalshiRestWire.Market> markets) {
        return new KalshiRestWire.Event(
                event.eventTicker(),
                event.seriesTicker(),
                event.subTitle(),
                event.title(),
                event.mutuallyExclusive(),
                event.category(),
                markets,
                event.settlementSources(),
                event.feeTypeOverride(),
                event.feeMultiplierOverride());
    }

    private static <T> Optional<T> ok(Reply<T> reply) {
        return switch (reply) {
            case Reply.Ok<T>(T value) -> Optional.of(value);
            case Reply.Failed<T> failed -> {
                LOG.warn("kalshi: {}", failed.error().message());
                yield Optional.empty();
            }
        };
    }

    private static List<KalshiRestWire.Market> orNone(
            @Nullable List<KalshiRestWire.Market> markets) {
        return markets == null ? List.of() : markets;
    }
}
