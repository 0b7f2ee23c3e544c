package dev.k2.exchange.bybit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.k2.exchange.Cancellation;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderRef;
import dev.k2.exchange.Placement;
import dev.k2.exchange.bybit.BybitAccountWire.BatchPart;
import dev.k2.exchange.bybit.BybitAccountWire.Taken;
import dev.k2.exchange.bybit.BybitRestWire.Envelope;
import dev.k2.exchange.net.ExchangeErrors;
import dev.k2.exchange.net.Reply;
import dev.k2.exchange.net.Reply.Certainty;
import dev.k2.model.Instrument;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Several orders in one request; what was said to each stands beside the result. */
final class BybitBatches {
    private static final int SPOT_MAX = 10;
    private static final int LINEAR_MAX = 20;

    private final BybitAccountRest rest;
    private final BybitOrders single;

    BybitBatches(BybitAccountRest rest, BybitOrders single) {
        this.rest = rest;
        this.single = single;
    }

    /** What was said to one order of a batch. */
    private sealed interface Part {
        record Yes(Taken taken) implements Part {}

        record No(Certainty certainty, ExchangeError error) implements Part {}
    }

    List<Placement> placeEach(List<NewOrder> orders) {
        List<Optional<Placement>> placements = new ArrayList<>();
        List<Integer> toSend = new ArrayList<>();
        for (int i = 0; i < orders.size(); i++) {
            Optional<ExchangeError> hindrance =
                    BybitOrders.hindrance("place an order", orders.get(i));
            placements.add(hindrance.map(Placement.Rejected::new));
            if (hindrance.isEmpty()) {
                toSend.add(i);
            }
        }
        for (BybitCategory category : BybitCategory.values()) {
            List<Integer> ofCategory =
                    toSend.stream()
                            .filter(i -> BybitCategory.of(orders.get(i).instrument()) == category)
                            .toList();
            for (List<Integer> batch : split(category, ofCategory)) {
                List<Placement> answers =
                        batch.size() == 1
                                ? List.of(single.place(orders.get(batch.getFirst())))
                                : place(category, batch.stream().map(orders::get).toList());
                for (int k = 0; k < batch.size(); k++) {
                    placements.set(batch.get(k), Optional.of(answers.get(k)));
                }
            }
        }
        return placements.stream().map(Optional::orElseThrow).toList();
    }

    List<Cancellation> cancelEach(List<OrderRef> orders) {
        List<Optional<Cancellation>> cancellations =
                new ArrayList<>(Collections.nCopies(orders.size(), Optional.empty()));
        for (BybitCategory category : BybitCategory.values()) {
            List<Integer> ofCategory = new ArrayList<>();
            for (int i = 0; i < orders.size(); i++) {
                if (BybitCategory.of(orders.get(i).instrument()) == category) {
                    ofCategory.add(i);
                }
            }
            for (List<Integer> batch : split(category, ofCategory)) {
                List<Cancellation> answers =
                        batch.size() == 1
                                ? List.of(single.cancel(orders.get(batch.getFirst())))
                                : cancel(category, batch.stream().map(orders::get).toList());
                for (int k = 0; k < batch.size(); k++) {
                    cancellations.set(batch.get(k), Optional.of(answers.get(k)));
                }
            }
        }
        return cancellations.stream().map(Optional::orElseThrow).toList();
    }

    private List<Placement> place(BybitCategory category, List<NewOrder> orders) {
        List<Map<String, Object>> forms =
                orders.stream().map(BybitOrderForm::of).map(BybitBatches::inBatch).toList();
        return parts(
                        rest.createBatch(category, forms),
                        "place an order",
                        orders.stream().map(NewOrder::instrument).toList())
                .stream()
                .map(
                        part ->
                                switch (part) {
                                    case Part.Yes(Taken taken) -> BybitOrders.placed(taken);
                                    case Part.No(Certainty certainty, ExchangeError error) ->
                                            BybitOrders.notPlaced(certainty, error);
                                })
                .toList();
    }

    private List<Cancellation> cancel(BybitCategory category, List<OrderRef> orders) {
        List<Map<String, Object>> forms =
                orders.stream().map(BybitOrderForm::of).map(BybitBatches::inBatch).toList();
        return parts(
                        rest.cancelBatch(category, forms),
                        "cancel an order",
                        orders.stream().map(OrderRef::instrument).toList())
                .stream()
                .<Cancellation>map(
                        part ->
                                switch (part) {
                                    case Part.Yes _ ->
                                            new Cancellation.Acknowledged(Optional.empty());
                                    case Part.No(Certainty certainty, ExchangeError error) ->
                                            BybitOrders.notCancelled(certainty, error);
                                })
                .toList();
    }

    /** One for each order, in their sequence. */
    private static List<Part> parts(
            Reply<Envelope> reply, String operation, List<Instrument> instruments) {
        return switch (reply) {
            case Reply.Failed<Envelope>(Certainty certainty, ExchangeError error) ->
                    each(
                            instruments,
                            instrument ->
                                    new Part.No(
                                            certainty,
                                            ExchangeErrors.about(error, instrument.id())));
            case Reply.Ok<Envelope>(Envelope envelope) -> parts(envelope, operation, instruments);
        };
    }

    private static List<Part> parts(
            Envelope envelope, String operation, List<Instrument> instruments) {
        JsonNode taken = list(envelope.result());
        JsonNode said = list(envelope.retExtInfo());
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < instruments.size(); i++) {
            parts.add(part(operation, instruments.get(i), taken.path(i), said.path(i)));
        }
        return parts;
    }

    private static Part part(
            String operation, Instrument instrument, JsonNode taken, JsonNode said) {
        try {
            BatchPart word = BybitReading.wire(said, BatchPart.class);
            if (word == null || said.isMissingNode()) {
                return unsaid(operation, instrument);
            }
            if (word.code() == 0) {
                return new Part.Yes(BybitReading.wire(taken, Taken.class));
            }
            ExchangeError error =
                    BybitErrors.answered(
                            operation, 200, word.code(), word.msg() == null ? "" : word.msg());
            return new Part.No(
                    BybitErrors.isUnclear(200, word.code()) ? Certainty.UNCLEAR : Certainty.REFUSED,
                    ExchangeErrors.about(error, instrument.id()));
        } catch (JsonProcessingException unreadable) {
            return unsaid(operation, instrument);
        }
    }

    /** Nothing was said to this order, so nobody knows. */
    private static Part unsaid(String operation, Instrument instrument) {
        return new Part.No(
                Certainty.UNCLEAR,
                ExchangeErrors.about(
                        BybitErrors.ALL.unreadable(operation, "nothing was said to this order"),
                        instrument.id()));
    }

    private static List<Part> each(List<Instrument> instruments, Function<Instrument, Part> part) {
        return instruments.stream().map(part).toList();
    }

    private static JsonNode list(@Nullable JsonNode around) {
        return around == null ? MissingNode.getInstance() : around.path("list");
    }

    /** The category stands beside the orders of a batch, not in each. */
    private static Map<String, Object> inBatch(Map<String, Object> form) {
        form.remove("category");
        return form;
    }

    private static List<List<Integer>> split(BybitCategory category, List<Integer> all) {
        int most = category == BybitCategory.SPOT ? SPOT_MAX : LINEAR_MAX;
        List<List<Integer>> batches = new ArrayList<>();
        for (int from = 0; from < all.size(); from += most) {
            batches.add(all.subList(from, Math.min(all.size(), from + most)));
        }
        return batches;
    }
}
