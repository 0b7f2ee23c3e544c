package dev.k2.exchange.bybit;

import com.fasterxml.jackson.databind.JsonNode;
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
import dev.k2.exchange.bybit.BybitAccountWire.Taken;
import dev.k2.exchange.bybit.BybitRestWire.Page;
import dev.k2.exchange.net.ExchangeErrors;
import dev.k2.exchange.net.Reply;
import dev.k2.exchange.net.Reply.Certainty;
import dev.k2.model.ExchangeId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.Instrument;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Orders of one account. Bybit only says that it took something; what became of it comes over the
 * account's stream, or when it is asked for.
 */
final class BybitOrders implements OrderEntry {
    /** Orders that wait are of another kind on spot, and named with it. */
    private static final String WAITING = "StopOrder";

    private static final String KIND = "orderFilter";

    /** Futures are cancelled 500 at a time. */
    private static final int CANCELS_MAX = 20;

    private static final int CANCELLED_AT_ONCE = 500;

    private final BybitAccountRest rest;
    private final BybitHistory history;
    private final BybitBatches batches;

    BybitOrders(BybitAccountRest rest, BybitMarket market, InstantSource clock) {
        this.rest = rest;
        this.history = new BybitHistory(rest, market, clock);
        this.batches = new BybitBatches(rest, this);
    }

    @Override
    public ExchangeId exchange() {
        return ExchangeId.BYBIT;
    }

    @Override
    public Placement place(NewOrder order) {
        Optional<ExchangeError> hindrance = hindrance("place an order", order);
        if (hindrance.isPresent()) {
            return new Placement.Rejected(hindrance.get());
        }
        Instrument instrument = order.instrument();
        return switch (rest.create(BybitCategory.of(instrument), BybitOrderForm.of(order))
                .about(instrument.id())) {
            case Reply.Ok<Taken>(Taken taken) -> placed(taken);
            case Reply.Failed<Taken>(Certainty certainty, ExchangeError error) ->
                    notPlaced(certainty, error);
        };
    }

    static Placement placed(Taken taken) {
        String id = taken.orderId();
        return id == null || id.isEmpty()
                ? new Placement.Unknown(
                        BybitErrors.ALL.unknownOutcome(
                                BybitErrors.ALL.unreadable(
                                        "place an order", "a yes without an order's id")))
                : new Placement.Accepted(new ExchangeOrderId(id), Optional.empty());
    }

    static Placement notPlaced(Certainty certainty, ExchangeError error) {
        return certainty == Certainty.UNCLEAR
                ? new Placement.Unknown(BybitErrors.ALL.unknownOutcome(error))
                : new Placement.Rejected(error);
    }

    /** Why an order is not sent. */
    static Optional<ExchangeError> hindrance(String operation, NewOrder order) {
        return BybitOrderForm.breach(order)
                .map(breach -> BybitErrors.ALL.breach(operation, breach))
                .map(error -> ExchangeErrors.about(error, order.instrument().id()));
    }

    @Override
    public List<Placement> placeEach(List<NewOrder> orders) {
        return batches.placeEach(orders);
    }

    /** A spot order that is not among the usual ones may be one that waits. */
    @Override
    public Cancellation cancel(OrderRef order) {
        Map<String, Object> form = BybitOrderForm.of(order);
        Cancellation usual = cancel(order.instrument(), form);
        boolean absent =
                usual instanceof Cancellation.Refused(ExchangeError reason)
                        && reason.category() == ErrorCategory.ORDER_NOT_FOUND;
        if (!absent || BybitCategory.of(order.instrument()) != BybitCategory.SPOT) {
            return usual;
        }
        form.put(KIND, WAITING);
        Cancellation waiting = cancel(order.instrument(), form);
        return waiting instanceof Cancellation.Refused ? usual : waiting;
    }

    private Cancellation cancel(Instrument instrument, Map<String, Object> form) {
        return switch (rest.cancel(BybitCategory.of(instrument), form).about(instrument.id())) {
            case Reply.Ok<Taken> _ -> new Cancellation.Acknowledged(Optional.empty());
            case Reply.Failed<Taken>(Certainty certainty, ExchangeError error) ->
                    notCancelled(certainty, error);
        };
    }

    static Cancellation notCancelled(Certainty certainty, ExchangeError error) {
        return certainty == Certainty.REFUSED
                ? new Cancellation.Refused(error)
                : new Cancellation.Unknown(error);
    }

    @Override
    public List<Cancellation> cancelEach(List<OrderRef> orders) {
        return batches.cancelEach(orders);
    }

    @Override
    public Answer<List<ExchangeOrderId>> cancelAll(Instrument instrument) {
        BybitCategory category = BybitCategory.of(instrument);
        List<ExchangeOrderId> cancelled = new ArrayList<>();
        List<Optional<String>> kinds =
                category == BybitCategory.SPOT
                        ? List.of(Optional.of("Order"), Optional.of(WAITING))
                        : List.of(Optional.empty());
        for (Optional<String> kind : kinds) {
            Map<String, Object> filter = new LinkedHashMap<>();
            filter.put("category", category.word());
            filter.put("symbol", instrument.symbol());
            kind.ifPresent(word -> filter.put(KIND, word));
            Optional<ExchangeError> failed = cancelAll(instrument, filter, cancelled);
            if (failed.isPresent()) {
                return new Answer.Failed<>(failed.get());
            }
        }
        return new Answer.Ok<>(List.copyOf(cancelled));
    }

    private Optional<ExchangeError> cancelAll(
            Instrument instrument, Map<String, Object> filter, List<ExchangeOrderId> cancelled) {
        for (int times = 0; times < CANCELS_MAX; times++) {
            switch (rest.cancelAll(BybitCategory.of(instrument), filter).about(instrument.id())) {
                case Reply.Failed<Page> failed -> {
                    return Optional.of(failed.error());
                }
                case Reply.Ok<Page>(Page page) -> {
                    for (JsonNode node : page.list()) {
                        String id = node.path("orderId").asText();
                        if (!id.isEmpty()) {
                            cancelled.add(new ExchangeOrderId(id));
                        }
                    }
                    if (page.list().size() < CANCELLED_AT_ONCE) {
                        return Optional.empty();
                    }
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public Amendment amend(OrderChange change) {
        Optional<ExchangeError> hindrance = hindrance("amend an order", change.wanted());
        if (hindrance.isPresent()) {
            return new Amendment.Refused(hindrance.get());
        }
        Instrument instrument = change.order().instrument();
        return switch (rest.amend(BybitCategory.of(instrument), BybitOrderForm.of(change))
                .about(instrument.id())) {
            case Reply.Ok<Taken>(Taken taken) -> amended(change.order(), taken);
            case Reply.Failed<Taken>(Certainty certainty, ExchangeError error) ->
                    certainty == Certainty.UNCLEAR
                            ? new Amendment.Unknown(BybitErrors.ALL.unknownOutcome(error))
                            : new Amendment.Refused(error);
        };
    }

    /** Bybit changes an order in its place, so both ids stay. */
    private static Amendment amended(OrderRef order, Taken taken) {
        String told = taken.orderId();
        Optional<ExchangeOrderId> id =
                told == null || told.isEmpty()
                        ? order.exchangeOrderId()
                        : Optional.of(new ExchangeOrderId(told));
        return id.<Amendment>map(
                        known ->
                                new Amendment.Amended(
                                        known,
                                        order.clientOrderId()
                                                .or(() -> BybitParse.ourId(taken.orderLinkId())),
                                        Optional.empty()))
                .orElseGet(
                        () ->
                                new Amendment.Unknown(
                                        BybitErrors.ALL.unknownOutcome(
                                                BybitErrors.ALL.unreadable(
                                                        "amend an order",
                                                        "a yes without an order's id"))));
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
}
