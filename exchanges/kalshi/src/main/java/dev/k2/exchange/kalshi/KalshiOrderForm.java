package dev.k2.exchange.kalshi;

import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderTerms;
import dev.k2.exchange.RuleCheck;
import dev.k2.exchange.RuleCheck.Breach;
import dev.k2.exchange.net.ExchangeErrors;
import dev.k2.model.Decimals;
import dev.k2.model.OrderType;
import dev.k2.model.Outcome;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Orders as Kalshi wants them written, and what it has no form for. Its book knows YES only: whoever
 * buys NO at 0.38 asks 0.62 for YES. Pure.
 */
final class KalshiOrderForm {
    /** Requests take two digits of a price at least. */
    private static final int PRICE_DIGITS_MIN = 2;

    private static final int COUNT_DIGITS = 2;

    private KalshiOrderForm() {}

    /** Why an order is not sent; empty where nothing stands against it. */
    static Optional<ExchangeError> hindrance(String operation, NewOrder order) {
        return breach(order)
                .map(breach -> KalshiErrors.ALL.breach(operation, breach))
                .map(error -> ExchangeErrors.about(error, order.instrument().id()));
    }

    /** The first thing that Kalshi would not take of an order, or empty. */
    static Optional<Breach> breach(NewOrder order) {
        return unknownTerm(order).or(() -> RuleCheck.breach(order));
    }

    /** An order that {@link #breach} finds nothing in. */
    static Map<String, Object> of(NewOrder order) {
        Map<String, Object> form = priced(order);
        form.put("client_order_id", order.clientOrderId().text());
        form.put("time_in_force", KalshiWords.word(order.timeInForce()));
        form.put(
                "self_trade_prevention_type",
                KalshiWords.word(order.terms().selfTrade()).orElseThrow());
        if (order.timeInForce() == TimeInForce.POST_ONLY) {
            form.put("post_only", true);
        }
        if (order.terms().reduceOnly()) {
            form.put("reduce_only", true);
        }
        order.terms()
                .goodTill()
                .ifPresent(end -> form.put("expiration_time", end.getEpochSecond()));
        return form;
    }

    /** How an order shall be; its count is that of all of it, what is filled included. */
    static Map<String, Object> amended(NewOrder wanted, Optional<String> clientOrderId) {
        Map<String, Object> form = priced(wanted);
        clientOrderId.ifPresent(id -> form.put("client_order_id", id));
        return form;
    }

    /** Less of an order, which keeps its place in the queue. */
    static Map<String, Object> decreased(NewOrder wanted, BigDecimal filled) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("reduce_to", count(wanted.quantity().subtract(filled)));
        form.put("market_ticker", wanted.instrument().symbol());
        return form;
    }

    /** What names an order among others; the market, so that the shard is found that has it. */
    static Map<String, Object> named(String orderId, String ticker) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("order_id", orderId);
        form.put("market_ticker", ticker);
        return form;
    }

    private static Map<String, Object> priced(NewOrder order) {
        Outcome outcome = order.terms().outcome();
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("ticker", order.instrument().symbol());
        form.put("side", KalshiWords.word(outcome.mirror(order.side())));
        form.put("count", count(order.quantity()));
        form.put("price", price(outcome.mirror(order.price().orElseThrow())));
        return form;
    }

    private static String price(BigDecimal price) {
        return price.setScale(
                        Math.max(PRICE_DIGITS_MIN, Decimals.scaleOf(price)),
                        RoundingMode.UNNECESSARY)
                .toPlainString();
    }

    private static String count(BigDecimal count) {
        return count.setScale(COUNT_DIGITS, RoundingMode.UNNECESSARY).toPlainString();
    }

    private static Optional<Breach> unknownTerm(NewOrder order) {
        OrderTerms terms = order.terms();
        if (order.type() == OrderType.MARKET) {
            return refused(
                    "type",
                    "Kalshi has no market orders: name the worst price in a limit order with IOC");
        }
        if (order.type() != OrderType.LIMIT) {
            return refused("type", "Kalshi has no " + order.type() + " orders");
        }
        boolean ends = order.timeInForce() == TimeInForce.GTD;
        if (ends != terms.goodTill().isPresent()) {
            return refused(
                    "good_till",
                    ends ? "GTD needs the time of its end" : "only GTD takes the time of an end");
        }
        if (terms.positionSide().isPresent()) {
            return refused("position_side", "Kalshi has one position in a market");
        }
        if (terms.trail().isPresent()) {
            return refused("trail", "Kalshi has no orders that trail the market");
        }
        if (terms.visibleQuantity().isPresent()) {
            return refused("visible_quantity", "Kalshi has no orders that show only a part");
        }
        return KalshiWords.word(terms.selfTrade()).isEmpty()
                ? refused("self_trade", "Kalshi cannot end both of two orders that meet")
                : Optional.empty();
    }

    private static Optional<Breach> refused(String field, String message) {
        return Optional.of(new Breach(field, message, Optional.empty()));
    }
}
