package dev.k2.exchange.binance;

import dev.k2.exchange.Answer;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.binance.BinanceParse.UnknownWord;
import dev.k2.exchange.net.Reply;
import dev.k2.model.ExchangeId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.Instrument;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists of orders and fills at USD-M Futures, whole: all windows of time, all pages. */
final class BinanceFuturesHistory {
    private static final Logger LOG = LoggerFactory.getLogger(BinanceFuturesHistory.class);
    private static final Duration WINDOW = Duration.ofDays(7).minusMinutes(1);

    /** Farther back Binance tells no fills. */
    private static final Duration FILLS_KEPT = Duration.ofDays(180);

    private static final Duration AHEAD = Duration.ofMinutes(1);
    private static final int PAGES_MAX = 1_000;

    private final BinanceFuturesRest rest;
    private final BinanceFuturesReports reports;
    private final BinanceAlgoOrders algos;
    private final InstantSource clock;

    BinanceFuturesHistory(
            BinanceFuturesRest rest,
            BinanceFuturesReports reports,
            BinanceAlgoOrders algos,
            InstantSource clock) {
        this.rest = rest;
        this.reports = reports;
        this.algos = algos;
        this.clock = clock;
    }

    /** Those that wait are read first, so that what became of them is known for what it is. */
    Answer<List<OrderReport>> open(Optional<Instrument> instrument) {
        Optional<String> symbol = instrument.map(Instrument::symbol);
        Map<ExchangeOrderId, OrderReport> open = new LinkedHashMap<>();
        Optional<ExchangeError> failure = waiting(open, rest.openAlgos(symbol));
        return failure.or(() -> working(open, rest.openOrders(symbol)))
                .<Answer<List<OrderReport>>>map(Answer.Failed::new)
                .orElseGet(() -> new Answer.Ok<>(List.copyOf(open.values())));
    }

    Answer<List<OrderReport>> orders(Instrument instrument, Instant from, Instant to) {
        String symbol = instrument.symbol();
        Answer<List<BinanceFuturesWire.AlgoOrder>> waiting =
                pages(
                        from,
                        to,
                        new Window<>(
                                (start, end) -> rest.allAlgos(symbol, start, end),
                                id -> rest.allAlgosFrom(symbol, id)),
                        BinanceFuturesWire.AlgoOrder::algoId,
                        BinanceFuturesWire.AlgoOrder::createTime);
        if (waiting instanceof Answer.Failed<List<BinanceFuturesWire.AlgoOrder>>(var error)) {
            return new Answer.Failed<>(error);
        }
        Answer<List<BinanceFuturesWire.Order>> working =
                pages(
                        from,
                        to,
                        new Window<>(
                                (start, end) -> rest.allOrders(symbol, start, end),
                                id -> rest.allOrdersFrom(symbol, id)),
                        BinanceFuturesWire.Order::orderId,
                        wire -> wire.time() == null ? wire.updateTime() : wire.time());
        if (working instanceof Answer.Failed<List<BinanceFuturesWire.Order>>(var error)) {
            return new Answer.Failed<>(error);
        }
        return merged(instrument, waiting.orThrow(), working.orThrow());
    }

    Answer<List<Fill>> fills(Instrument instrument, Instant since) {
        String symbol = instrument.symbol();
        Instant now = clock.instant();
        Instant oldest = now.minus(FILLS_KEPT);
        Answer<List<BinanceFuturesWire.MyTrade>> trades =
                pages(
                        since.isBefore(oldest) ? oldest : since,
                        now.plus(AHEAD),
                        new Window<>(
                                (from, to) -> rest.tradesBetween(symbol, from, to),
                                id -> rest.tradesFrom(symbol, id)),
                        BinanceFuturesWire.MyTrade::id,
                        BinanceFuturesWire.MyTrade::time);
        return switch (trades) {
            case Answer.Failed<List<BinanceFuturesWire.MyTrade>>(ExchangeError error) ->
                    new Answer.Failed<>(error);
            case Answer.Ok<List<BinanceFuturesWire.MyTrade>>(
                            List<BinanceFuturesWire.MyTrade> rows) ->
                    fills(instrument, rows);
        };
    }

    Answer<List<Fill>> fillsOf(Instrument instrument, ExchangeOrderId order) {
        OptionalLong algo = BinanceAlgoOrders.algoId(order);
        if (algo.isEmpty()) {
            return fillsOf(instrument, Long.parseLong(order.text()));
        }
        return switch (rest.algo(Map.of("algoId", Long.toString(algo.getAsLong())))) {
            case Reply.Failed<BinanceFuturesWire.AlgoOrder> failed ->
                    new Answer.Failed<>(failed.error());
            case Reply.Ok<BinanceFuturesWire.AlgoOrder>(BinanceFuturesWire.AlgoOrder wire) -> {
                try {
                    long child = BinanceFuturesParse.child(wire.actualOrderId());
                    algos.remember(BinanceFuturesParse.algo(wire), child);
                    yield child > 0 ? fillsOf(instrument, child) : new Answer.Ok<>(List.of());
                } catch (UnknownWord unknown) {
                    yield new Answer.Failed<>(
                            BinanceFuturesReports.unreadable(
                                    "ask for fills", order.text(), unknown));
                }
            }
        };
    }

    private Answer<List<Fill>> fillsOf(Instrument instrument, long orderId) {
        List<BinanceFuturesWire.MyTrade> rows = new ArrayList<>();
        OptionalLong fromId = OptionalLong.empty();
        for (int pages = 0; pages < PAGES_MAX; pages++) {
            switch (rest.tradesOf(instrument.symbol(), orderId, fromId)) {
                case Reply.Failed<List<BinanceFuturesWire.MyTrade>> failed -> {
                    return new Answer.Failed<>(failed.error());
                }
                case Reply.Ok<List<BinanceFuturesWire.MyTrade>>(
                                List<BinanceFuturesWire.MyTrade> page) -> {
                    rows.addAll(page);
                    if (page.size() < BinanceFuturesRest.ROWS_MAX) {
                        return fills(instrument, rows);
                    }
                    fromId = OptionalLong.of(page.getLast().id() + 1);
                }
            }
        }
        return new Answer.Failed<>(tooMany("ask for fills", rows.size()));
    }

    private Answer<List<Fill>> fills(Instrument instrument, List<BinanceFuturesWire.MyTrade> rows) {
        List<Fill> fills = new ArrayList<>();
        for (BinanceFuturesWire.MyTrade row : rows) {
            try {
                fills.add(
                        algos.told(row.orderId(), BinanceFuturesParse.fill(instrument.id(), row)));
            } catch (UnknownWord unknown) {
                return new Answer.Failed<>(
                        BinanceFuturesReports.unreadable(
                                "ask for fills", "trade " + row.id(), unknown));
            }
        }
        return new Answer.Ok<>(List.copyOf(fills));
    }

    private Optional<ExchangeError> waiting(
            Map<ExchangeOrderId, OrderReport> open,
            Reply<List<BinanceFuturesWire.AlgoOrder>> reply) {
        return each(
                open,
                reply,
                BinanceFuturesWire.AlgoOrder::symbol,
                (instrument, wire) ->
                        reports.waiting(instrument.id(), wire, "ask for open orders"));
    }

    private Optional<ExchangeError> working(
            Map<ExchangeOrderId, OrderReport> open, Reply<List<BinanceFuturesWire.Order>> reply) {
        return each(
                open,
                reply,
                BinanceFuturesWire.Order::symbol,
                (instrument, wire) -> reports.order(instrument.id(), wire, "ask for open orders"));
    }

    private interface Reading<T> {
        Answer<OrderReport> report(Instrument instrument, T wire);
    }

    /** Orders of contracts that K2 does not trade are no business of it. */
    private <T> Optional<ExchangeError> each(
            Map<ExchangeOrderId, OrderReport> open,
            Reply<List<T>> reply,
            Function<T, String> symbol,
            Reading<T> reading) {
        switch (reply) {
            case Reply.Failed<List<T>> failed -> {
                return Optional.of(failed.error());
            }
            case Reply.Ok<List<T>>(List<T> rows) -> {
                for (T row : rows) {
                    Optional<Instrument> instrument = reports.instrument(symbol.apply(row));
                    if (instrument.isEmpty()) {
                        LOG.warn("an order in {} was passed over", symbol.apply(row));
                        continue;
                    }
                    switch (reading.report(instrument.get(), row)) {
                        case Answer.Ok<OrderReport>(OrderReport report) ->
                                open.put(report.id(), report);
                        case Answer.Failed<OrderReport>(ExchangeError error) -> {
                            return Optional.of(error);
                        }
                    }
                }
                return Optional.empty();
            }
        }
    }

    /** What became of an order stands for it, because it says more. */
    private Answer<List<OrderReport>> merged(
            Instrument instrument,
            List<BinanceFuturesWire.AlgoOrder> waiting,
            List<BinanceFuturesWire.Order> working) {
        Map<ExchangeOrderId, OrderReport> byId = new LinkedHashMap<>();
        Map<ExchangeOrderId, Long> placedAt = new LinkedHashMap<>();
        for (BinanceFuturesWire.AlgoOrder wire : waiting) {
            switch (reports.waiting(instrument.id(), wire, "ask for ended orders")) {
                case Answer.Ok<OrderReport>(OrderReport report) -> {
                    byId.put(report.id(), report);
                    placedAt.put(report.id(), wire.createTime());
                }
                case Answer.Failed<OrderReport> failed -> {
                    return new Answer.Failed<>(failed.error());
                }
            }
        }
        for (BinanceFuturesWire.Order wire : working) {
            switch (reports.order(instrument.id(), wire, "ask for ended orders")) {
                case Answer.Ok<OrderReport>(OrderReport report) -> {
                    byId.put(report.id(), report);
                    placedAt.putIfAbsent(
                            report.id(), wire.time() == null ? wire.updateTime() : wire.time());
                }
                case Answer.Failed<OrderReport> failed -> {
                    return new Answer.Failed<>(failed.error());
                }
            }
        }
        TreeMap<Long, List<OrderReport>> sorted = new TreeMap<>();
        byId.forEach(
                (id, report) ->
                        sorted.computeIfAbsent(
                                        placedAt.getOrDefault(id, 0L), at -> new ArrayList<>())
                                .add(report));
        return new Answer.Ok<>(sorted.values().stream().flatMap(List::stream).toList());
    }

    private interface Rows<T> {
        Reply<List<T>> between(long from, long to);
    }

    /**
     * How rows are asked for.
     *
     * @param from the rows from an id on; one order can make more than a page at once
     */
    private record Window<T>(Rows<T> rows, LongFunction<Reply<List<T>>> from) {}

    /**
     * Reads a range in windows, and a window in pages. A full page is followed by the times from its
     * last row on, whose rows can come twice; only where a page holds a single instant, by ids.
     *
     * @param to exclusive
     */
    private static <T> Answer<List<T>> pages(
            Instant from,
            Instant to,
            Window<T> window,
            ToLongFunction<T> id,
            ToLongFunction<T> time) {
        Map<Long, T> rows = new TreeMap<>();
        long start = from.toEpochMilli();
        long last = to.toEpochMilli() - 1;
        OptionalLong afterId = OptionalLong.empty();
        for (int pages = 0; pages < PAGES_MAX; pages++) {
            if (start > last) {
                return new Answer.Ok<>(List.copyOf(rows.values()));
            }
            long end = Math.min(last, start + WINDOW.toMillis() - 1);
            Reply<List<T>> reply =
                    afterId.isPresent()
                            ? window.from().apply(afterId.getAsLong() + 1)
                            : window.rows().between(start, end);
            switch (reply) {
                case Reply.Failed<List<T>> failed -> {
                    return new Answer.Failed<>(failed.error());
                }
                case Reply.Ok<List<T>>(List<T> page) -> {
                    for (T row : page) {
                        if (time.applyAsLong(row) <= last) {
                            rows.put(id.applyAsLong(row), row);
                        }
                    }
                    if (afterId.isEmpty() && page.size() < BinanceFuturesRest.ROWS_MAX) {
                        start = end + 1;
                    } else if (page.isEmpty()) {
                        start++;
                        afterId = OptionalLong.empty();
                    } else {
                        long reached = time.applyAsLong(page.getLast());
                        afterId =
                                reached > start
                                        ? OptionalLong.empty()
                                        : OptionalLong.of(id.applyAsLong(page.getLast()));
                        start = Math.max(start, reached);
                    }
                }
            }
        }
        return new Answer.Failed<>(tooMany("ask for a range", rows.size()));
    }

    private static ExchangeError tooMany(String operation, int rows) {
        return BinanceErrors.local(
                ExchangeId.BINANCE_FUTURES,
                operation,
                ErrorCategory.VALIDATION,
                "There is more than can be read, after " + rows + " rows");
    }
}
