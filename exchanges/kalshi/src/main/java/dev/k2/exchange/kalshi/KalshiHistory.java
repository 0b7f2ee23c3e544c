package dev.k2.exchange.kalshi;

import dev.k2.exchange.Answer;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Lookup;
import dev.k2.exchange.OrderRef;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.net.ExchangeErrors;
import dev.k2.exchange.net.Pages.Page;
import dev.k2.exchange.net.Reply;
import dev.k2.exchange.net.Reply.Certainty;
import dev.k2.model.ClientOrderId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.Instrument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What became of orders: lists of orders and fills, whole, those of long ago included. */
final class KalshiHistory {
    private static final String FIND = "ask for an order";
    private static final String ORDERS = "ask for orders";
    private static final String FILLS = "ask for fills";
    private static final String CUTOFF = "ask how far lists go back";
    private static final int PAGES_MAX = 1_000;

    private final KalshiAccountRest rest;
    private final KalshiMarketRest marketRest;
    private final KalshiOrderIds ids;

    KalshiHistory(KalshiAccountRest rest, KalshiMarketRest marketRest, KalshiOrderIds ids) {
        this.rest = rest;
        this.marketRest = marketRest;
        this.ids = ids;
    }

    /** An order with the time of its beginning, which a report does not tell. */
    private record Begun(OrderReport report, Instant createdAt) {}

    /** Turns one thing of Kalshi's into ours. */
    private interface Reading<W, T> {
        T read(W wire) throws UnknownWord;
    }

    Lookup find(OrderRef order) {
        Optional<ExchangeOrderId> theirs =
                order.exchangeOrderId().or(() -> order.clientOrderId().flatMap(ids::theirs));
        return theirs.map(id -> find(order, id))
                .orElseGet(
                        () ->
                                order.clientOrderId()
                                        .map(id -> find(order, id))
                                        .orElseThrow(
                                                () ->
                                                        new IllegalStateException(
                                                                "an order without an id")));
    }

    private Lookup find(OrderRef order, ExchangeOrderId id) {
        return switch (rest.order(id.text()).about(order.instrument().id())) {
            case Reply.Failed<KalshiAccountWire.Order>(Certainty certainty, ExchangeError error) ->
                    KalshiErrors.isAbsence(error)
                            ? new Lookup.Absent(error)
                            : new Lookup.Failed(error);
            case Reply.Ok<KalshiAccountWire.Order>(KalshiAccountWire.Order wire) -> found(wire);
        };
    }

    /** Kalshi looks for no id of ours, so the market's orders are looked through, newest first. */
    private Lookup find(OrderRef order, ClientOrderId id) {
        Lookup recent = find(order, id, false);
        return recent instanceof Lookup.Absent ? find(order, id, true) : recent;
    }

    private Lookup find(OrderRef order, ClientOrderId id, boolean old) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("ticker", order.instrument().symbol());
        for (int page = 0; page < PAGES_MAX; page++) {
            switch (rest.orders(query, old).about(order.instrument().id())) {
                case Reply.Failed<Page<KalshiAccountWire.Order>> failed -> {
                    return new Lookup.Failed(failed.error());
                }
                case Reply.Ok<Page<KalshiAccountWire.Order>>(
                                Page<KalshiAccountWire.Order> told) -> {
                    for (KalshiAccountWire.Order wire : told.rows()) {
                        if (id.text().equals(wire.clientOrderId())) {
                            return found(wire);
                        }
                    }
                    if (told.next().isEmpty()) {
                        return new Lookup.Absent(absent(order));
                    }
                    query.put("cursor", told.next().get());
                }
            }
        }
        return new Lookup.Failed(KalshiErrors.tooMany(FIND, PAGES_MAX));
    }

    private Lookup found(KalshiAccountWire.Order wire) {
        try {
            return new Lookup.Found(report(wire));
        } catch (UnknownWord unknown) {
            return new Lookup.Failed(KalshiErrors.unreadable(FIND, unknown));
        }
    }

    private OrderReport report(KalshiAccountWire.Order wire) throws UnknownWord {
        OrderReport report = KalshiOrderParse.order(wire);
        ids.learn(report.clientOrderId(), report.id());
        return report;
    }

    private static ExchangeError absent(OrderRef order) {
        return ExchangeErrors.about(
                KalshiErrors.ALL.local(
                        FIND,
                        ErrorCategory.ORDER_NOT_FOUND,
                        "Kalshi knows no such order of " + order.instrument().id()),
                order.instrument().id());
    }

    Answer<List<OrderReport>> open(Optional<Instrument> instrument) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("status", "resting");
        instrument.ifPresent(one -> query.put("ticker", one.symbol()));
        return each(ORDERS, rest.allOrders(query, false), this::report);
    }

    /** Orders that changed last before a certain time are kept in a list of their own. */
    Answer<List<OrderReport>> orders(Instrument instrument, Instant from, Instant to) {
        Map<String, String> query = Map.of("ticker", instrument.symbol());
        Answer<List<Begun>> told =
                lists(
                        from,
                        KalshiRestWire.Cutoff::ordersUpdated,
                        old -> each(ORDERS, rest.allOrders(query, old), this::begun));
        return told.map(
                all ->
                        all.stream()
                                .filter(one -> !one.createdAt().isBefore(from))
                                .filter(one -> one.createdAt().isBefore(to))
                                .sorted(Comparator.comparing(Begun::createdAt))
                                .map(Begun::report)
                                .collect(
                                        Collectors.toMap(
                                                OrderReport::id,
                                                Function.identity(),
                                                (old, recent) -> recent,
                                                LinkedHashMap::new))
                                .values()
                                .stream()
                                .toList());
    }

    private Begun begun(KalshiAccountWire.Order wire) throws UnknownWord {
        return new Begun(report(wire), KalshiParse.time("created_time", wire.createdTime()));
    }

    Answer<List<Fill>> fills(Instrument instrument, Instant since) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("ticker", instrument.symbol());
        query.put("min_ts", Long.toString(Math.max(0, since.getEpochSecond())));
        Answer<List<Fill>> told =
                lists(
                        since,
                        KalshiRestWire.Cutoff::tradesCreated,
                        old -> each(FILLS, rest.fills(query, old), this::fill));
        return told.map(
                all -> sorted(all.stream().filter(fill -> !fill.executedAt().isBefore(since))));
    }

    /** When an order was placed is not known here, so both lists are asked. */
    Answer<List<Fill>> fillsOf(Instrument instrument, ExchangeOrderId order) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("ticker", instrument.symbol());
        query.put("order_id", order.text());
        return both(old -> each(FILLS, rest.fills(query, old), this::fill))
                .map(all -> sorted(all.stream().filter(fill -> fill.order().equals(order))));
    }

    private static List<Fill> sorted(Stream<Fill> fills) {
        return fills.distinct().sorted(Comparator.comparing(Fill::executedAt)).toList();
    }

    private Fill fill(KalshiAccountWire.Fill wire) throws UnknownWord {
        return ids.named(KalshiOrderParse.fill(wire));
    }

    /** One of two lists, whole. */
    private interface Listing<T> {
        Answer<List<T>> ask(boolean old);
    }

    /** The recent list, and the old one before it where the range reaches back to it. */
    private <T> Answer<List<T>> lists(
            Instant from, Function<KalshiRestWire.Cutoff, String> which, Listing<T> listing) {
        return switch (marketRest.cutoff()) {
            case Reply.Failed<KalshiRestWire.Cutoff> failed -> new Answer.Failed<>(failed.error());
            case Reply.Ok<KalshiRestWire.Cutoff>(KalshiRestWire.Cutoff cutoff) -> {
                try {
                    Instant begin = KalshiParse.time("cutoff", which.apply(cutoff));
                    yield from.isBefore(begin) ? both(listing) : listing.ask(false);
                } catch (UnknownWord unknown) {
                    yield new Answer.Failed<>(KalshiErrors.unreadable(CUTOFF, unknown));
                }
            }
        };
    }

    private static <T> Answer<List<T>> both(Listing<T> listing) {
        return switch (listing.ask(true)) {
            case Answer.Failed<List<T>> failed -> failed;
            case Answer.Ok<List<T>>(List<T> old) ->
                    listing.ask(false)
                            .map(recent -> Stream.concat(old.stream(), recent.stream()).toList());
        };
    }

    private static <W, T> Answer<List<T>> each(
            String operation, Answer<List<W>> told, Reading<W, T> reading) {
        return switch (told) {
            case Answer.Failed<List<W>>(ExchangeError error) -> new Answer.Failed<>(error);
            case Answer.Ok<List<W>>(List<W> rows) -> {
                List<T> read = new ArrayList<>();
                for (W row : rows) {
                    try {
                        read.add(reading.read(row));
                    } catch (UnknownWord unknown) {
                        yield new Answer.Failed<>(KalshiErrors.unreadable(operation, unknown));
                    }
                }
                yield new Answer.Ok<>(List.copyOf(read));
            }
        };
    }
}
