package dev.k2.exchange.bybit;

import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderChange;
import dev.k2.exchange.OrderRef;
import dev.k2.exchange.OrderTerms;
import dev.k2.exchange.RuleCheck;
import dev.k2.exchange.RuleCheck.Breach;
import dev.k2.model.Decimals;
import dev.k2.model.Instrument;
import dev.k2.model.OrderType;
import dev.k2.model.PositionSide;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Orders as Bybit wants them written, and what it has no form for. Pure. */
final class BybitOrderForm {
    private BybitOrderForm() {}

    /** The first thing that Bybit would not take of an order, or empty. */
    static Optional<Breach> breach(NewOrder order) {
        return unknownTerm(order).or(() -> RuleCheck.breach(order));
    }

    /** An order that {@link #breach} finds nothing in. */
    static Map<String, Object> of(NewOrder order) {
        Map<String, Object> form = named(order.instrument());
        form.put("side", BybitWords.word(order.side()));
        form.put("orderType", BybitWords.word(order.type()));
        form.put("qty", Decimals.plain(order.quantity()));
        order.price().ifPresent(price -> form.put("price", Decimals.plain(price)));
        if (order.type().isPriced()) {
            BybitWords.word(order.timeInForce()).ifPresent(word -> form.put("timeInForce", word));
        }
        form.put("orderLinkId", order.clientOrderId().text());
        switch (BybitCategory.of(order.instrument())) {
            case SPOT -> spot(form, order);
            case LINEAR -> linear(form, order);
        }
        order.terms()
                .selfTrade()
                .ifPresent(
                        rule ->
                                form.put(
                                        "smpType",
                                        switch (rule) {
                                            case EXPIRE_TAKER -> "CancelTaker";
                                            case EXPIRE_MAKER -> "CancelMaker";
                                            case EXPIRE_BOTH -> "CancelBoth";
                                        }));
        return form;
    }

    /** What names an order; Bybit's own id is used first where it is known. */
    static Map<String, Object> of(OrderRef order) {
        Map<String, Object> form = named(order.instrument());
        form.putAll(
                order.byOneId(
                        id -> Map.of("orderId", id.text()),
                        id -> Map.of("orderLinkId", id.text())));
        return form;
    }

    /** What can be changed of an order: its quantity, its price and what it waits for. */
    static Map<String, Object> of(OrderChange change) {
        NewOrder wanted = change.wanted();
        Map<String, Object> form = of(change.order());
        form.put("qty", Decimals.plain(wanted.quantity()));
        wanted.price().ifPresent(price -> form.put("price", Decimals.plain(price)));
        wanted.stopPrice().ifPresent(stop -> form.put("triggerPrice", Decimals.plain(stop)));
        return form;
    }

    private static Map<String, Object> named(Instrument instrument) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("category", BybitCategory.of(instrument).word());
        form.put("symbol", instrument.symbol());
        return form;
    }

    /** Bybit goes by the price at the beginning for whether a waiting order waits for a rise. */
    private static void spot(Map<String, Object> form, NewOrder order) {
        if (!order.type().isPriced()) {
            form.put("marketUnit", "baseCoin");
        }
        order.stopPrice()
                .ifPresent(
                        stop -> {
                            form.put("orderFilter", "StopOrder");
                            form.put("triggerPrice", Decimals.plain(stop));
                        });
    }

    private static void linear(Map<String, Object> form, NewOrder order) {
        OrderTerms terms = order.terms();
        form.put(
                "positionIdx",
                terms.positionSide().map(side -> side == PositionSide.LONG ? 1 : 2).orElse(0));
        if (terms.reduceOnly()) {
            form.put("reduceOnly", true);
        }
        order.stopPrice()
                .ifPresent(
                        stop -> {
                            form.put("triggerPrice", Decimals.plain(stop));
                            form.put("triggerDirection", waitsForRise(order) ? 1 : 2);
                            form.put(
                                    "triggerBy",
                                    switch (terms.trigger()) {
                                        case LAST -> "LastPrice";
                                        case MARK -> "MarkPrice";
                                    });
                        });
    }

    private static boolean waitsForRise(NewOrder order) {
        boolean stop = order.type() == OrderType.STOP || order.type() == OrderType.STOP_LIMIT;
        return stop == (order.side() == Side.BUY);
    }

    private static Optional<Breach> unknownTerm(NewOrder order) {
        OrderTerms terms = order.terms();
        boolean spot = BybitCategory.of(order.instrument()) == BybitCategory.SPOT;
        TimeInForce time = order.timeInForce();
        boolean worded =
                order.type().isPriced()
                        ? BybitWords.word(time).isPresent()
                        : time == TimeInForce.GTC || time == TimeInForce.IOC;
        if (!worded) {
            return refused("time_in_force", "Bybit has no " + order.type() + " order with " + time);
        }
        if (terms.trail().isPresent()) {
            return refused("trail", "Bybit trails positions, not orders");
        }
        if (spot && terms.reduceOnly()) {
            return refused("reduce_only", "Bybit has no positions on spot to reduce");
        }
        if (spot && terms.positionSide().isPresent()) {
            return refused("position_side", "Bybit has no positions on spot");
        }
        if (terms.goodTill().isPresent()) {
            return refused("good_till", "Bybit has no orders that end at a time");
        }
        if (terms.visibleQuantity().isPresent()) {
            return refused("visible_quantity", "Bybit has no orders that show only a part");
        }
        if (terms.trigger() != OrderTerms.TriggerPrice.LAST
                && (spot || !order.type().isTriggered())) {
            return refused(
                    "trigger",
                    spot
                            ? "Bybit watches the last price only on spot"
                            : order.type() + " watches no price");
        }
        return Optional.empty();
    }

    private static Optional<Breach> refused(String field, String message) {
        return Optional.of(new Breach(field, message, Optional.empty()));
    }
}
