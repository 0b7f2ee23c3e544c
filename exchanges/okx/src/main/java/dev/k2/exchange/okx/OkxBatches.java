package dev.k2.exchange.okx;

import dev.k2.exchange.Cancellation;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderRef;
import dev.k2.exchange.Placement;
import dev.k2.exchange.net.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Several orders in as few requests as OKX takes: twenty of one instrument each. */
final class OkxBatches {
    private final OkxAccountRest rest;
    private final OkxOrderWay way;
    private final OkxOrders orders;

    OkxBatches(OkxAccountRest rest, OkxOrderWay way, OkxOrders orders) {
        this.rest = rest;
        this.way = way;
        this.orders = orders;
    }

    /** Orders that wait for a trigger are sent one by one: OKX has no batches of them. */
    List<Placement> placeEach(List<NewOrder> wanted) {
        Map<Integer, Placement> outcomes = new TreeMap<>();
        Map<String, List<Integer>> byInstrument = new LinkedHashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            NewOrder order = wanted.get(i);
            Optional<ExchangeError> hindrance = orders.hindrance(order);
            if (hindrance.isPresent()) {
                outcomes.put(i, new Placement.Rejected(hindrance.get()));
            } else if (OkxOrderForm.waits(order.type())) {
                outcomes.put(i, orders.place(order));
            } else {
                byInstrument
                        .computeIfAbsent(order.instrument().symbol(), first -> new ArrayList<>())
                        .add(i);
            }
        }
        byInstrument.forEach(
                (symbol, places) -> {
                    for (List<Integer> batch : cut(places, OkxAccountRest.BATCH_MAX)) {
                        var call =
                                OkxOrderCall.placeEach(
                                        symbol,
                                        batch.stream()
                                                .map(place -> orders.form(wanted.get(place)))
                                                .toList(),
                                        rest.signer());
                        Reply<List<OkxUserWire.Ack>> reply = way.send(call);
                        for (int i = 0; i < batch.size(); i++) {
                            int place = batch.get(i);
                            outcomes.put(
                                    place,
                                    orders.placement(
                                            wanted.get(place),
                                            OkxAcks.at(call.operation(), reply, i)));
                        }
                    }
                });
        return List.copyOf(outcomes.values());
    }

    /** Orders known by their own ids are cancelled together; the others have to be looked for. */
    List<Cancellation> cancelEach(List<OrderRef> wanted) {
        Map<Integer, Cancellation> outcomes = new TreeMap<>();
        Map<String, List<Integer>> byInstrument = new LinkedHashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            OrderRef order = wanted.get(i);
            boolean plain =
                    order.exchangeOrderId()
                            .filter(id -> OkxAlgoOrders.algoId(id).isEmpty())
                            .isPresent();
            if (plain) {
                byInstrument
                        .computeIfAbsent(order.instrument().symbol(), first -> new ArrayList<>())
                        .add(i);
            } else {
                outcomes.put(i, orders.cancel(order));
            }
        }
        byInstrument.forEach(
                (symbol, places) -> {
                    for (List<Integer> batch : cut(places, OkxAccountRest.BATCH_MAX)) {
                        var call =
                                OkxOrderCall.cancelEach(
                                        symbol,
                                        batch.stream()
                                                .map(place -> OkxOrders.named(wanted.get(place)))
                                                .toList(),
                                        rest.signer());
                        Reply<List<OkxUserWire.Ack>> reply = way.ask(call);
                        for (int i = 0; i < batch.size(); i++) {
                            int place = batch.get(i);
                            outcomes.put(
                                    place,
                                    OkxOrders.cancellation(
                                            wanted.get(place),
                                            OkxAcks.at(call.operation(), reply, i)));
                        }
                    }
                });
        return List.copyOf(outcomes.values());
    }

    private static List<List<Integer>> cut(List<Integer> places, int size) {
        List<List<Integer>> batches = new ArrayList<>();
        for (int from = 0; from < places.size(); from += size) {
            batches.add(places.subList(from, Math.min(places.size(), from + size)));
        }
        return batches;
    }
}
