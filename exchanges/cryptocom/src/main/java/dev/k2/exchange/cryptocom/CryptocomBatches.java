package dev.k2.exchange.cryptocom;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Cancellation;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderRef;
import dev.k2.exchange.Placement;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Reply;
import dev.k2.exchange.net.Reply.Certainty;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Several orders in one request, each with its own outcome. */
final class CryptocomBatches {
    /** As many as are known to go [U]. */
    private static final int ORDERS_MAX = 10;

    private static final TypeReference<List<CryptocomAccountWire.Part>> PARTS =
            new TypeReference<>() {};

    private final CryptocomAccountRest rest;
    private final CryptocomOrders single;

    CryptocomBatches(CryptocomAccountRest rest, CryptocomOrders single) {
        this.rest = rest;
        this.single = single;
    }

    /** Orders that wait have a list of their own. */
    List<Placement> placeEach(List<NewOrder> orders) {
        List<Optional<Placement>> placements = new ArrayList<>();
        for (NewOrder order : orders) {
            placements.add(
                    CryptocomOrders.hindrance("place an order", order)
                            .map(Placement.Rejected::new));
        }
        for (boolean waits : List.of(false, true)) {
            List<Integer> sent = new ArrayList<>();
            for (int i = 0; i < orders.size(); i++) {
                if (placements.get(i).isEmpty()
                        && CryptocomOrderForm.waits(orders.get(i)) == waits) {
                    sent.add(i);
                }
            }
            for (List<Integer> batch : split(sent)) {
                List<NewOrder> together = batch.stream().map(orders::get).toList();
                List<Placement> said =
                        batch.size() == 1
                                ? List.of(single.place(together.getFirst()))
                                : place(together, waits);
                for (int k = 0; k < batch.size(); k++) {
                    placements.set(batch.get(k), Optional.of(said.get(k)));
                }
            }
        }
        return placements.stream().map(Optional::orElseThrow).toList();
    }

    List<Cancellation> cancelEach(List<OrderRef> orders) {
        List<Cancellation> cancellations = new ArrayList<>();
        for (int from = 0; from < orders.size(); from += ORDERS_MAX) {
            List<OrderRef> batch = orders.subList(from, Math.min(orders.size(), from + ORDERS_MAX));
            cancellations.addAll(
                    batch.size() == 1 ? List.of(single.cancel(batch.getFirst())) : cancel(batch));
        }
        return cancellations;
    }

    private List<Placement> place(List<NewOrder> orders, boolean waits) {
        String operation = "place an order";
        Reply<JsonNode> reply =
                rest.createList(orders.stream().map(CryptocomOrderForm::of).toList(), waits);
        List<Placement> placements = new ArrayList<>();
        for (int i = 0; i < orders.size(); i++) {
            placements.add(
                    switch (part(operation, reply, i).about(orders.get(i).instrument().id())) {
                        case Reply.Ok<CryptocomAccountWire.Part>(CryptocomAccountWire.Part part) ->
                                CryptocomOrders.placed(part.orderId());
                        case Reply.Failed<CryptocomAccountWire.Part>(
                                        Certainty certainty,
                                        ExchangeError error) ->
                                CryptocomOrders.notPlaced(certainty, error);
                    });
        }
        return placements;
    }

    /** What is not among the usual orders is tried once more by itself: it may be one that waits. */
    private List<Cancellation> cancel(List<OrderRef> orders) {
        List<Map<String, Object>> forms = new ArrayList<>();
        for (OrderRef order : orders) {
            Map<String, Object> form = new LinkedHashMap<>();
            form.put("instrument_name", order.instrument().symbol());
            form.putAll(CryptocomOrderForm.of(order));
            forms.add(form);
        }
        Reply<JsonNode> reply = rest.cancelList(forms);
        List<Cancellation> cancellations = new ArrayList<>();
        for (int i = 0; i < orders.size(); i++) {
            Reply<CryptocomAccountWire.Part> part =
                    part("cancel an order", reply, i).about(orders.get(i).instrument().id());
            Cancellation said =
                    switch (part) {
                        case Reply.Ok<CryptocomAccountWire.Part> _ ->
                                new Cancellation.Acknowledged(Optional.empty());
                        case Reply.Failed<CryptocomAccountWire.Part>(
                                        Certainty certainty,
                                        ExchangeError error) ->
                                CryptocomOrders.notCancelled(certainty, error);
                    };
            cancellations.add(CryptocomOrders.isAbsent(said) ? single.cancel(orders.get(i)) : said);
        }
        return cancellations;
    }

    /** What was said to one, by its place. A list stands by itself, or in an object. */
    private static Reply<CryptocomAccountWire.Part> part(
            String operation, Reply<JsonNode> reply, int place) {
        if (reply instanceof Reply.Failed<JsonNode>(Certainty certainty, ExchangeError error)) {
            return new Reply.Failed<>(certainty, error);
        }
        try {
            JsonNode told = ((Reply.Ok<JsonNode>) reply).value();
            List<CryptocomAccountWire.Part> parts =
                    Json.lenient()
                            .readerFor(PARTS)
                            .readValue(told.isArray() ? told : told.path("result_list"));
            if (parts == null || place >= parts.size()) {
                return unsaid(operation, "nothing was said to this order");
            }
            CryptocomAccountWire.Part part = parts.get(place);
            return part.code() == 0
                    ? new Reply.Ok<>(part)
                    : new Reply.Failed<>(
                            CryptocomErrors.isUnclear(200, part.code())
                                    ? Certainty.UNCLEAR
                                    : Certainty.REFUSED,
                            CryptocomErrors.answered(
                                    operation,
                                    200,
                                    part.code(),
                                    part.message() == null ? "" : part.message()));
        } catch (IOException unreadable) {
            return unsaid(operation, String.valueOf(unreadable.getMessage()));
        }
    }

    private static Reply<CryptocomAccountWire.Part> unsaid(String operation, String why) {
        return CryptocomReading.failed(CryptocomErrors.ALL.unreadable(operation, why));
    }

    private static List<List<Integer>> split(List<Integer> all) {
        List<List<Integer>> batches = new ArrayList<>();
        for (int from = 0; from < all.size(); from += ORDERS_MAX) {
            batches.add(all.subList(from, Math.min(all.size(), from + ORDERS_MAX)));
        }
        return batches;
    }
}
