package dev.k2.exchange.binance;

import dev.k2.exchange.Amendment;
import dev.k2.exchange.Answer;
import dev.k2.exchange.Cancellation;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Lookup;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderChange;
import dev.k2.exchange.OrderEntry;
import dev.k2.exchange.OrderRef;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.Placement;
import dev.k2.exchange.net.Reply;
import dev.k2.exchange.net.Reply.Certainty;
import dev.k2.model.ClientOrderId;
import dev.k2.model.Decimals;
import dev.k2.model.ExchangeId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.OrderStatus;
import dev.k2.model.OrderType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Orders of one account at USD-M Futures. Orders that wait for a trigger live at endpoints of their
 * own; where only our id of an order is known, both kinds are asked.
 */
final class BinanceFuturesOrders implements OrderEntry {
    private static final int NOTHING_TO_CHANGE = -5027;

    private final BinanceFuturesRest rest;
    private final BinanceFuturesReports reports;
    private final BinanceFuturesHistory history;
    private final BinanceFuturesBatches batches;
    private final InstantSource clock;

    BinanceFuturesOrders(
            BinanceFuturesRest rest,
            BinanceMarket market,
            BinanceAlgoOrders algos,
            InstantSource clock) {
        this.rest = rest;
        this.reports = new BinanceFuturesReports(rest, market, algos);
        this.history = new BinanceFuturesHistory(rest, reports, algos, clock);
        this.batches = new BinanceFuturesBatches(rest, reports, this);
        this.clock = clock;
    }

    @Override
    public ExchangeId exchange() {
        return ExchangeId.BINANCE_FUTURES;
    }

    @Override
    public Placement place(NewOrder order) {
        Optional<ExchangeError> hindrance = hindrance(order);
        if (hindrance.isPresent()) {
            return new Placement.Rejected(hindrance.get());
        }
        InstrumentId instrument = order.instrument().id();
        if (!order.type().isTriggered()) {
            return placement(
                    rest.place(BinanceFuturesForm.order(order)).about(instrument),
                    wire -> reports.order(instrument, wire, "place an order"));
        }
        return placement(
                rest.placeAlgo(BinanceFuturesForm.algo(order)).about(instrument),
                wire -> reports.waiting(instrument, wire, "place an order"));
    }

    /** Why an order is not sent. */
    Optional<ExchangeError> hindrance(NewOrder order) {
        return BinanceFuturesForm.hindrance(order, clock.instant())
                .map(error -> BinanceErrors.about(error, order.instrument().id()));
    }

    @Override
    public List<Placement> placeEach(List<NewOrder> orders) {
        return batches.placeEach(orders);
    }

    @Override
    public Cancellation cancel(OrderRef order) {
        boolean waits =
                order.byOneId(id -> BinanceAlgoOrders.algoId(id).isPresent(), reports::waited);
        Cancellation first = waits ? cancelWaiting(order) : cancelWorking(order);
        boolean elsewhere = order.exchangeOrderId().isEmpty() && isAbsent(first);
        if (!elsewhere) {
            return first;
        }
        return waits ? cancelWorking(order) : cancelWaiting(order);
    }

    @Override
    public List<Cancellation> cancelEach(List<OrderRef> orders) {
        return batches.cancelEach(orders);
    }

    @Override
    public Answer<List<ExchangeOrderId>> cancelAll(Instrument instrument) {
        Answer<List<ExchangeOrderId>> working =
                rest.cancelAll(instrument.symbol())
                        .about(instrument.id())
                        .answer(done -> List.of());
        Answer<List<ExchangeOrderId>> waiting =
                rest.cancelAllAlgos(instrument.symbol())
                        .about(instrument.id())
                        .answer(done -> List.of());
        return working instanceof Answer.Failed ? working : waiting;
    }

    @Override
    public Answer<Duration> cancelAllAfter(Instrument instrument, Duration wait) {
        if (wait.isNegative()) {
            throw new IllegalArgumentException("a wait is 0 or more, found " + wait);
        }
        return rest.cancelAllAfter(instrument.symbol(), wait.toMillis())
                .answer(told -> Duration.ofMillis(told.countdownTime()));
    }

    @Override
    public Amendment amend(OrderChange change) {
        NewOrder wanted = change.wanted();
        OrderRef order = change.order();
        boolean waits =
                order.exchangeOrderId().map(BinanceAlgoOrders::algoId).stream()
                                .anyMatch(OptionalLong::isPresent)
                        || wanted.type().isTriggered();
        if (waits || wanted.type() != OrderType.LIMIT) {
            return new Amendment.Refused(
                    local("amend an order", "Binance Futures changes limit orders only"));
        }
        Optional<ExchangeError> hindrance = hindrance(wanted);
        if (hindrance.isPresent()) {
            return new Amendment.Refused(hindrance.get());
        }
        Map<String, String> parameters = parameters(order);
        parameters.put("side", wanted.side().name());
        parameters.put("quantity", Decimals.plain(wanted.quantity()));
        wanted.price().ifPresent(price -> parameters.put("price", Decimals.plain(price)));
        return switch (rest.modify(parameters).about(order.instrument().id())) {
            case Reply.Ok<BinanceFuturesWire.Order>(BinanceFuturesWire.Order wire) ->
                    amended(order, reports.order(order.instrument().id(), wire, "amend an order"));
            case Reply.Failed<BinanceFuturesWire.Order>(Certainty certainty, ExchangeError error) ->
                    certainty == Certainty.UNCLEAR
                            ? new Amendment.Unknown(BinanceErrors.unknownOutcome(error))
                            : BinanceErrors.isCode(error, NOTHING_TO_CHANGE)
                                    ? unchanged(order, error)
                                    : new Amendment.Refused(error);
        };
    }

    @Override
    public Lookup find(OrderRef order) {
        boolean waits =
                order.byOneId(id -> BinanceAlgoOrders.algoId(id).isPresent(), reports::waited);
        if (waits) {
            return findWaiting(order);
        }
        Lookup working = findWorking(order);
        return order.exchangeOrderId().isEmpty() && working instanceof Lookup.Absent
                ? findWaiting(order)
                : working;
    }

    @Override
    public Answer<List<OrderReport>> open(Optional<Instrument> instrument) {
        return history.open(instrument);
    }

    @Override
    public Answer<List<OrderReport>> history(Instrument instrument, Instant from, Instant to) {
        return history.orders(instrument, from, to);
    }

    @Override
    public Answer<List<Fill>> fills(Instrument instrument, Instant since) {
        return history.fills(instrument, since);
    }

    @Override
    public Answer<List<Fill>> fillsOf(Instrument instrument, ExchangeOrderId order) {
        return history.fillsOf(instrument, order);
    }

    private Cancellation cancelWorking(OrderRef order) {
        return switch (rest.cancel(parameters(order)).about(order.instrument().id())) {
            case Reply.Ok<BinanceFuturesWire.Order>(BinanceFuturesWire.Order wire) ->
                    acknowledged(order, wire);
            case Reply.Failed<BinanceFuturesWire.Order>(Certainty certainty, ExchangeError error) ->
                    notCancelled(certainty, error);
        };
    }

    Cancellation acknowledged(OrderRef order, BinanceFuturesWire.Order wire) {
        return switch (reports.order(order.instrument().id(), wire, "cancel an order")) {
            case Answer.Ok<OrderReport>(OrderReport report) ->
                    new Cancellation.Acknowledged(Optional.of(report));
            case Answer.Failed<OrderReport>(ExchangeError error) -> new Cancellation.Unknown(error);
        };
    }

    /** An order that was triggered is cancelled as what it became. */
    private Cancellation cancelWaiting(OrderRef order) {
        Map<String, String> parameters = waiting(order);
        return switch (rest.cancelAlgo(parameters).about(order.instrument().id())) {
            case Reply.Ok<BinanceFuturesWire.AlgoCancelled> _ ->
                    new Cancellation.Acknowledged(Optional.empty());
            case Reply.Failed<BinanceFuturesWire.AlgoCancelled>(
                            Certainty certainty,
                            ExchangeError error) ->
                    certainty == Certainty.REFUSED
                            ? cancelChild(order, parameters, error)
                            : new Cancellation.Unknown(error);
        };
    }

    private Cancellation cancelChild(
            OrderRef order, Map<String, String> parameters, ExchangeError refusal) {
        OptionalLong child = reports.child(parameters);
        if (child.isEmpty()) {
            return new Cancellation.Refused(refusal);
        }
        Map<String, String> working = new LinkedHashMap<>();
        working.put("symbol", order.instrument().symbol());
        working.put("orderId", Long.toString(child.getAsLong()));
        return switch (rest.cancel(working).about(order.instrument().id())) {
            case Reply.Ok<BinanceFuturesWire.Order>(BinanceFuturesWire.Order wire) ->
                    acknowledged(order, wire);
            case Reply.Failed<BinanceFuturesWire.Order>(Certainty certainty, ExchangeError error) ->
                    notCancelled(certainty, error);
        };
    }

    private Lookup findWaiting(OrderRef order) {
        return reports.findWaiting(order.instrument().id(), waiting(order));
    }

    private Lookup findWorking(OrderRef order) {
        return switch (rest.order(parameters(order)).about(order.instrument().id())) {
            case Reply.Ok<BinanceFuturesWire.Order>(BinanceFuturesWire.Order wire) ->
                    BinanceFuturesReports.lookup(
                            reports.order(order.instrument().id(), wire, "ask for an order"));
            case Reply.Failed<BinanceFuturesWire.Order> failed ->
                    BinanceFuturesReports.notFound(failed.error());
        };
    }

    private Amendment amended(OrderRef order, Answer<OrderReport> answer) {
        return switch (answer) {
            case Answer.Ok<OrderReport>(OrderReport report) ->
                    report.status() == OrderStatus.CANCELLED
                            ? new Amendment.Refused(
                                    local(
                                            "amend an order",
                                            "So much of it was filled already that it ended"))
                            : new Amendment.Amended(
                                    report.id(), ours(order, report), Optional.of(report));
            case Answer.Failed<OrderReport>(ExchangeError error) ->
                    new Amendment.Unknown(BinanceErrors.unknownOutcome(error));
        };
    }

    /** Binance found the order as it was wanted. */
    private Amendment unchanged(OrderRef order, ExchangeError told) {
        return switch (find(order)) {
            case Lookup.Found(OrderReport report) ->
                    new Amendment.Amended(report.id(), ours(order, report), Optional.of(report));
            case Lookup.Absent _, Lookup.Failed _ -> new Amendment.Refused(told);
        };
    }

    private static Optional<ClientOrderId> ours(OrderRef order, OrderReport report) {
        return order.clientOrderId().or(report::clientOrderId);
    }

    private interface Reading<T> {
        Answer<OrderReport> report(T wire);
    }

    private static <T> Placement placement(Reply<T> reply, Reading<T> reading) {
        return switch (reply) {
            case Reply.Ok<T>(T wire) -> placed(reading.report(wire));
            case Reply.Failed<T>(Certainty certainty, ExchangeError error) ->
                    notPlaced(certainty == Certainty.UNCLEAR, error);
        };
    }

    static Placement placed(Answer<OrderReport> answer) {
        return switch (answer) {
            case Answer.Ok<OrderReport>(OrderReport report) ->
                    new Placement.Accepted(report.id(), Optional.of(report));
            case Answer.Failed<OrderReport>(ExchangeError error) ->
                    new Placement.Unknown(BinanceErrors.unknownOutcome(error));
        };
    }

    static Placement notPlaced(boolean unclear, ExchangeError error) {
        return unclear
                ? new Placement.Unknown(BinanceErrors.unknownOutcome(error))
                : new Placement.Rejected(error);
    }

    static Cancellation notCancelled(Certainty certainty, ExchangeError error) {
        return certainty == Certainty.REFUSED
                ? new Cancellation.Refused(error)
                : new Cancellation.Unknown(error);
    }

    static boolean isAbsent(Cancellation cancellation) {
        return cancellation instanceof Cancellation.Refused(ExchangeError reason)
                && reason.category() == ErrorCategory.ORDER_NOT_FOUND;
    }

    private static ExchangeError local(String operation, String why) {
        return BinanceErrors.local(
                ExchangeId.BINANCE_FUTURES, operation, ErrorCategory.VALIDATION, why);
    }

    private static Map<String, String> parameters(OrderRef order) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("symbol", order.instrument().symbol());
        parameters.putAll(
                order.byOneId(
                        id -> Map.of("orderId", id.text()),
                        id -> Map.of("origClientOrderId", id.text())));
        return parameters;
    }

    /** Names an order that waits, which has an id of its own kind. */
    private static Map<String, String> waiting(OrderRef order) {
        return order.byOneId(
                id -> Map.of("algoId", BinanceAlgoOrders.wireId(id)),
                id -> Map.of("clientAlgoId", id.text()));
    }
}
