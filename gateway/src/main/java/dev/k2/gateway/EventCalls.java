package dev.k2.gateway;

import dev.k2.exchange.Answer;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.marketdata.EventQuery;
import dev.k2.marketdata.EventStatus;
import dev.k2.marketdata.MarketData;
import dev.k2.marketdata.PriceView;
import dev.k2.model.EventGroup;
import dev.k2.model.InstrumentId;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Calls about events and their contracts. */
final class EventCalls {
    /** Stands behind every time. */
    private static final String LAST = "~";

    /** What exchanges say of an event that they do not have. */
    private static final Set<ErrorCategory> UNKNOWN =
            EnumSet.of(ErrorCategory.VALIDATION, ErrorCategory.ORDER_NOT_FOUND);

    private static final BigInteger VOLUME_MAX = BigInteger.TEN.pow(24);

    private final MarketData market;

    EventCalls(MarketData market) {
        this.market = market;
    }

    Map<String, Call> all() {
        return Map.of("listEvents", this::list, "getEvent", this::one);
    }

    private Reply list(Asked asked) {
        var query =
                new EventQuery(
                        asked.exchange(),
                        asked.text("category"),
                        asked.text("status").map(word -> Words.constant(EventStatus.class, word)),
                        asked.text("search"));
        Function<EventGroup, String> name =
                asked.needed("sort").equals("closes_at")
                        ? EventCalls::byClosing
                        : EventCalls::byVolume;
        List<EventGroup> found = new ArrayList<>(market.events().search(query));
        found.sort(Comparator.comparing(name));
        return Pager.page(
                found, name, group -> EventJson.event(group, id -> known(group, id)), asked);
    }

    private Reply one(Asked asked) {
        return switch (market.event(asked.exchange(), asked.needed("event"))) {
            case Answer.Ok<EventGroup>(EventGroup group) ->
                    Reply.ok(EventJson.event(group, id -> looked(group, id)));
            case Answer.Failed<EventGroup>(ExchangeError error) ->
                    Reply.refused(
                            UNKNOWN.contains(error.category())
                                    ? noSuchEvent(asked)
                                    : ExchangeProblems.of(error));
        };
    }

    private Optional<PriceView> known(EventGroup group, InstrumentId id) {
        return market.instruments().find(group.exchange(), id).flatMap(market::knownPrice);
    }

    private Optional<PriceView> looked(EventGroup group, InstrumentId id) {
        return market.instruments().find(group.exchange(), id).flatMap(market::price);
    }

    private static Problem noSuchEvent(Asked asked) {
        return new Problem(
                404,
                "EVENT_NOT_FOUND",
                "No exchange that K2 knows has this event; GET /v1/events lists them.",
                Map.of("field", "event", "event", asked.needed("event")));
    }

    /** What closes next stands first, and behind all that trade those that ended last. */
    private static String byClosing(EventGroup group) {
        String when =
                EventJson.closesAt(group)
                        .map(at -> sortable(at.toEpochMilli()))
                        .orElseGet(() -> LAST + sortable(Long.MAX_VALUE - ended(group)));
        return when + " " + name(group);
    }

    private static long ended(EventGroup group) {
        return group.contracts().stream()
                .mapToLong(contract -> contract.closesAt().toEpochMilli())
                .max()
                .orElse(0);
    }

    private static String sortable(long millis) {
        return String.format(Locale.ROOT, "%020d", millis);
    }

    /** Ascending texts, so that the most traded event has the smallest. */
    private static String byVolume(EventGroup group) {
        BigDecimal volume = EventJson.volume(group).setScale(0, RoundingMode.FLOOR);
        BigInteger left = VOLUME_MAX.subtract(volume.toBigInteger()).max(BigInteger.ZERO);
        return String.format(Locale.ROOT, "%025d", left) + " " + name(group);
    }

    private static String name(EventGroup group) {
        return group.ticker() + " " + group.exchange().text();
    }
}
