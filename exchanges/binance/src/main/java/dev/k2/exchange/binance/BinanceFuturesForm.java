package dev.k2.exchange.binance;

import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderTerms;
import dev.k2.exchange.RuleCheck;
import dev.k2.model.Decimals;
import dev.k2.model.ExchangeId;
import dev.k2.model.OrderType;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** An order as USD-M Futures wants it written, and what it does not take. Pure. */
final class BinanceFuturesForm {
    private static final BigDecimal TRAIL_MIN = new BigDecimal("0.1");
    private static final BigDecimal TRAIL_MAX = BigDecimal.TEN;
    private static final Duration GOOD_TILL_MIN = Duration.ofMinutes(10);

    private BinanceFuturesForm() {}

    /** Why an order cannot be sent, known before it is. */
    static Optional<ExchangeError> hindrance(NewOrder order, Instant now) {
        return notOffered(order, now)
                .map(
                        why ->
                                BinanceErrors.local(
                                        ExchangeId.BINANCE_FUTURES,
                                        "place an order",
                                        ErrorCategory.VALIDATION,
                                        why))
                .or(
                        () ->
                                RuleCheck.breach(order)
                                        .map(
                                                breach ->
                                                        BinanceErrors.breach(
                                                                ExchangeId.BINANCE_FUTURES,
                                                                breach)));
    }

    private static Optional<String> notOffered(NewOrder order, Instant now) {
        OrderTerms terms = order.terms();
        boolean dated = order.timeInForce() == TimeInForce.GTD;
        if (!order.type().isPriced()
                && order.timeInForce() != TimeInForce.GTC
                && order.timeInForce() != TimeInForce.IOC) {
            return Optional.of(
                    "Binance Futures has no "
                            + order.type()
                            + " order with "
                            + order.timeInForce());
        }
        if (terms.visibleQuantity().isPresent()) {
            return Optional.of("Binance Futures has no orders that show only a part");
        }
        if (dated != terms.goodTill().isPresent()) {
            return Optional.of(
                    dated
                            ? "an order with GTD names the time of its end"
                            : "only an order with GTD names the time of its end");
        }
        if (dated && terms.goodTill().get().isBefore(now.plus(GOOD_TILL_MIN))) {
            return Optional.of(
                    "expected an end at least "
                            + GOOD_TILL_MIN.toSeconds()
                            + " s from now, found "
                            + terms.goodTill().get());
        }
        if (terms.trigger() != OrderTerms.TriggerPrice.LAST && !order.type().isTriggered()) {
            return Optional.of(order.type() + " watches no price");
        }
        if (terms.reduceOnly() && terms.positionSide().isPresent()) {
            return Optional.of(
                    "an order that names its position closes it by its side, and cannot be reduce"
                            + " only");
        }
        return terms.trail()
                .filter(
                        trail ->
                                trail.percent().compareTo(TRAIL_MIN) < 0
                                        || trail.percent().compareTo(TRAIL_MAX) > 0)
                .map(
                        trail ->
                                "expected a distance of 0.1 to 10 per cent, found "
                                        + Decimals.plain(trail.percent()));
    }

    /** An order that goes to the book at once. */
    static Map<String, String> order(NewOrder order) {
        Map<String, String> parameters = common(order);
        parameters.put("newClientOrderId", order.clientOrderId().text());
        parameters.put("newOrderRespType", "RESULT");
        return parameters;
    }

    /** An order that waits for its trigger. */
    static Map<String, String> algo(NewOrder order) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("algoType", "CONDITIONAL");
        parameters.putAll(common(order));
        boolean trails = order.type() == OrderType.TRAILING_STOP;
        order.stopPrice()
                .ifPresent(
                        stop ->
                                parameters.put(
                                        trails ? "activatePrice" : "triggerPrice",
                                        Decimals.plain(stop)));
        order.terms()
                .trail()
                .ifPresent(
                        trail -> parameters.put("callbackRate", Decimals.plain(trail.percent())));
        parameters.put(
                "workingType",
                switch (order.terms().trigger()) {
                    case LAST -> "CONTRACT_PRICE";
                    case MARK -> "MARK_PRICE";
                });
        parameters.put("clientAlgoId", order.clientOrderId().text());
        return parameters;
    }

    private static Map<String, String> common(NewOrder order) {
        OrderTerms terms = order.terms();
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("symbol", order.instrument().symbol());
        parameters.put("side", order.side().name());
        terms.positionSide().ifPresent(side -> parameters.put("positionSide", side.name()));
        parameters.put("type", BinanceFuturesWords.word(order.type()));
        if (order.type().isPriced()) {
            parameters.put("timeInForce", BinanceFuturesWords.word(order.timeInForce()));
        }
        parameters.put("quantity", Decimals.plain(order.quantity()));
        order.price().ifPresent(price -> parameters.put("price", Decimals.plain(price)));
        if (terms.reduceOnly()) {
            parameters.put("reduceOnly", "true");
        }
        terms.selfTrade().ifPresent(rule -> parameters.put("selfTradePreventionMode", rule.name()));
        terms.goodTill()
                .ifPresent(
                        end ->
                                parameters.put(
                                        "goodTillDate",
                                        Long.toString(end.getEpochSecond() * 1_000)));
        return parameters;
    }
}
