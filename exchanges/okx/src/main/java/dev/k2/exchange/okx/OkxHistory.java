package dev.k2.exchange.okx;

import dev.k2.exchange.Answer;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.net.Pages;
import dev.k2.exchange.net.Pages.Page;
import dev.k2.exchange.net.Reply;
import dev.k2.exchange.okx.OkxAlgoOrders.Algo;
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
import java.util.function.Function;

/** Lists of orders and fills, all pages. OKX tells the newest first; here they are turned. */
final class OkxHistory {
    /** The types of orders that wait which can be asked for, each by itself. */
    private static final List<String> ALGO_TYPES =
            List.of("conditional", "trigger", "move_order_stop");

    private static final List<String> ALGO_ENDS = List.of("effective", "canceled", "order_failed");

    /** Younger orders and fills are told by quicker endpoints; a margin for clocks and waits. */
    private static final Duration ORDERS_RECENT = Duration.ofDays(7).minusMinutes(10);

    private static final Duration FILLS_RECENT = Duration.ofDays(3).minusMinutes(10);
    private static final String OPEN = "ask for open orders";
    private static final String ENDED = "ask for ended orders";
    private static final String FILLS = "ask for fills";

    private final OkxAccountRest rest;
    private final OkxMarket market;
    private final OkxAlgoOrders algos;
    private final InstantSource clock;

    OkxHistory(OkxAccountRest rest, OkxMarket market, OkxAlgoOrders algos, InstantSource clock) {
        this.rest = rest;
        this.market = market;
        this.algos = algos;
        this.clock = clock;
    }

    /** Those that wait are read first, so that what became of them is known for what it is. */
    Answer<List<OrderReport>> open(Optional<Instrument> instrument) {
        Map<ExchangeOrderId, OrderReport> open = new LinkedHashMap<>();
        for (String type : ALGO_TYPES) {
            Optional<ExchangeError> failure =
                    waiting(
                            open,
                            pages(
                                    OPEN,
                                    after -> rest.algosPending(type, instrument, after),
                                    OkxUserWire.AlgoOrder::algoId));
            if (failure.isPresent()) {
                return new Answer.Failed<>(failure.get());
            }
        }
        Optional<ExchangeError> failure =
                working(
                        open,
                        OPEN,
                        pages(
                                OPEN,
                                after -> rest.pending(instrument, after),
                                OkxUserWire.Order::ordId));
        return failure.<Answer<List<OrderReport>>>map(Answer.Failed::new)
                .orElseGet(() -> new Answer.Ok<>(List.copyOf(open.values())));
    }

    /** Ended and open orders that were placed in a range, by the time of their last change. */
    Answer<List<OrderReport>> orders(Instrument instrument, Instant from, Instant to) {
        Map<ExchangeOrderId, OrderReport> all = new LinkedHashMap<>();
        long start = from.toEpochMilli();
        long end = to.toEpochMilli() - 1;
        for (String type : ALGO_TYPES) {
            for (String state : ALGO_ENDS) {
                Optional<ExchangeError> failure =
                        waiting(
                                all,
                                within(
                                        pages(
                                                ENDED,
                                                after ->
                                                        rest.algosEnded(
                                                                type, state, instrument, after),
                                                OkxUserWire.AlgoOrder::algoId),
                                        start,
                                        end,
                                        OkxUserWire.AlgoOrder::cTime));
                if (failure.isPresent()) {
                    return new Answer.Failed<>(failure.get());
                }
            }
        }
        boolean archive = from.isBefore(clock.instant().minus(ORDERS_RECENT));
        List<Optional<ExchangeError>> failures = new ArrayList<>();
        if (archive) {
            failures.add(ended(all, instrument, start, end, true));
        }
        failures.add(ended(all, instrument, start, end, false));
        failures.add(stillOpen(all, instrument, start, end));
        Optional<ExchangeError> failure = failures.stream().flatMap(Optional::stream).findFirst();
        return failure.<Answer<List<OrderReport>>>map(Answer.Failed::new)
                .orElseGet(
                        () ->
                                new Answer.Ok<>(
                                        all.values().stream()
                                                .sorted(
                                                        Comparator.comparing(
                                                                OrderReport::updatedAt))
                                                .toList()));
    }

    Answer<List<Fill>> fills(Instrument instrument, Instant since) {
        boolean archive = since.isBefore(clock.instant().minus(FILLS_RECENT));
        return fills(instrument, Optional.empty(), since.toEpochMilli(), archive);
    }

    Answer<List<Fill>> fillsOf(Instrument instrument, ExchangeOrderId order) {
        Optional<String> algo = OkxAlgoOrders.algoId(order);
        if (algo.isEmpty()) {
            return fillsOf(instrument, order.text());
        }
        return switch (rest.algo(Map.of("algoId", algo.get()))) {
            case Reply.Failed<OkxUserWire.AlgoOrder> failed -> new Answer.Failed<>(failed.error());
            case Reply.Ok<OkxUserWire.AlgoOrder>(OkxUserWire.AlgoOrder wire) -> {
                try {
                    Optional<String> child = OkxOrderParse.child(wire);
                    algos.remember(OkxOrderParse.algo(wire), child);
                    yield child.isPresent()
                            ? fillsOf(instrument, child.get())
                            : new Answer.Ok<>(List.of());
                } catch (UnknownWord unknown) {
                    yield OkxMarket.unreadable(FILLS, unknown);
                }
            }
        };
    }

    /** The fills of an old order are told by the other endpoint only. */
    private Answer<List<Fill>> fillsOf(Instrument instrument, String order) {
        Answer<List<Fill>> recent = fills(instrument, Optional.of(order), 0, false);
        return recent instanceof Answer.Ok<List<Fill>>(List<Fill> found) && found.isEmpty()
                ? fills(instrument, Optional.of(order), 0, true)
                : recent;
    }

    private Answer<List<Fill>> fills(
            Instrument instrument, Optional<String> order, long since, boolean archive) {
        Answer<List<OkxUserWire.Fill>> rows =
                pages(
                        FILLS,
                        after -> rest.fills(instrument, order, since, after, archive),
                        fill -> fill.billId() == null ? "" : fill.billId());
        return switch (rows) {
            case Answer.Failed<List<OkxUserWire.Fill>>(ExchangeError error) ->
                    new Answer.Failed<>(error);
            case Answer.Ok<List<OkxUserWire.Fill>>(List<OkxUserWire.Fill> newestFirst) -> {
                List<Fill> fills = new ArrayList<>();
                try {
                    for (OkxUserWire.Fill row : newestFirst.reversed()) {
                        Fill fill = OkxOrderParse.fill(instrument.id(), row);
                        if (fill.executedAt().toEpochMilli() >= since) {
                            fills.add(algos.told(fill));
                        }
                    }
                    yield new Answer.Ok<>(List.copyOf(fills));
                } catch (UnknownWord unknown) {
                    yield OkxMarket.unreadable(FILLS, unknown);
                }
            }
        };
    }

    private Optional<ExchangeError> ended(
            Map<ExchangeOrderId, OrderReport> all,
            Instrument instrument,
            long start,
            long end,
            boolean archive) {
        return working(
                all,
                ENDED,
                within(
                        pages(
                                ENDED,
                                after -> rest.ended(instrument, start, end, after, archive),
                                OkxUserWire.Order::ordId),
                        start,
                        end,
                        OkxUserWire.Order::cTime));
    }

    private Optional<ExchangeError> stillOpen(
            Map<ExchangeOrderId, OrderReport> all, Instrument instrument, long start, long end) {
        for (String type : ALGO_TYPES) {
            Optional<ExchangeError> failure =
                    waiting(
                            all,
                            within(
                                    pages(
                                            ENDED,
                                            after ->
                                                    rest.algosPending(
                                                            type, Optional.of(instrument), after),
                                            OkxUserWire.AlgoOrder::algoId),
                                    start,
                                    end,
                                    OkxUserWire.AlgoOrder::cTime));
            if (failure.isPresent()) {
                return failure;
            }
        }
        return working(
                all,
                ENDED,
                within(
                        pages(
                                ENDED,
                                after -> rest.pending(Optional.of(instrument), after),
                                OkxUserWire.Order::ordId),
                        start,
                        end,
                        OkxUserWire.Order::cTime));
    }

    private Optional<ExchangeError> waiting(
            Map<ExchangeOrderId, OrderReport> into, Answer<List<OkxUserWire.AlgoOrder>> rows) {
        return switch (rows) {
            case Answer.Failed<List<OkxUserWire.AlgoOrder>>(ExchangeError error) ->
                    Optional.of(error);
            case Answer.Ok<List<OkxUserWire.AlgoOrder>>(List<OkxUserWire.AlgoOrder> told) -> {
                for (OkxUserWire.AlgoOrder wire : told.reversed()) {
                    Optional<Instrument> instrument = market.instrument(wire.instId());
                    if (instrument.isEmpty()) {
                        continue;
                    }
                    try {
                        Algo algo = OkxOrderParse.algo(wire);
                        algos.remember(algo, OkxOrderParse.child(wire));
                        OrderReport report = OkxOrderParse.order(instrument.get().id(), algo, wire);
                        into.put(report.id(), report);
                    } catch (UnknownWord unknown) {
                        yield Optional.of(OkxErrors.OKX.unreadable(OPEN, unknown.told()));
                    }
                }
                yield Optional.empty();
            }
        };
    }

    /** What an order that waited became tells more than it does itself. */
    private Optional<ExchangeError> working(
            Map<ExchangeOrderId, OrderReport> into,
            String operation,
            Answer<List<OkxUserWire.Order>> rows) {
        return switch (rows) {
            case Answer.Failed<List<OkxUserWire.Order>>(ExchangeError error) -> Optional.of(error);
            case Answer.Ok<List<OkxUserWire.Order>>(List<OkxUserWire.Order> told) -> {
                for (OkxUserWire.Order wire : told.reversed()) {
                    Optional<Instrument> instrument = market.instrument(wire.instId());
                    if (instrument.isEmpty()) {
                        continue;
                    }
                    try {
                        OrderReport report =
                                algos.told(
                                        OkxOrderParse.order(instrument.get().id(), wire),
                                        OkxOrderParse.parent(wire),
                                        OkxOrderParse.parentId(wire));
                        into.put(report.id(), report);
                    } catch (UnknownWord unknown) {
                        yield Optional.of(OkxErrors.OKX.unreadable(operation, unknown.told()));
                    }
                }
                yield Optional.empty();
            }
        };
    }

    /** A page that is not full is the last. */
    private static <T> Answer<List<T>> pages(
            String operation,
            Function<Optional<String>, Reply<List<T>>> source,
            Function<T, String> id) {
        return Pages.all(
                after ->
                        source.apply(after)
                                .map(
                                        rows ->
                                                new Page<>(
                                                        rows,
                                                        rows.size() < OkxAccountRest.ROWS_MAX
                                                                ? Optional.empty()
                                                                : Optional.of(
                                                                        id.apply(rows.getLast())))),
                read -> OkxErrors.refused(operation, "The list holds more than " + read));
    }

    private static <T> Answer<List<T>> within(
            Answer<List<T>> rows, long start, long end, Function<T, Long> at) {
        return rows.map(
                told ->
                        told.stream()
                                .filter(row -> at.apply(row) >= start && at.apply(row) <= end)
                                .toList());
    }
}
