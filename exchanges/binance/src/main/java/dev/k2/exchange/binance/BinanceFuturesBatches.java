package dev.k2.exchange.binance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Cancellation;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderRef;
import dev.k2.exchange.Placement;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Reply;
import dev.k2.exchange.net.Reply.Certainty;
import dev.k2.model.ClientOrderId;
import dev.k2.model.ExchangeId;
import dev.k2.model.ExchangeOrderId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Several orders in one request. Each has an outcome of its own; orders that wait for a trigger
 * cannot travel together and go one by one.
 */
final class BinanceFuturesBatches {
    private static final int PLACED_AT_ONCE = 5;
    private static final int CANCELLED_AT_ONCE = 10;

    private final BinanceFuturesRest rest;
    private final BinanceFuturesReports reports;
    private final BinanceFuturesOrders single;

    BinanceFuturesBatches(
            BinanceFuturesRest rest, BinanceFuturesReports reports, BinanceFuturesOrders single) {
        this.rest = rest;
        this.reports = reports;
        this.single = single;
    }

    List<Placement> placeEach(List<NewOrder> orders) {
        Map<Integer, Placement> outcomes = new HashMap<>();
        List<Integer> together = new ArrayList<>();
        for (int i = 0; i < orders.size(); i++) {
            NewOrder order = orders.get(i);
            Optional<ExchangeError> hindrance = single.hindrance(order);
            if (hindrance.isPresent()) {
                outcomes.put(i, new Placement.Rejected(hindrance.get()));
            } else if (order.type().isTriggered()) {
                outcomes.put(i, single.place(order));
            } else {
                together.add(i);
            }
        }
        for (List<Integer> part : parts(together, PLACED_AT_ONCE)) {
            List<NewOrder> sent = part.stream().map(orders::get).toList();
            List<Placement> told = place(sent);
            for (int i = 0; i < part.size(); i++) {
                outcomes.put(part.get(i), told.get(i));
            }
        }
        return inSequence(outcomes, orders.size());
    }

    List<Cancellation> cancelEach(List<OrderRef> orders) {
        Map<Integer, Cancellation> outcomes = new HashMap<>();
        Map<String, List<Integer>> together = new LinkedHashMap<>();
        for (int i = 0; i < orders.size(); i++) {
            OrderRef order = orders.get(i);
            boolean waits =
                    order.byOneId(id -> BinanceAlgoOrders.algoId(id).isPresent(), reports::waited);
            if (waits) {
                outcomes.put(i, single.cancel(order));
            } else {
                String kind = order.exchangeOrderId().isPresent() ? "id " : "client ";
                together.computeIfAbsent(
                                kind + order.instrument().symbol(), first -> new ArrayList<>())
                        .add(i);
            }
        }
        for (List<Integer> kind : together.values()) {
            for (List<Integer> part : parts(kind, CANCELLED_AT_ONCE)) {
                List<OrderRef> sent = part.stream().map(orders::get).toList();
                List<Cancellation> told = cancel(sent);
                for (int i = 0; i < part.size(); i++) {
                    outcomes.put(part.get(i), told.get(i));
                }
            }
        }
        return inSequence(outcomes, orders.size());
    }

    private List<Placement> place(List<NewOrder> orders) {
        String text = json(orders.stream().map(BinanceFuturesForm::order).toList());
        return switch (rest.placeEach(text, orders.size())) {
            case Reply.Failed<List<JsonNode>>(Certainty certainty, ExchangeError error) ->
                    orders.stream()
                            .map(
                                    order ->
                                            BinanceFuturesOrders.notPlaced(
                                                    certainty == Certainty.UNCLEAR, error))
                            .toList();
            case Reply.Ok<List<JsonNode>>(List<JsonNode> told) -> {
                if (told.size() != orders.size()) {
                    ExchangeError error = miscounted("place orders", orders.size(), told.size());
                    yield orders.stream()
                            .map(order -> BinanceFuturesOrders.notPlaced(true, error))
                            .toList();
                }
                List<Placement> placements = new ArrayList<>();
                for (int i = 0; i < orders.size(); i++) {
                    placements.add(placement(orders.get(i), told.get(i)));
                }
                yield placements;
            }
        };
    }

    private Placement placement(NewOrder order, JsonNode told) {
        try {
            return isFailure(told)
                    ? BinanceFuturesOrders.notPlaced(
                            BinanceErrors.isUnclear(400, told.path("code").asInt()),
                            refusal("place an order", told))
                    : BinanceFuturesOrders.placed(
                            reports.order(order.instrument().id(), read(told), "place an order"));
        } catch (JsonProcessingException unreadable) {
            return BinanceFuturesOrders.notPlaced(true, unreadable("place an order", unreadable));
        }
    }

    private List<Cancellation> cancel(List<OrderRef> orders) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("symbol", orders.getFirst().instrument().symbol());
        boolean byId = orders.getFirst().exchangeOrderId().isPresent();
        if (byId) {
            List<Long> ids =
                    orders.stream()
                            .flatMap(order -> order.exchangeOrderId().stream())
                            .map(ExchangeOrderId::text)
                            .map(Long::valueOf)
                            .toList();
            parameters.put("orderIdList", json(ids));
        } else {
            parameters.put(
                    "origClientOrderIdList",
                    json(
                            orders.stream()
                                    .flatMap(order -> order.clientOrderId().stream())
                                    .map(ClientOrderId::text)
                                    .toList()));
        }
        return switch (rest.cancelEach(parameters)) {
            case Reply.Failed<List<JsonNode>>(Certainty certainty, ExchangeError error) ->
                    orders.stream()
                            .map(order -> BinanceFuturesOrders.notCancelled(certainty, error))
                            .toList();
            case Reply.Ok<List<JsonNode>>(List<JsonNode> told) -> {
                if (told.size() != orders.size()) {
                    ExchangeError error = miscounted("cancel orders", orders.size(), told.size());
                    yield orders.stream()
                            .<Cancellation>map(order -> new Cancellation.Unknown(error))
                            .toList();
                }
                List<Cancellation> cancellations = new ArrayList<>();
                for (int i = 0; i < orders.size(); i++) {
                    Cancellation outcome = cancellation(orders.get(i), told.get(i));
                    // Under our id alone it may be one that waits, which is found elsewhere.
                    cancellations.add(
                            !byId && BinanceFuturesOrders.isAbsent(outcome)
                                    ? single.cancel(orders.get(i))
                                    : outcome);
                }
                yield cancellations;
            }
        };
    }

    private Cancellation cancellation(OrderRef order, JsonNode told) {
        try {
            return isFailure(told)
                    ? BinanceFuturesOrders.notCancelled(
                            BinanceErrors.isUnclear(400, told.path("code").asInt())
                                    ? Certainty.UNCLEAR
                                    : Certainty.REFUSED,
                            refusal("cancel an order", told))
                    : single.acknowledged(order, read(told));
        } catch (JsonProcessingException unreadable) {
            return new Cancellation.Unknown(unreadable("cancel an order", unreadable));
        }
    }

    private static boolean isFailure(JsonNode told) {
        return told.has("code") && !told.has("orderId");
    }

    private static BinanceFuturesWire.Order read(JsonNode told) throws JsonProcessingException {
        return Json.lenient().treeToValue(told, BinanceFuturesWire.Order.class);
    }

    private static ExchangeError refusal(String operation, JsonNode told) {
        return BinanceErrors.answered(
                ExchangeId.BINANCE_FUTURES,
                operation,
                400,
                told.path("code").asInt(),
                told.path("msg").asText(),
                Optional.empty());
    }

    private static ExchangeError miscounted(String operation, int asked, int told) {
        return BinanceErrors.unreadable(
                ExchangeId.BINANCE_FUTURES,
                operation,
                "expected " + asked + " outcomes, found " + told);
    }

    private static ExchangeError unreadable(String operation, JsonProcessingException unreadable) {
        return BinanceErrors.unreadable(
                ExchangeId.BINANCE_FUTURES,
                operation,
                "Binance's answer is not as expected: " + unreadable.getOriginalMessage());
    }

    private static <T> List<List<T>> parts(List<T> all, int most) {
        List<List<T>> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += most) {
            parts.add(all.subList(from, Math.min(all.size(), from + most)));
        }
        return parts;
    }

    private static <T> List<T> inSequence(Map<Integer, T> outcomes, int count) {
        List<T> sequence = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            T outcome = outcomes.get(i);
            if (outcome == null) {
                throw new IllegalStateException("order " + i + " has no outcome");
            }
            sequence.add(outcome);
        }
        return List.copyOf(sequence);
    }

    private static String json(Object value) {
        try {
            return Json.lenient().writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("our own requests can be written", impossible);
        }
    }
}
