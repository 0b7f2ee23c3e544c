package dev.k2.exchange.binance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Amendment;
import dev.k2.exchange.Answer;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderChange;
import dev.k2.exchange.OrderRef;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.RuleCheck;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Reply;
import dev.k2.exchange.net.Reply.Certainty;
import dev.k2.model.ClientOrderId;
import dev.k2.model.Decimals;
import dev.k2.model.ExchangeId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.InstrumentId;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Changes an open order in the way that costs it least and can never leave more open than was
 * wanted. One that only gets smaller keeps its place. One of which nothing is filled is cancelled
 * and replaced in one request that Binance refuses whole once a fill came before it. One that is
 * filled in part is cancelled, and what its last state leaves to be wanted is placed.
 */
final class BinanceAmend {
    private static final String OPERATION = "amend an order";
    private static final String WORKED = "SUCCESS";

    private final BinanceOrderCalls calls;

    BinanceAmend(BinanceOrderCalls calls) {
        this.calls = calls;
    }

    Amendment amend(OrderChange change) {
        NewOrder wanted = change.wanted();
        Optional<RuleCheck.Breach> breach = BinanceOrderForm.breach(wanted);
        if (breach.isPresent()) {
            return new Amendment.Refused(
                    about(
                            BinanceErrors.breach(ExchangeId.BINANCE, OPERATION, breach.get()),
                            wanted));
        }
        return switch (calls.order(change.order())) {
            case Reply.Failed<BinanceOrderWire.Order> failed ->
                    new Amendment.Refused(failed.error());
            case Reply.Ok<BinanceOrderWire.Order>(BinanceOrderWire.Order now) ->
                    amend(exactly(change.order(), now), now, wanted);
        };
    }

    private Amendment amend(OrderRef order, BinanceOrderWire.Order now, NewOrder wanted) {
        boolean open = now.status().equals("NEW") || now.status().equals("PARTIALLY_FILLED");
        if (!open) {
            return refused(wanted, ErrorCategory.VALIDATION, "The order is " + now.status());
        }
        if (now.orderListId() != null && now.orderListId() >= 0) {
            return refused(
                    wanted,
                    ErrorCategory.VALIDATION,
                    "The order belongs to a list, which would be cancelled whole");
        }
        if (wanted.quantity().compareTo(now.executedQty()) <= 0) {
            return refused(
                    wanted,
                    ErrorCategory.VALIDATION,
                    Decimals.plain(now.executedQty()) + " of the order are filled already");
        }
        Map<String, String> form = BinanceOrderForm.of(wanted);
        if (isSameButForQuantity(now, form)) {
            int size = wanted.quantity().compareTo(now.origQty());
            if (size == 0) {
                return amended(wanted.instrument().id(), order.clientOrderId(), now);
            }
            if (size < 0) {
                return shrink(order, now, wanted);
            }
        }
        return now.executedQty().signum() == 0
                ? replace(order, wanted, form)
                : cancelAndPlace(order, wanted);
    }

    private Amendment shrink(OrderRef order, BinanceOrderWire.Order now, NewOrder wanted) {
        Optional<String> ownId =
                Optional.ofNullable(now.clientOrderId())
                        .or(() -> order.clientOrderId().map(ClientOrderId::text));
        return switch (calls.shrink(order, Decimals.plain(wanted.quantity()), ownId)) {
            case Reply.Ok<BinanceOrderWire.Amended>(BinanceOrderWire.Amended wire) ->
                    amended(wanted.instrument().id(), order.clientOrderId(), wire.amendedOrder());
            case Reply.Failed<BinanceOrderWire.Amended>(Certainty certainty, ExchangeError error) ->
                    certainty == Certainty.UNCLEAR
                            ? new Amendment.Unknown(BinanceErrors.unknownOutcome(error))
                            : new Amendment.Refused(error);
        };
    }

    private Amendment replace(OrderRef order, NewOrder wanted, Map<String, String> form) {
        return switch (calls.replaceUnfilled(order, form)) {
            case Reply.Ok<BinanceOrderWire.Replaced>(BinanceOrderWire.Replaced wire) ->
                    replaced(wanted, wire);
            case Reply.Failed<BinanceOrderWire.Replaced>(
                            Certainty certainty,
                            ExchangeError error) ->
                    certainty == Certainty.UNCLEAR
                            ? new Amendment.Unknown(BinanceErrors.unknownOutcome(error))
                            : halves(error)
                                    .map(halves -> failed(wanted, error, halves))
                                    .orElseGet(() -> new Amendment.Refused(error));
        };
    }

    private static Amendment replaced(NewOrder wanted, BinanceOrderWire.Replaced wire) {
        JsonNode placed = wire.newOrderResponse();
        if (placed == null) {
            return unreadable(wanted, "the new order is missing");
        }
        try {
            return amended(
                    wanted.instrument().id(),
                    Optional.of(wanted.clientOrderId()),
                    Json.lenient().treeToValue(placed, BinanceOrderWire.Order.class));
        } catch (JsonProcessingException unreadable) {
            return unreadable(wanted, unreadable.getOriginalMessage());
        }
    }

    /** Binance said which of the two halves failed, and why. */
    private static Amendment failed(
            NewOrder wanted, ExchangeError error, BinanceOrderWire.Replaced halves) {
        boolean cancelled = halves.cancelResult().equals(WORKED);
        ExchangeError reason =
                cancelled
                        ? half(wanted, error, halves.newOrderResponse())
                        : half(wanted, error, halves.cancelResponse());
        if (!cancelled) {
            return new Amendment.Refused(reason);
        }
        return isUnclear(reason)
                ? new Amendment.Unknown(BinanceErrors.unknownOutcome(reason))
                : new Amendment.CancelledOnly(reason);
    }

    private static ExchangeError half(
            NewOrder wanted, ExchangeError whole, @Nullable JsonNode half) {
        if (half == null || !half.has("code")) {
            return whole;
        }
        return about(
                BinanceErrors.answered(
                        ExchangeId.BINANCE,
                        OPERATION,
                        400,
                        half.path("code").asInt(),
                        half.path("msg").asText(),
                        Optional.empty()),
                wanted);
    }

    private static boolean isUnclear(ExchangeError reason) {
        String code = reason.details().get("code");
        return code != null && BinanceErrors.isUnclear(400, Integer.parseInt(code));
    }

    private Amendment cancelAndPlace(OrderRef order, NewOrder wanted) {
        return switch (calls.cancel(order)) {
            case Reply.Failed<BinanceOrderWire.Order>(Certainty certainty, ExchangeError error) ->
                    certainty == Certainty.UNCLEAR
                            ? new Amendment.Unknown(BinanceErrors.unknownOutcome(error))
                            : new Amendment.Refused(error);
            case Reply.Ok<BinanceOrderWire.Order>(BinanceOrderWire.Order old) ->
                    placeRest(wanted, old.executedQty());
        };
    }

    private Amendment placeRest(NewOrder wanted, BigDecimal filled) {
        BigDecimal rest = wanted.quantity().subtract(filled);
        if (rest.signum() <= 0) {
            return new Amendment.CancelledOnly(
                    local(
                            wanted,
                            ErrorCategory.VALIDATION,
                            "What was wanted is filled already, so nothing was placed"));
        }
        var remaining =
                new NewOrder(
                        wanted.instrument(),
                        wanted.clientOrderId(),
                        wanted.side(),
                        wanted.type(),
                        wanted.timeInForce(),
                        rest,
                        wanted.price(),
                        wanted.stopPrice(),
                        wanted.terms());
        Optional<RuleCheck.Breach> breach = BinanceOrderForm.breach(remaining);
        if (breach.isPresent()) {
            return new Amendment.CancelledOnly(
                    about(
                            BinanceErrors.breach(ExchangeId.BINANCE, OPERATION, breach.get()),
                            wanted));
        }
        return switch (calls.place(wanted.instrument(), BinanceOrderForm.of(remaining))) {
            case Reply.Ok<BinanceOrderWire.Order>(BinanceOrderWire.Order wire) ->
                    amended(wanted.instrument().id(), Optional.of(wanted.clientOrderId()), wire);
            case Reply.Failed<BinanceOrderWire.Order>(Certainty certainty, ExchangeError error) ->
                    certainty == Certainty.UNCLEAR
                            ? new Amendment.Unknown(BinanceErrors.unknownOutcome(error))
                            : new Amendment.CancelledOnly(error);
        };
    }

    private static Optional<BinanceOrderWire.Replaced> halves(ExchangeError error) {
        String told = error.details().get(BinanceErrors.DATA);
        if (told == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.lenient().readValue(told, BinanceOrderWire.Replaced.class));
        } catch (JsonProcessingException notHalves) {
            return Optional.empty();
        }
    }

    /** The same order, named by the id that no other order will ever have. */
    private static OrderRef exactly(OrderRef order, BinanceOrderWire.Order now) {
        return new OrderRef(
                order.instrument(),
                order.clientOrderId(),
                Optional.of(new ExchangeOrderId(Long.toString(now.orderId()))));
    }

    private static boolean isSameButForQuantity(
            BinanceOrderWire.Order now, Map<String, String> wanted) {
        String mode = wanted.get("selfTradePreventionMode");
        String time = wanted.get("timeInForce");
        Long delta = now.trailingDelta();
        return now.side().equals(wanted.get("side"))
                && now.type().equals(wanted.get("type"))
                && isSame(now.price(), wanted.get("price"))
                && isSame(now.stopPrice(), wanted.get("stopPrice"))
                && isSame(now.icebergQty(), wanted.get("icebergQty"))
                && isSame(
                        delta == null ? null : BigDecimal.valueOf(delta),
                        wanted.get("trailingDelta"))
                && (time == null || time.equals(now.timeInForce()))
                && (mode == null || mode.equals(now.selfTradePreventionMode()));
    }

    /** What is not there is told as 0, or below, or not at all. */
    private static boolean isSame(@Nullable BigDecimal told, @Nullable String wanted) {
        BigDecimal there = told == null || told.signum() < 0 ? BigDecimal.ZERO : told;
        BigDecimal asked = wanted == null ? BigDecimal.ZERO : new BigDecimal(wanted);
        return there.compareTo(asked) == 0;
    }

    private static Amendment amended(
            InstrumentId instrument, Optional<ClientOrderId> id, BinanceOrderWire.Order wire) {
        return switch (BinanceOrders.report(instrument, wire, OPERATION)) {
            case Answer.Ok<OrderReport>(OrderReport report) ->
                    new Amendment.Amended(
                            report.id(), id.or(report::clientOrderId), Optional.of(report));
            case Answer.Failed<OrderReport>(ExchangeError error) ->
                    new Amendment.Unknown(BinanceErrors.unknownOutcome(error));
        };
    }

    private static Amendment unreadable(NewOrder wanted, String what) {
        return new Amendment.Unknown(
                BinanceErrors.unknownOutcome(
                        about(
                                BinanceErrors.unreadable(ExchangeId.BINANCE, OPERATION, what),
                                wanted)));
    }

    private static Amendment refused(NewOrder wanted, ErrorCategory category, String why) {
        return new Amendment.Refused(local(wanted, category, why));
    }

    private static ExchangeError local(NewOrder wanted, ErrorCategory category, String why) {
        return about(BinanceErrors.local(ExchangeId.BINANCE, OPERATION, category, why), wanted);
    }

    private static ExchangeError about(ExchangeError error, NewOrder wanted) {
        return BinanceErrors.about(error, wanted.instrument().id());
    }
}
