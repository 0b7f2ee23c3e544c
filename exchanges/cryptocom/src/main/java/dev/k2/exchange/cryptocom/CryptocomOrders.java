package dev.k2.exchange.cryptocom;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Amendment;
import dev.k2.exchange.Answer;
import dev.k2.exchange.Cancellation;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.ListPlacement;
import dev.k2.exchange.Lookup;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.NewOrderList;
import dev.k2.exchange.OrderChange;
import dev.k2.exchange.OrderEntry;
import dev.k2.exchange.OrderRef;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.Placement;
import dev.k2.exchange.net.ExchangeErrors;
import dev.k2.exchange.net.Reply;
import dev.k2.exchange.net.Reply.Certainty;
import dev.k2.model.ExchangeId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Fill;
import dev.k2.model.Instrument;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Orders of one account. Crypto.com only says that it took something; what became of it comes over
 * the account's stream, or when it is asked for.
 */
final class CryptocomOrders implements OrderEntry {
    private final CryptocomAccountRest rest;
    private final CryptocomHistory history;
    private final CryptocomBatches batches;
    private final CryptocomAmends amends;
    private final CryptocomGroups groups;

    CryptocomOrders(CryptocomAccountRest rest, CryptocomMarket market, InstantSource clock) {
        this.rest = rest;
        this.history = new CryptocomHistory(rest, market, clock);
        this.batches = new CryptocomBatches(rest, this);
        this.amends = new CryptocomAmends(rest, history);
        this.groups = new CryptocomGroups(rest);
    }

    @Override
    public ExchangeId exchange() {
        return ExchangeId.CRYPTOCOM;
    }

    @Override
    public Placement place(NewOrder order) {
        Optional<ExchangeError> hindrance = hindrance("place an order", order);
        if (hindrance.isPresent()) {
            return new Placement.Rejected(hindrance.get());
        }
        return switch (rest.create(CryptocomOrderForm.of(order), CryptocomOrderForm.waits(order))
                .about(order.instrument().id())) {
            case Reply.Ok<CryptocomAccountWire.Taken>(CryptocomAccountWire.Taken taken) ->
                    placed(taken.orderId());
            case Reply.Failed<CryptocomAccountWire.Taken>(
                            Certainty certainty,
                            ExchangeError error) ->
                    notPlaced(certainty, error);
        };
    }

    /** Crypto.com took it, which is no word yet on whether it is good. */
    static Placement placed(@Nullable String id) {
        return id == null || id.isEmpty()
                ? new Placement.Unknown(
                        CryptocomErrors.ALL.unknownOutcome(
                                CryptocomErrors.ALL.unreadable(
                                        "place an order", "a yes without an order's id")))
                : new Placement.Accepted(new ExchangeOrderId(id), Optional.empty());
    }

    static Placement notPlaced(Certainty certainty, ExchangeError error) {
        return certainty == Certainty.UNCLEAR
                ? new Placement.Unknown(CryptocomErrors.ALL.unknownOutcome(error))
                : new Placement.Rejected(error);
    }

    /** Why an order is not sent. */
    static Optional<ExchangeError> hindrance(String operation, NewOrder order) {
        return CryptocomOrderForm.breach(order)
                .map(breach -> CryptocomErrors.ALL.breach(operation, breach))
                .map(error -> ExchangeErrors.about(error, order.instrument().id()));
    }

    @Override
    public List<Placement> placeEach(List<NewOrder> orders) {
        return batches.placeEach(orders);
    }

    /** An order that is not among the usual ones may be one that waits. */
    @Override
    public Cancellation cancel(OrderRef order) {
        Cancellation usual = cancel(order, false);
        if (!isAbsent(usual)) {
            return usual;
        }
        Cancellation waiting = cancel(order, true);
        return isAbsent(waiting) ? usual : waiting;
    }

    private Cancellation cancel(OrderRef order, boolean waits) {
        return cancelled(
                rest.cancel(CryptocomOrderForm.of(order), waits).about(order.instrument().id()));
    }

    static Cancellation cancelled(Reply<JsonNode> reply) {
        return switch (reply) {
            case Reply.Ok<JsonNode> _ -> new Cancellation.Acknowledged(Optional.empty());
            case Reply.Failed<JsonNode>(Certainty certainty, ExchangeError error) ->
                    notCancelled(certainty, error);
        };
    }

    static Cancellation notCancelled(Certainty certainty, ExchangeError error) {
        return certainty == Certainty.REFUSED
                ? new Cancellation.Refused(error)
                : new Cancellation.Unknown(error);
    }

    static boolean isAbsent(Cancellation said) {
        return said instanceof Cancellation.Refused(ExchangeError reason)
                && CryptocomErrors.isAbsence(reason);
    }

    @Override
    public List<Cancellation> cancelEach(List<OrderRef> orders) {
        return batches.cancelEach(orders);
    }

    /** Without an instrument it would be all of them, so it is always named. */
    @Override
    public Answer<List<ExchangeOrderId>> cancelAll(Instrument instrument) {
        for (boolean waits : List.of(false, true)) {
            Map<String, Object> filter = new LinkedHashMap<>();
            filter.put("instrument_name", instrument.symbol());
            if (!waits) {
                filter.put("type", "ALL");
            }
            if (rest.cancelAll(filter, waits).about(instrument.id())
                            instanceof
                            Reply.Failed<JsonNode>(Certainty certainty, ExchangeError error)
                    && !(certainty == Certainty.REFUSED && CryptocomErrors.isAbsence(error))) {
                return new Answer.Failed<>(error);
            }
        }
        return new Answer.Ok<>(List.of());
    }

    @Override
    public Amendment amend(OrderChange change) {
        return hindrance("amend an order", change.wanted())
                .<Amendment>map(Amendment.Refused::new)
                .orElseGet(() -> amends.amend(change));
    }

    @Override
    public ListPlacement placeList(NewOrderList list) {
        for (NewOrder order : list.orders()) {
            Optional<ExchangeError> hindrance = hindrance("place an order list", order);
            if (hindrance.isPresent()) {
                return new ListPlacement.Rejected(hindrance.get());
            }
        }
        return groups.place(list);
    }

    @Override
    public Cancellation cancelList(Instrument instrument, String listId) {
        return groups.cancel(instrument, listId);
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
