package dev.k2.exchange.bybit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Answer;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Lookup;
import dev.k2.exchange.OrderRef;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.bybit.BybitParse.UnknownWord;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.Instrument;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What became of orders: lists of orders and fills, whole, all windows of time, all pages. */
final class BybitHistory {
    /** The coins that linear contracts are settled in; each is asked for by itself. */
    static final List<String> SETTLED_IN = List.of("USDT", "USDC");

    private static final Duration WINDOW = Duration.ofDays(7).minusMinutes(1);

    /** Farther back Bybit tells nothing. */
    private static final Duration KEPT = Duration.ofDays(729);

    private static final Duration AHEAD = Duration.ofMinutes(1);

    private final BybitAccountRest rest;
    private final BybitMarket market;
    private final InstantSource clock;

    BybitHistory(BybitAccountRest rest, BybitMarket market, InstantSource clock) {
        this.rest = rest;
        this.market = market;
        this.clock = clock;
    }

    /** An order with the time of its beginning, which a report does not tell. */
    private record Begun(OrderReport report, long createdMillis) {}

    /** The last that ended are among the open ones for a while; older ones are in the history. */
    Lookup find(OrderRef order) {
        Instrument instrument = order.instrument();
        Map<String, String> question = named(instrument);
        question.putAll(
                order.byOneId(
                        id -> Map.of("orderId", id.text()),
                        id -> Map.of("orderLinkId", id.text())));
        Map<String, String> recent = new LinkedHashMap<>(question);
        recent.put("openOnly", "1");
        Lookup found = lookup(order, recent, rest::open);
        return found instanceof Lookup.Absent ? lookup(order, question, rest::history) : found;
    }

    private Lookup lookup(
            OrderRef order, Map<String, String> question, BybitReading.Asking asking) {
        var read =
                BybitReading.all(
                        "ask for an order",
                        question,
                        asking,
                        node -> Optional.of(begun(order.instrument(), node)));
        return switch (read) {
            case Answer.Failed<List<Begun>>(ExchangeError error) ->
                    error.category() == ErrorCategory.ORDER_NOT_FOUND
                            ? new Lookup.Absent(error)
                            : new Lookup.Failed(error);
            case Answer.Ok<List<Begun>>(List<Begun> found) ->
                    found.stream()
                            .map(Begun::report)
                            .filter(report -> isOf(order, report))
                            .findFirst()
                            .<Lookup>map(Lookup.Found::new)
                            .orElseGet(() -> new Lookup.Absent(unknown(order)));
        };
    }

    private static boolean isOf(OrderRef order, OrderReport report) {
        return order.byOneId(
                id -> report.id().equals(id), id -> report.clientOrderId().equals(Optional.of(id)));
    }

    private static ExchangeError unknown(OrderRef order) {
        return BybitErrors.ALL.local(
                "ask for an order",
                ErrorCategory.ORDER_NOT_FOUND,
                "Bybit knows no such order of " + order.instrument().id());
    }

    Answer<List<OrderReport>> open(Optional<Instrument> instrument) {
        return openOrders(instrument).map(found -> found.stream().map(Begun::report).toList());
    }

    private Answer<List<Begun>> openOrders(Optional<Instrument> instrument) {
        List<Map<String, String>> questions = new ArrayList<>();
        if (instrument.isPresent()) {
            questions.add(named(instrument.get()));
        } else {
            questions.add(BybitRest.of(BybitCategory.SPOT));
            SETTLED_IN.forEach(
                    coin -> {
                        Map<String, String> linear = BybitRest.of(BybitCategory.LINEAR);
                        linear.put("settleCoin", coin);
                        questions.add(linear);
                    });
        }
        List<Begun> open = new ArrayList<>();
        for (Map<String, String> question : questions) {
            question.put("openOnly", "0");
            question.put("limit", Integer.toString(BybitAccountRest.ORDERS_MAX));
            BybitCategory category =
                    BybitCategory.SPOT.word().equals(question.get("category"))
                            ? BybitCategory.SPOT
                            : BybitCategory.LINEAR;
            switch (BybitReading.all(
                    "ask for open orders", question, rest::open, node -> begun(category, node))) {
                case Answer.Failed<List<Begun>> failed -> {
                    return failed;
                }
                case Answer.Ok<List<Begun>>(List<Begun> found) ->
                        found.stream()
                                .filter(order -> !order.report().status().isFinal())
                                .forEach(open::add);
            }
        }
        return new Answer.Ok<>(open);
    }

    /** Open orders are no history yet at Bybit, so both are asked for. */
    Answer<List<OrderReport>> orders(Instrument instrument, Instant from, Instant to) {
        Map<ExchangeOrderId, Begun> all = new LinkedHashMap<>();
        switch (openOrders(Optional.of(instrument))) {
            case Answer.Failed<List<Begun>>(ExchangeError error) -> {
                return new Answer.Failed<>(error);
            }
            case Answer.Ok<List<Begun>>(List<Begun> open) ->
                    open.forEach(order -> all.put(order.report().id(), order));
        }
        Map<String, String> question = named(instrument);
        question.put("limit", Integer.toString(BybitAccountRest.ORDERS_MAX));
        switch (BybitReading.inWindows(
                "ask for ended orders",
                notBefore(from),
                notAfter(to),
                WINDOW,
                question,
                rest::history,
                node -> Optional.of(begun(instrument, node)))) {
            case Answer.Failed<List<Begun>>(ExchangeError error) -> {
                return new Answer.Failed<>(error);
            }
            case Answer.Ok<List<Begun>>(List<Begun> ended) ->
                    ended.forEach(order -> all.put(order.report().id(), order));
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
        Map<String, String> question = named(instrument);
        question.put("limit", Integer.toString(BybitAccountRest.FILLS_MAX));
        return BybitReading.inWindows(
                        "ask for fills",
                        notBefore(since),
                        clock.instant().plus(AHEAD),
                        WINDOW,
                        question,
                        rest::executions,
                        node -> fill(instrument, node))
                .map(BybitHistory::oldestFirst);
    }

    Answer<List<Fill>> fillsOf(Instrument instrument, ExchangeOrderId order) {
        Map<String, String> question = named(instrument);
        question.put("orderId", order.text());
        question.put("limit", Integer.toString(BybitAccountRest.FILLS_MAX));
        return BybitReading.all(
                        "ask for fills", question, rest::executions, node -> fill(instrument, node))
                .map(BybitHistory::oldestFirst);
    }

    private static Optional<Fill> fill(Instrument instrument, JsonNode node)
            throws JsonProcessingException, UnknownWord {
        return BybitParse.fill(
                instrument, BybitReading.wire(node, BybitAccountWire.Execution.class));
    }

    private static List<Fill> oldestFirst(List<Fill> fills) {
        return fills.stream().sorted(Comparator.comparing(Fill::executedAt)).toList();
    }

    private Optional<Begun> begun(BybitCategory category, JsonNode node)
            throws JsonProcessingException, UnknownWord {
        var wire = BybitReading.wire(node, BybitAccountWire.Order.class);
        Optional<Instrument> instrument = market.instrument(category, wire.symbol());
        return instrument.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Begun(BybitParse.order(instrument.get(), wire), wire.createdTime()));
    }

    private static Begun begun(Instrument instrument, JsonNode node)
            throws JsonProcessingException, UnknownWord {
        var wire = BybitReading.wire(node, BybitAccountWire.Order.class);
        return new Begun(BybitParse.order(instrument, wire), wire.createdTime());
    }

    private static Map<String, String> named(Instrument instrument) {
        Map<String, String> question = BybitRest.of(BybitCategory.of(instrument));
        question.put("symbol", instrument.symbol());
        return question;
    }

    /** Farther back nothing is told. */
    private Instant notBefore(Instant from) {
        Instant oldest = clock.instant().minus(KEPT);
        return from.isBefore(oldest) ? oldest : from;
    }

    private Instant notAfter(Instant to) {
        Instant last = clock.instant().plus(AHEAD);
        return to.isBefore(last) ? to : last;
    }
}
