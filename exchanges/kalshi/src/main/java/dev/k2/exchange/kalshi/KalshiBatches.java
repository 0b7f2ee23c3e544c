package dev.k2.exchange.kalshi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Answer;
import dev.k2.exchange.Cancellation;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderRef;
import dev.k2.exchange.Placement;
import dev.k2.exchange.net.Reply;
import dev.k2.exchange.net.Reply.Certainty;
import dev.k2.model.ExchangeOrderId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Several orders in one request, as many as the account's tokens allow at once. */
final class KalshiBatches {
    /** Kalshi's own limit is not documented. */
    private static final int ORDERS_MAX = 20;

    /** What an error in an answer to several orders amounts to. */
    private static final int REFUSED = 400;

    private final KalshiAccountRest rest;
    private final KalshiOrders orders;

    KalshiBatches(KalshiAccountRest rest, KalshiOrders orders) {
        this.rest = rest;
        this.orders = orders;
    }

    List<Placement> placeEach(List<NewOrder> wanted) {
        Placement[] placements = new Placement[wanted.size()];
        List<Integer> sent = new ArrayList<>();
        for (int i = 0; i < placements.length; i++) {
            Optional<ExchangeError> hindrance =
                    KalshiOrderForm.hindrance("place an order", wanted.get(i));
            if (hindrance.isPresent()) {
                placements[i] = new Placement.Rejected(hindrance.get());
            } else {
                sent.add(i);
            }
        }
        for (List<Integer> part : parts(sent, KalshiEndpoint.CREATE_EACH)) {
            List<Map<String, Object>> forms =
                    part.stream().map(i -> KalshiOrderForm.of(wanted.get(i))).toList();
            Reply<List<KalshiAccountWire.Created>> reply = rest.createEach(forms);
            for (int place = 0; place < part.size(); place++) {
                NewOrder order = wanted.get(part.get(place));
                placements[part.get(place)] = orders.placement(order, created(order, reply, place));
            }
        }
        return List.of(placements);
    }

    List<Cancellation> cancelEach(List<OrderRef> wanted) {
        Cancellation[] cancellations = new Cancellation[wanted.size()];
        ExchangeOrderId[] named = new ExchangeOrderId[wanted.size()];
        List<Integer> sent = new ArrayList<>();
        for (int i = 0; i < cancellations.length; i++) {
            switch (orders.theirs(wanted.get(i))) {
                case Answer.Failed<ExchangeOrderId>(ExchangeError error) ->
                        cancellations[i] = KalshiOrders.notNamed(error);
                case Answer.Ok<ExchangeOrderId>(ExchangeOrderId id) -> {
                    named[i] = id;
                    sent.add(i);
                }
            }
        }
        for (List<Integer> part : parts(sent, KalshiEndpoint.CANCEL_EACH)) {
            List<Map<String, Object>> forms =
                    part.stream()
                            .map(
                                    i ->
                                            KalshiOrderForm.named(
                                                    named[i].text(),
                                                    wanted.get(i).instrument().symbol()))
                            .toList();
            Reply<List<KalshiAccountWire.Cancelled>> reply = rest.cancelEach(forms);
            for (int i : part) {
                cancellations[i] =
                        KalshiOrders.cancellation(wanted.get(i), cancelled(named[i].text(), reply));
            }
        }
        return Arrays.asList(cancellations);
    }

    private List<List<Integer>> parts(List<Integer> places, KalshiEndpoint endpoint) {
        int most = rest.http().limits().ordersAtOnce(rest.signer(), endpoint, ORDERS_MAX);
        List<List<Integer>> parts = new ArrayList<>();
        for (int from = 0; from < places.size(); from += most) {
            parts.add(places.subList(from, Math.min(places.size(), from + most)));
        }
        return parts;
    }

    /** By our id where it is told, by the place in the request otherwise. */
    private static Reply<KalshiAccountWire.Created> created(
            NewOrder order, Reply<List<KalshiAccountWire.Created>> reply, int place) {
        return switch (reply) {
            case Reply.Failed<List<KalshiAccountWire.Created>>(
                            Certainty certainty,
                            ExchangeError error) ->
                    new Reply.Failed<>(certainty, error);
            case Reply.Ok<List<KalshiAccountWire.Created>>(
                            List<KalshiAccountWire.Created> told) -> {
                String ours = order.clientOrderId().text();
                Optional<KalshiAccountWire.Created> one =
                        told.stream()
                                .filter(each -> ours.equals(each.clientOrderId()))
                                .findFirst()
                                .or(() -> unnamed(told, place));
                yield one.map(each -> judged("place an order", each, each.error()))
                        .orElseGet(() -> missing("place an order"));
            }
        };
    }

    private static Optional<KalshiAccountWire.Created> unnamed(
            List<KalshiAccountWire.Created> told, int place) {
        return told.stream()
                .skip(place)
                .findFirst()
                .filter(each -> KalshiParse.orEmpty(each.clientOrderId()).isEmpty());
    }

    private static Reply<KalshiAccountWire.Cancelled> cancelled(
            String id, Reply<List<KalshiAccountWire.Cancelled>> reply) {
        return switch (reply) {
            case Reply.Failed<List<KalshiAccountWire.Cancelled>>(
                            Certainty certainty,
                            ExchangeError error) ->
                    new Reply.Failed<>(certainty, error);
            case Reply.Ok<List<KalshiAccountWire.Cancelled>>(
                            List<KalshiAccountWire.Cancelled> told) ->
                    told.stream()
                            .filter(each -> id.equals(each.orderId()))
                            .findFirst()
                            .map(each -> judged("cancel an order", each, each.error()))
                            .orElseGet(() -> missing("cancel an order"));
        };
    }

    private static <T> Reply<T> judged(String operation, T told, @Nullable JsonNode error) {
        if (error == null || error.isNull()) {
            return new Reply.Ok<>(told);
        }
        KalshiErrors.Told words = KalshiErrors.told(error);
        return new Reply.Failed<>(
                Certainty.REFUSED, KalshiErrors.answered(operation, REFUSED, words));
    }

    private static <T> Reply<T> missing(String operation) {
        return new Reply.Failed<>(
                Certainty.UNCLEAR,
                KalshiErrors.ALL.unreadable(operation, "expected an outcome for each order"));
    }
}
