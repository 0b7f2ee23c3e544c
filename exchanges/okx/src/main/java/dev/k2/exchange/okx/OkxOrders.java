package dev.k2.exchange.okx;

import dev.k2.exchange.Amendment;
import dev.k2.exchange.Answer;
import dev.k2.exchange.Cancellation;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Lookup;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderChange;
import dev.k2.exchange.OrderEntry;
import dev.k2.exchange.OrderRef;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.Placement;
import dev.k2.exchange.net.ExchangeErrors;
import dev.k2.exchange.net.Reply;
import dev.k2.exchange.net.Reply.Certainty;
import dev.k2.exchange.okx.OkxAlgoOrders.Algo;
import dev.k2.model.ClientOrderId;
import dev.k2.model.Decimals;
import dev.k2.model.ExchangeId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.Instrument;
import dev.k2.model.OrderType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Orders of one account. Those that wait for a trigger go to endpoints of their own, always over
 * REST; all others take the way that was chosen.
 */
final class OkxOrders implements OrderEntry {
    private static final Duration COUNTDOWN_MIN = Duration.ofSeconds(10);
    private static final Duration COUNTDOWN_MAX = Duration.ofMinutes(2);
    private static final String AMEND = "amend an order";
    private static final String FIND = "ask for an order";

    private final OkxAccountRest rest;
    private final OkxOrderWay way;
    private final OkxMarket market;
    private final OkxMargin margin;
    private final OkxAlgoOrders algos;
    private final OkxHistory history;
    private final OkxBatches batches;

    OkxOrders(
            OkxAccountRest rest,
            OkxOrderWay way,
            OkxMarket market,
            OkxMargin margin,
            OkxAlgoOrders algos,
            InstantSource clock) {
        this.rest = rest;
        this.way = way;
        this.market = market;
        this.margin = margin;
        this.algos = algos;
        this.history = new OkxHistory(rest, market, algos, clock);
        this.batches = new OkxBatches(rest, way, this);
    }

    @Override
    public ExchangeId exchange() {
        return ExchangeId.OKX;
    }

    @Override
    public Placement place(NewOrder order) {
        Optional<ExchangeError> hindrance = hindrance(order);
        if (hindrance.isPresent()) {
            return new Placement.Rejected(hindrance.get());
        }
        String symbol = order.instrument().symbol();
        Reply<List<OkxUserWire.Ack>> reply =
                OkxOrderForm.waits(order.type())
                        ? rest.placeAlgo(
                                symbol,
                                OkxOrderForm.algo(
                                        order, margin.mode(symbol), market.tradeQuote(symbol)))
                        : way.send(OkxOrderCall.place(symbol, form(order), rest.signer()));
        return placement(order, OkxAcks.only("place an order", reply));
    }

    @Override
    public List<Placement> placeEach(List<NewOrder> orders) {
        return batches.placeEach(orders);
    }

    @Override
    public Cancellation cancel(OrderRef order) {
        Optional<String> algo = order.exchangeOrderId().flatMap(OkxAlgoOrders::algoId);
        if (algo.isPresent()) {
            return cancelWaiting(order, Map.of("algoId", algo.get()));
        }
        Optional<ClientOrderId> ours = order.clientOrderId();
        if (order.exchangeOrderId().isPresent() || ours.isEmpty()) {
            return cancelWorking(order);
        }
        Map<String, String> byOurs = Map.of("algoClOrdId", ours.get().text());
        boolean waits = algos.isKnown(ours.get());
        Cancellation first = waits ? cancelWaiting(order, byOurs) : cancelWorking(order);
        return isAbsent(first)
                ? waits ? cancelWorking(order) : cancelWaiting(order, byOurs)
                : first;
    }

    @Override
    public List<Cancellation> cancelEach(List<OrderRef> orders) {
        return batches.cancelEach(orders);
    }

    /** OKX has no single call for it, so what is open is asked for and cancelled in batches. */
    @Override
    public Answer<List<ExchangeOrderId>> cancelAll(Instrument instrument) {
        return switch (open(Optional.of(instrument))) {
            case Answer.Failed<List<OrderReport>>(ExchangeError error) ->
                    new Answer.Failed<>(error);
            case Answer.Ok<List<OrderReport>>(List<OrderReport> open) -> {
                List<OrderRef> refs =
                        open.stream().map(report -> OrderRef.of(instrument, report.id())).toList();
                yield cancelled(refs, cancelEach(refs));
            }
        };
    }

    /** OKX knows one countdown for the whole account, of 10 to 120 s. */
    @Override
    public Answer<Duration> cancelAllAfter(Instrument instrument, Duration wait) {
        if (wait.isNegative()) {
            throw new IllegalArgumentException("a wait is 0 or more, found " + wait);
        }
        boolean ends = wait.isZero();
        if (!ends && (wait.compareTo(COUNTDOWN_MIN) < 0 || wait.compareTo(COUNTDOWN_MAX) > 0)) {
            return new Answer.Failed<>(
                    OkxErrors.refused(
                            "cancel all orders later",
                            "expected a wait of 10 to 120 s, or 0, found "
                                    + wait.toSeconds()
                                    + " s"));
        }
        return rest.cancelAllAfter(wait.toSeconds()).answer(told -> wait);
    }

    @Override
    public boolean cancelsAllAfterForAccount() {
        return true;
    }

    @Override
    public Amendment amend(OrderChange change) {
        NewOrder wanted = change.wanted();
        Optional<ExchangeError> hindrance = hindrance(wanted);
        if (hindrance.isPresent()) {
            return new Amendment.Refused(hindrance.get());
        }
        return switch (find(change.order())) {
            case Lookup.Absent(ExchangeError reason) -> new Amendment.Refused(reason);
            case Lookup.Failed(ExchangeError error) -> new Amendment.Refused(error);
            case Lookup.Found(OrderReport present) -> amend(change, present);
        };
    }

    @Override
    public Lookup find(OrderRef order) {
        Optional<String> algo = order.exchangeOrderId().flatMap(OkxAlgoOrders::algoId);
        if (algo.isPresent()) {
            return findWaiting(order.instrument(), Map.of("algoId", algo.get()));
        }
        Optional<ClientOrderId> ours = order.clientOrderId();
        if (order.exchangeOrderId().isPresent() || ours.isEmpty()) {
            return findWorking(order);
        }
        Map<String, String> byOurs = Map.of("algoClOrdId", ours.get().text());
        if (algos.isKnown(ours.get())) {
            return findWaiting(order.instrument(), byOurs);
        }
        Lookup working = findWorking(order);
        return working instanceof Lookup.Absent ? findWaiting(order.instrument(), byOurs) : working;
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

    /** Why an order is not sent. */
    Optional<ExchangeError> hindrance(NewOrder order) {
        return OkxOrderForm.hindrance(order)
                .map(error -> ExchangeErrors.about(error, order.instrument().id()));
    }

    Map<String, Object> form(NewOrder order) {
        String symbol = order.instrument().symbol();
        return OkxOrderForm.order(order, margin.mode(symbol), market.tradeQuote(symbol));
    }

    /** What names an order in a cancel. */
    static Map<String, Object> named(OrderRef order) {
        return OkxOrderForm.named(
                order.instrument().symbol(),
                order.exchangeOrderId().map(ExchangeOrderId::text),
                order.clientOrderId().map(ClientOrderId::text).orElse(""));
    }

    Placement placement(NewOrder order, Reply<OkxUserWire.Ack> reply) {
        return switch (reply.about(order.instrument().id())) {
            case Reply.Failed<OkxUserWire.Ack>(Certainty certainty, ExchangeError error) ->
                    certainty == Certainty.UNCLEAR
                            ? new Placement.Unknown(OkxErrors.OKX.unknownOutcome(error))
                            : new Placement.Rejected(error);
            case Reply.Ok<OkxUserWire.Ack>(OkxUserWire.Ack ack) -> accepted(order, ack);
        };
    }

    static Cancellation cancellation(OrderRef order, Reply<OkxUserWire.Ack> reply) {
        return switch (reply.about(order.instrument().id())) {
            case Reply.Ok<OkxUserWire.Ack> _ -> new Cancellation.Acknowledged(Optional.empty());
            case Reply.Failed<OkxUserWire.Ack>(Certainty certainty, ExchangeError error) ->
                    certainty == Certainty.REFUSED
                            ? new Cancellation.Refused(error)
                            : new Cancellation.Unknown(error);
        };
    }

    private Placement accepted(NewOrder order, OkxUserWire.Ack ack) {
        boolean waits = OkxOrderForm.waits(order.type());
        Optional<String> id = OkxAcks.present(waits ? ack.algoId() : ack.ordId());
        if (id.isEmpty()) {
            return new Placement.Unknown(
                    OkxErrors.OKX.unknownOutcome(
                            OkxErrors.OKX.unreadable(
                                    "place an order", "an accepted order without an id")));
        }
        if (!waits) {
            return new Placement.Accepted(new ExchangeOrderId(id.get()), Optional.empty());
        }
        var algo =
                new Algo(id.get(), Optional.of(order.clientOrderId()), order.type(), order.price());
        algos.remember(algo, Optional.empty());
        return new Placement.Accepted(algo.orderId(), Optional.empty());
    }

    private Cancellation cancelWorking(OrderRef order) {
        var call = OkxOrderCall.cancel(order.instrument().symbol(), named(order), rest.signer());
        return cancellation(order, OkxAcks.only(call.operation(), way.ask(call)));
    }

    /** An order that was triggered is cancelled as what it became. */
    private Cancellation cancelWaiting(OrderRef order, Map<String, String> named) {
        String symbol = order.instrument().symbol();
        return switch (rest.algo(named).about(order.instrument().id())) {
            case Reply.Failed<OkxUserWire.AlgoOrder>(Certainty certainty, ExchangeError error) ->
                    certainty == Certainty.REFUSED
                            ? new Cancellation.Refused(error)
                            : new Cancellation.Unknown(error);
            case Reply.Ok<OkxUserWire.AlgoOrder>(OkxUserWire.AlgoOrder wire) -> {
                Optional<String> child = OkxOrderParse.child(wire);
                if (child.isPresent()) {
                    yield cancelWorking(
                            OrderRef.of(order.instrument(), new ExchangeOrderId(child.get())));
                }
                Map<String, Object> form = new LinkedHashMap<>();
                form.put("instId", symbol);
                form.put("algoId", wire.algoId());
                yield cancellation(
                        order,
                        OkxAcks.only("cancel an order", rest.cancelAlgos(symbol, List.of(form))));
            }
        };
    }

    private static boolean isAbsent(Cancellation said) {
        return said instanceof Cancellation.Refused(ExchangeError reason)
                && OkxErrors.isAbsence(reason);
    }

    /** Those that the exchange named as cancelled; one whose fate is open makes it a failure. */
    private static Answer<List<ExchangeOrderId>> cancelled(
            List<OrderRef> refs, List<Cancellation> said) {
        List<ExchangeOrderId> done = new ArrayList<>();
        for (int i = 0; i < refs.size(); i++) {
            switch (said.get(i)) {
                case Cancellation.Acknowledged _ ->
                        refs.get(i).exchangeOrderId().ifPresent(done::add);
                case Cancellation.Refused(ExchangeError reason) -> {
                    if (!OkxErrors.isAbsence(reason)) {
                        return new Answer.Failed<>(reason);
                    }
                }
                case Cancellation.Unknown(ExchangeError cause) -> {
                    return new Answer.Failed<>(cause);
                }
            }
        }
        return new Answer.Ok<>(List.copyOf(done));
    }

    private Amendment amend(OrderChange change, OrderReport present) {
        NewOrder wanted = change.wanted();
        if (present.status().isFinal()) {
            return new Amendment.Refused(
                    OkxErrors.refused(AMEND, "the order is " + present.status() + " already"));
        }
        if (present.side() != wanted.side() || present.type() != wanted.type()) {
            return new Amendment.Refused(
                    OkxErrors.refused(AMEND, "OKX changes an order's quantity and prices only"));
        }
        Optional<String> algo = OkxAlgoOrders.algoId(present.id());
        if (algo.isPresent()) {
            return amendWaiting(change, present, algo.get());
        }
        boolean sameSize = present.quantity().compareTo(wanted.quantity()) == 0;
        boolean samePrice = same(present.price(), wanted.price());
        if (sameSize && samePrice) {
            return amended(present, Optional.of(present));
        }
        String symbol = wanted.instrument().symbol();
        Map<String, Object> form = named(OrderRef.of(wanted.instrument(), present.id()));
        // The new size counts what is filled, as ours does.
        if (!sameSize) {
            form.put("newSz", Decimals.plain(wanted.quantity()));
        }
        if (!samePrice) {
            wanted.price().ifPresent(price -> form.put("newPx", Decimals.plain(price)));
        }
        var call = OkxOrderCall.amend(symbol, form, rest.signer());
        return amendment(present, OkxAcks.only(AMEND, way.send(call)));
    }

    private Amendment amendWaiting(OrderChange change, OrderReport present, String algoId) {
        NewOrder wanted = change.wanted();
        if (wanted.type() == OrderType.TRAILING_STOP) {
            return new Amendment.Refused(
                    OkxErrors.refused(AMEND, "OKX does not change trailing stops"));
        }
        String symbol = wanted.instrument().symbol();
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("instId", symbol);
        form.put("algoId", algoId);
        form.put("newSz", Decimals.plain(wanted.quantity()));
        boolean stops = wanted.type() == OrderType.STOP || wanted.type() == OrderType.STOP_LIMIT;
        String prefix = stops ? "newSl" : "newTp";
        wanted.stopPrice()
                .ifPresent(price -> form.put(prefix + "TriggerPx", Decimals.plain(price)));
        wanted.price().ifPresent(price -> form.put(prefix + "OrdPx", Decimals.plain(price)));
        Amendment said = amendment(present, OkxAcks.only(AMEND, rest.amendAlgo(symbol, form)));
        if (said instanceof Amendment.Amended) {
            algos.remember(
                    new Algo(algoId, present.clientOrderId(), wanted.type(), wanted.price()),
                    Optional.empty());
        }
        return said;
    }

    private static Amendment amendment(OrderReport present, Reply<OkxUserWire.Ack> reply) {
        return switch (reply.about(present.instrument())) {
            case Reply.Ok<OkxUserWire.Ack> _ -> amended(present, Optional.empty());
            case Reply.Failed<OkxUserWire.Ack>(Certainty certainty, ExchangeError error) ->
                    certainty == Certainty.UNCLEAR
                            ? new Amendment.Unknown(OkxErrors.OKX.unknownOutcome(error))
                            : new Amendment.Refused(error);
        };
    }

    /** OKX changes the order that there is, so it keeps both of its ids. */
    private static Amendment amended(OrderReport present, Optional<OrderReport> report) {
        return new Amendment.Amended(present.id(), present.clientOrderId(), report);
    }

    private static boolean same(Optional<BigDecimal> one, Optional<BigDecimal> other) {
        return one.isPresent() == other.isPresent()
                && (one.isEmpty() || one.get().compareTo(other.get()) == 0);
    }

    private Lookup findWorking(OrderRef order) {
        Map<String, String> query = new LinkedHashMap<>();
        named(order).forEach((name, value) -> query.put(name, value.toString()));
        return found(order.instrument(), rest.order(query));
    }

    private Lookup found(Instrument instrument, Reply<OkxUserWire.Order> reply) {
        return switch (reply.about(instrument.id())) {
            case Reply.Failed<OkxUserWire.Order> failed -> notFound(failed.error());
            case Reply.Ok<OkxUserWire.Order>(OkxUserWire.Order wire) ->
                    read(
                            () ->
                                    algos.told(
                                            OkxOrderParse.order(instrument.id(), wire),
                                            OkxOrderParse.parent(wire),
                                            OkxOrderParse.parentId(wire)));
        };
    }

    /** An order that waits; where it was triggered, what it became. */
    private Lookup findWaiting(Instrument instrument, Map<String, String> named) {
        return switch (rest.algo(named).about(instrument.id())) {
            case Reply.Failed<OkxUserWire.AlgoOrder> failed -> notFound(failed.error());
            case Reply.Ok<OkxUserWire.AlgoOrder>(OkxUserWire.AlgoOrder wire) -> {
                Optional<String> child = OkxOrderParse.child(wire);
                Lookup own =
                        read(
                                () -> {
                                    Algo algo = OkxOrderParse.algo(wire);
                                    algos.remember(algo, child);
                                    return OkxOrderParse.order(instrument.id(), algo, wire);
                                });
                if (child.isEmpty() || own instanceof Lookup.Failed) {
                    yield own;
                }
                Map<String, String> query = new LinkedHashMap<>();
                query.put("instId", instrument.symbol());
                query.put("ordId", child.get());
                Lookup became = found(instrument, rest.order(query));
                yield became instanceof Lookup.Absent ? own : became;
            }
        };
    }

    private interface Reading {
        OrderReport report() throws UnknownWord;
    }

    private static Lookup read(Reading reading) {
        try {
            return new Lookup.Found(reading.report());
        } catch (UnknownWord unknown) {
            return new Lookup.Failed(OkxErrors.OKX.unreadable(FIND, unknown.told()));
        }
    }

    private static Lookup notFound(ExchangeError error) {
        return OkxErrors.isAbsence(error) ? new Lookup.Absent(error) : new Lookup.Failed(error);
    }
}
