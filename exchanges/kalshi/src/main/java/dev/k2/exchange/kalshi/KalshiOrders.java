package dev.k2.exchange.kalshi;

import dev.k2.exchange.Amendment;
import dev.k2.exchange.Answer;
import dev.k2.exchange.Cancellation;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ErrorFacts;
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
import dev.k2.model.ClientOrderId;
import dev.k2.model.ExchangeId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.Instrument;
import dev.k2.model.Outcome;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Orders of one account, all by the second version of writes: the first answers 410. */
final class KalshiOrders implements OrderEntry {
    private static final String AMEND = "amend an order";

    private final KalshiAccountRest rest;
    private final KalshiHistory history;
    private final KalshiOrderIds ids;
    private final KalshiSpares spares;
    private final KalshiBatches batches;

    KalshiOrders(
            KalshiAccountRest rest,
            KalshiHistory history,
            KalshiOrderIds ids,
            KalshiSpares spares) {
        this.rest = rest;
        this.history = history;
        this.ids = ids;
        this.spares = spares;
        this.batches = new KalshiBatches(rest, this);
    }

    @Override
    public ExchangeId exchange() {
        return ExchangeId.KALSHI;
    }

    @Override
    public Placement place(NewOrder order) {
        Optional<ExchangeError> hindrance = KalshiOrderForm.hindrance("place an order", order);
        if (hindrance.isPresent()) {
            return new Placement.Rejected(hindrance.get());
        }
        Placement placement = placement(order, rest.create(KalshiOrderForm.of(order)));
        spares.wanted();
        return placement;
    }

    @Override
    public List<Placement> placeEach(List<NewOrder> orders) {
        return batches.placeEach(orders);
    }

    Placement placement(NewOrder order, Reply<KalshiAccountWire.Created> reply) {
        return switch (reply.about(order.instrument().id())) {
            case Reply.Failed<KalshiAccountWire.Created>(
                            Certainty certainty,
                            ExchangeError error) ->
                    certainty == Certainty.UNCLEAR
                            ? new Placement.Unknown(KalshiErrors.ALL.unknownOutcome(error))
                            : new Placement.Rejected(ofAMarket(error));
            case Reply.Ok<KalshiAccountWire.Created>(KalshiAccountWire.Created wire) ->
                    accepted(order, wire);
        };
    }

    /** A new order names no other order, so what was not found is its market. */
    private static ExchangeError ofAMarket(ExchangeError error) {
        return error instanceof ExchangeError.OrderNotFound(ErrorFacts facts)
                ? new ExchangeError.MarketStatus(facts)
                : error;
    }

    private Placement accepted(NewOrder order, KalshiAccountWire.Created wire) {
        String id = wire.orderId();
        if (id == null || id.isEmpty()) {
            return new Placement.Unknown(
                    KalshiErrors.ALL.unknownOutcome(
                            KalshiErrors.ALL.unreadable(
                                    "place an order", "an accepted order without an id")));
        }
        var theirs = new ExchangeOrderId(id);
        ids.learn(Optional.of(order.clientOrderId()), theirs);
        if (wouldHaveMatched(order, wire)) {
            return new Placement.Rejected(
                    ExchangeErrors.about(
                            KalshiErrors.refused(
                                    "place an order",
                                    "The order was to rest only, and would have matched"),
                            order.instrument().id()));
        }
        return new Placement.Accepted(theirs, KalshiOrderParse.created(order, wire));
    }

    /** An order that was to rest only, and of which nothing rests and nothing is filled. */
    private static boolean wouldHaveMatched(NewOrder order, KalshiAccountWire.Created wire) {
        BigDecimal left = wire.remainingCount();
        BigDecimal filled = wire.fillCount();
        return order.timeInForce() == TimeInForce.POST_ONLY
                && left != null
                && left.signum() == 0
                && filled != null
                && filled.signum() == 0;
    }

    /** Kalshi cancels by its own id only; one that was never heard is looked up by ours. */
    @Override
    public Cancellation cancel(OrderRef order) {
        return switch (theirs(order)) {
            case Answer.Failed<ExchangeOrderId>(ExchangeError error) -> notNamed(error);
            case Answer.Ok<ExchangeOrderId>(ExchangeOrderId id) ->
                    cancellation(order, rest.cancel(id.text(), order.instrument().symbol()));
        };
    }

    static Cancellation cancellation(OrderRef order, Reply<KalshiAccountWire.Cancelled> reply) {
        return switch (reply.about(order.instrument().id())) {
            case Reply.Ok<KalshiAccountWire.Cancelled> _ ->
                    new Cancellation.Acknowledged(Optional.empty());
            case Reply.Failed<KalshiAccountWire.Cancelled>(
                            Certainty certainty,
                            ExchangeError error) ->
                    certainty == Certainty.REFUSED
                            ? new Cancellation.Refused(error)
                            : new Cancellation.Unknown(error);
        };
    }

    static Cancellation notNamed(ExchangeError error) {
        return KalshiErrors.isAbsence(error)
                ? new Cancellation.Refused(error)
                : new Cancellation.Unknown(error);
    }

    @Override
    public List<Cancellation> cancelEach(List<OrderRef> orders) {
        return batches.cancelEach(orders);
    }

    /**
     * Kalshi's own call for it spares no market, and takes along what is placed in the minute that
     * follows. So what is open is asked for and cancelled in batches, by name.
     */
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

    /** Those that Kalshi named as cancelled; one whose fate is open makes it a failure. */
    private static Answer<List<ExchangeOrderId>> cancelled(
            List<OrderRef> refs, List<Cancellation> said) {
        List<ExchangeOrderId> done = new ArrayList<>();
        for (int i = 0; i < refs.size(); i++) {
            switch (said.get(i)) {
                case Cancellation.Acknowledged _ ->
                        refs.get(i).exchangeOrderId().ifPresent(done::add);
                case Cancellation.Refused(ExchangeError reason) -> {
                    if (!KalshiErrors.isAbsence(reason)) {
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

    @Override
    public Amendment amend(OrderChange change) {
        Optional<ExchangeError> hindrance = KalshiOrderForm.hindrance(AMEND, change.wanted());
        if (hindrance.isPresent()) {
            return new Amendment.Refused(hindrance.get());
        }
        return switch (find(change.order())) {
            case Lookup.Absent(ExchangeError reason) -> new Amendment.Refused(reason);
            case Lookup.Failed(ExchangeError error) -> new Amendment.Refused(error);
            case Lookup.Found(OrderReport present) -> amend(change.wanted(), present);
        };
    }

    private Amendment amend(NewOrder wanted, OrderReport present) {
        Outcome outcome = wanted.terms().outcome();
        if (present.status().isFinal()) {
            return refused("the order is " + present.status() + " already");
        }
        if (present.side() != outcome.mirror(wanted.side())) {
            return refused("Kalshi changes an order's price and quantity only");
        }
        if (wanted.quantity().compareTo(present.filledQuantity()) <= 0) {
            return refused("as much is filled already: " + present.filledQuantity());
        }
        BigDecimal price = outcome.mirror(wanted.price().orElseThrow());
        boolean samePrice = present.price().filter(is -> is.compareTo(price) == 0).isPresent();
        int size = wanted.quantity().compareTo(present.quantity());
        if (samePrice && size == 0) {
            return new Amendment.Amended(
                    present.id(), present.clientOrderId(), Optional.of(present));
        }
        String id = present.id().text();
        // Less at the same price keeps its place in the queue, if it is said so.
        Reply<KalshiAccountWire.Created> reply =
                samePrice && size < 0
                        ? rest.decrease(
                                id, KalshiOrderForm.decreased(wanted, present.filledQuantity()))
                        : rest.amend(
                                id,
                                KalshiOrderForm.amended(
                                        wanted, present.clientOrderId().map(ClientOrderId::text)));
        return amendment(wanted, present, reply);
    }

    private Amendment amendment(
            NewOrder wanted, OrderReport present, Reply<KalshiAccountWire.Created> reply) {
        return switch (reply.about(wanted.instrument().id())) {
            case Reply.Failed<KalshiAccountWire.Created>(
                            Certainty certainty,
                            ExchangeError error) ->
                    certainty == Certainty.UNCLEAR
                            ? new Amendment.Unknown(KalshiErrors.ALL.unknownOutcome(error))
                            : new Amendment.Refused(error);
            case Reply.Ok<KalshiAccountWire.Created>(KalshiAccountWire.Created wire) -> {
                String told = wire.orderId();
                ExchangeOrderId id =
                        told == null || told.isEmpty() ? present.id() : new ExchangeOrderId(told);
                ids.learn(present.clientOrderId(), id);
                yield new Amendment.Amended(id, present.clientOrderId(), Optional.empty());
            }
        };
    }

    private static Amendment refused(String why) {
        return new Amendment.Refused(KalshiErrors.refused(AMEND, why));
    }

    @Override
    public Lookup find(OrderRef order) {
        return history.find(order);
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

    /** Kalshi's id of an order; a failure of category ORDER_NOT_FOUND where it has none. */
    Answer<ExchangeOrderId> theirs(OrderRef order) {
        Optional<ExchangeOrderId> known =
                order.exchangeOrderId().or(() -> order.clientOrderId().flatMap(ids::theirs));
        if (known.isPresent()) {
            return new Answer.Ok<>(known.get());
        }
        return switch (find(order)) {
            case Lookup.Found(OrderReport report) -> new Answer.Ok<>(report.id());
            case Lookup.Absent(ExchangeError reason) -> new Answer.Failed<>(reason);
            case Lookup.Failed(ExchangeError error) ->
                    new Answer.Failed<>(
                            error.category() == ErrorCategory.ORDER_NOT_FOUND
                                    ? KalshiErrors.ALL.unreadable(
                                            "ask for an order", error.message())
                                    : error);
        };
    }
}
