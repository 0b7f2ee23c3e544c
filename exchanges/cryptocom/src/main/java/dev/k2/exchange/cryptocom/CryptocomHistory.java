package dev.k2.exchange.cryptocom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Answer;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Lookup;
import dev.k2.exchange.OrderRef;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.net.Pages;
import dev.k2.exchange.net.Reply;
import dev.k2.exchange.net.Reply.Certainty;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of orders: single ones, and lists of orders and fills, whole. */
final class CryptocomHistory {
    private static final Duration WINDOW = Duration.ofDays(7).minusMinutes(1);

    /** Farther back Crypto.com tells nothing. */
    private static final Duration KEPT = Duration.ofDays(180);

    private static final Duration AHEAD = Duration.ofMinutes(1);
    private static final long NANOS_IN_A_MILLI = 1_000_000;

    private final CryptocomAccountRest rest;
    private final CryptocomMarket market;
    private final InstantSource clock;

    CryptocomHistory(CryptocomAccountRest rest, CryptocomMarket market, InstantSource clock) {
        this.rest = rest;
        this.market = market;
        this.clock = clock;
    }

    /** An order with the time of its beginning, which a report does not tell. */
    private record Begun(OrderReport report, long createdMillis) {}

    /** A row with its time in nanoseconds. */
    private record Timed<T>(T row, long nanos) {}

    /** An order that is not among the usual ones may be one that waits. */
    Lookup find(OrderRef order) {
        Lookup usual = find(order, false);
        if (!(usual instanceof Lookup.Absent)) {
            return usual;
        }
        Lookup waiting = find(order, true);
        return waiting instanceof Lookup.Absent ? usual : waiting;
    }

    private Lookup find(OrderRef order, boolean waits) {
        InstrumentId id = order.instrument().id();
        return switch (rest.order(CryptocomOrderForm.of(order), waits).about(id)) {
            case Reply.Failed<CryptocomAccountWire.Order>(
                            Certainty certainty,
                            ExchangeError error) ->
                    certainty == Certainty.REFUSED && CryptocomErrors.isAbsence(error)
                            ? new Lookup.Absent(error)
                            : new Lookup.Failed(error);
            case Reply.Ok<CryptocomAccountWire.Order>(CryptocomAccountWire.Order wire) ->
                    found(id, wire);
        };
    }

    private static Lookup found(InstrumentId id, CryptocomAccountWire.@Nullable Order wire) {
        if (wire == null) {
            return new Lookup.Absent(
                    CryptocomErrors.ALL.local(
                            "ask for an order",
                            ErrorCategory.ORDER_NOT_FOUND,
                            "Crypto.com told no order"));
        }
        try {
            return new Lookup.Found(CryptocomOrderParse.order(id, wire));
        } catch (UnknownWord unknown) {
            return new Lookup.Failed(CryptocomErrors.unreadable("ask for an order", unknown));
        }
    }

    Answer<List<OrderReport>> open(Optional<Instrument> instrument) {
        return openOrders(instrument).map(found -> found.stream().map(Begun::report).toList());
    }

    private Answer<List<Begun>> openOrders(Optional<Instrument> instrument) {
        Map<String, Object> filter = new LinkedHashMap<>();
        instrument.ifPresent(one -> filter.put("instrument_name", one.symbol()));
        Map<ExchangeOrderId, Begun> open = new LinkedHashMap<>();
        for (boolean waits : List.of(false, true)) {
            switch (CryptocomReading.answer(
                    "ask for open orders", rest.open(filter, waits), this::begun)) {
                case Answer.Failed<List<Begun>> failed -> {
                    return failed;
                }
                case Answer.Ok<List<Begun>>(List<Begun> found) ->
                        found.stream()
                                .filter(order -> !order.report().status().isFinal())
                                .forEach(order -> open.putIfAbsent(order.report().id(), order));
            }
        }
        return new Answer.Ok<>(List.copyOf(open.values()));
    }

    /** Open orders and ended ones, of both kinds. */
    Answer<List<OrderReport>> orders(Instrument instrument, Instant from, Instant to) {
        Map<ExchangeOrderId, Begun> all = new LinkedHashMap<>();
        switch (openOrders(Optional.of(instrument))) {
            case Answer.Failed<List<Begun>>(ExchangeError error) -> {
                return new Answer.Failed<>(error);
            }
            case Answer.Ok<List<Begun>>(List<Begun> open) ->
                    open.forEach(order -> all.put(order.report().id(), order));
        }
        for (boolean waits : List.of(false, true)) {
            switch (rows(
                    "ask for ended orders",
                    instrument,
                    from,
                    to,
                    range -> rest.history(range, waits),
                    node ->
                            begun(node)
                                    .map(
                                            order ->
                                                    new Timed<>(
                                                            order,
                                                            order.createdMillis()
                                                                    * NANOS_IN_A_MILLI)))) {
                case Answer.Failed<List<Begun>>(ExchangeError error) -> {
                    return new Answer.Failed<>(error);
                }
                case Answer.Ok<List<Begun>>(List<Begun> ended) ->
                        ended.forEach(order -> all.put(order.report().id(), order));
            }
        }
        return new Answer.Ok<>(
                all.values().stream()
                        .filter(order -> order.createdMillis() >= from.toEpochMilli())
                        .filter(order -> order.createdMillis() < to.toEpochMilli())
                        .sorted(Comparator.comparingLong(Begun::createdMillis))
                        .map(Begun::report)
                        .toList());
    }

    Answer<List<Fill>> fills(Instrument instrument, Instant since) {
        return fills(instrument, since, clock.instant().plus(AHEAD))
                .map(
                        fills ->
                                fills.stream()
                                        .filter(fill -> !fill.executedAt().isBefore(since))
                                        .toList());
    }

    private Answer<List<Fill>> fills(Instrument instrument, Instant from, Instant to) {
        return rows(
                        "ask for fills",
                        instrument,
                        from,
                        to,
                        rest::trades,
                        node -> {
                            var wire =
                                    CryptocomReading.wire(node, CryptocomAccountWire.Trade.class);
                            return Optional.of(
                                    new Timed<>(
                                            CryptocomOrderParse.fill(instrument.id(), wire),
                                            CryptocomOrderParse.nanos(wire)));
                        })
                .map(
                        fills ->
                                fills.stream()
                                        .sorted(Comparator.comparing(Fill::executedAt))
                                        .toList());
    }

    /** Fills are told by time only, so the order says between which times to look. */
    Answer<List<Fill>> fillsOf(Instrument instrument, ExchangeOrderId order) {
        Map<String, Object> named = Map.of("order_id", order.text());
        return switch (rest.order(named, false).about(instrument.id())) {
            case Reply.Failed<CryptocomAccountWire.Order>(
                            Certainty certainty,
                            ExchangeError error) ->
                    certainty == Certainty.REFUSED && CryptocomErrors.isAbsence(error)
                            ? new Answer.Ok<>(List.of())
                            : new Answer.Failed<>(error);
            case Reply.Ok<CryptocomAccountWire.Order>(CryptocomAccountWire.Order wire) -> {
                Instant now = clock.instant().plus(AHEAD);
                Instant from =
                        wire.createTime() == null
                                ? now.minus(WINDOW)
                                : Instant.ofEpochMilli(wire.createTime()).minusSeconds(1);
                yield fills(instrument, from, now)
                        .map(
                                fills ->
                                        fills.stream()
                                                .filter(fill -> fill.order().equals(order))
                                                .toList());
            }
        };
    }

    private Optional<Begun> begun(JsonNode node) throws JsonProcessingException, UnknownWord {
        var wire = CryptocomReading.wire(node, CryptocomAccountWire.Order.class);
        Optional<Instrument> instrument = market.instrument(wire.instrumentName());
        return instrument.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Begun(
                                CryptocomOrderParse.order(instrument.get().id(), wire),
                                wire.createTime() == null ? 0 : wire.createTime()));
    }

    private interface Ranged {
        Reply<CryptocomRestWire.Page> page(Map<String, Object> range);
    }

    /**
     * All rows of all windows of a range of time. Each page tells the last rows before an end, so
     * the next one ends where it began; rows of that very moment come twice and count once.
     */
    private <T> Answer<List<T>> rows(
            String operation,
            Instrument instrument,
            Instant from,
            Instant to,
            Ranged ranged,
            CryptocomReading.Element<Timed<T>> element) {
        Instant oldest = clock.instant().minus(KEPT);
        Instant last = clock.instant().plus(AHEAD);
        return Pages.inWindows(
                from.isBefore(oldest) ? oldest : from,
                to.isBefore(last) ? to : last,
                WINDOW,
                (start, end) ->
                        cursor ->
                                page(
                                        operation,
                                        instrument,
                                        start * NANOS_IN_A_MILLI,
                                        cursor.map(Long::parseLong)
                                                .orElse((end + 1) * NANOS_IN_A_MILLI),
                                        ranged,
                                        element),
                read -> CryptocomErrors.refused(operation, "There are more than " + read));
    }

    private static <T> Reply<Pages.Page<T>> page(
            String operation,
            Instrument instrument,
            long startNanos,
            long endNanos,
            Ranged ranged,
            CryptocomReading.Element<Timed<T>> element) {
        Map<String, Object> range = new LinkedHashMap<>();
        range.put("instrument_name", instrument.symbol());
        range.put("start_time", Long.toString(startNanos));
        range.put("end_time", Long.toString(endNanos));
        range.put("limit", Integer.toString(CryptocomAccountRest.ROWS_MAX));
        Reply<CryptocomRestWire.Page> asked = ranged.page(range).about(instrument.id());
        if (asked
                instanceof
                Reply.Failed<CryptocomRestWire.Page>(Certainty certainty, ExchangeError error)) {
            return new Reply.Failed<>(certainty, error);
        }
        CryptocomRestWire.Page told = ((Reply.Ok<CryptocomRestWire.Page>) asked).value();
        return CryptocomReading.each(operation, told, element)
                .map(
                        read ->
                                new Pages.Page<>(
                                        read.stream().map(Timed::row).toList(),
                                        next(told.data().size(), read, startNanos, endNanos)));
    }

    /** Where the next page ends; empty where this one was not full, or nothing is before it. */
    private static <T> Optional<String> next(
            int rows, List<Timed<T>> read, long startNanos, long endNanos) {
        long oldest = read.stream().mapToLong(Timed::nanos).min().orElse(startNanos);
        if (rows < CryptocomAccountRest.ROWS_MAX || oldest <= startNanos) {
            return Optional.empty();
        }
        // A page that is all of one moment ends before it, or it would come again and again.
        long end = oldest + NANOS_IN_A_MILLI < endNanos ? oldest + NANOS_IN_A_MILLI : oldest;
        return Optional.of(Long.toString(end));
    }
}
