package dev.k2.exchange.binance;

import dev.k2.exchange.NewOrder;
import dev.k2.exchange.NewOrderList;
import dev.k2.exchange.NewOrderList.OneCancelsOther;
import dev.k2.exchange.NewOrderList.OneTriggersOther;
import dev.k2.exchange.NewOrderList.OneTriggersTwo;
import dev.k2.exchange.OrderTerms;
import dev.k2.exchange.RuleCheck;
import dev.k2.exchange.RuleCheck.Breach;
import dev.k2.model.Decimals;
import dev.k2.model.OrderType;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Orders and lists of orders as Spot wants them, and what it has no form for. Pure. */
final class BinanceOrderForm {
    /** What the exits of a list may be. */
    private static final Set<String> EXITS =
            Set.of(
                    "LIMIT_MAKER",
                    "STOP_LOSS",
                    "STOP_LOSS_LIMIT",
                    "TAKE_PROFIT",
                    "TAKE_PROFIT_LIMIT");

    /** A basis point is a hundredth of a percent. */
    private static final int BASIS_POINTS_OF_A_PERCENT = 2;

    private BinanceOrderForm() {}

    /** The first thing that Spot would not take of an order, or empty. */
    static Optional<Breach> breach(NewOrder order) {
        return unknownTerm(order).or(() -> RuleCheck.breach(order)).or(() -> finerTerm(order));
    }

    /** The first thing that Spot would not take of a list, or empty. */
    static Optional<Breach> breach(NewOrderList list) {
        for (NewOrder order : list.orders()) {
            if (!order.instrument().equals(list.instrument())) {
                return refused("orders", "all orders of a list are of one instrument");
            }
            Optional<Breach> breach = breach(order);
            if (breach.isPresent()) {
                return breach;
            }
        }
        return switch (list) {
            case OneCancelsOther(_, NewOrder above, NewOrder below) -> exits(above, below);
            case OneTriggersOther(_, NewOrder working, _) -> working(working);
            case OneTriggersTwo(_, NewOrder working, NewOrder above, NewOrder below) ->
                    working(working).or(() -> exits(above, below));
        };
    }

    /** The parameters of an order that {@link #breach} finds nothing in. */
    static Map<String, String> of(NewOrder order) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("symbol", order.instrument().symbol());
        form.put("side", order.side().name());
        form.put("type", word(order));
        timeInForce(order).ifPresent(time -> form.put("timeInForce", time));
        form.put("quantity", Decimals.plain(order.quantity()));
        order.price().ifPresent(price -> form.put("price", Decimals.plain(price)));
        order.stopPrice().ifPresent(stop -> form.put("stopPrice", Decimals.plain(stop)));
        trailingDelta(order).ifPresent(delta -> form.put("trailingDelta", delta));
        order.terms()
                .visibleQuantity()
                .ifPresent(visible -> form.put("icebergQty", Decimals.plain(visible)));
        form.put("newClientOrderId", order.clientOrderId().text());
        form.put("newOrderRespType", "RESULT");
        selfTrade(order).ifPresent(mode -> form.put("selfTradePreventionMode", mode));
        return form;
    }

    /** The parameters of a list that {@link #breach} finds nothing in. */
    static Map<String, String> of(NewOrderList list) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("symbol", list.instrument().symbol());
        form.put("listClientOrderId", list.listId().text());
        switch (list) {
            case OneCancelsOther(_, NewOrder above, NewOrder below) -> {
                form.put("side", above.side().name());
                form.put("quantity", Decimals.plain(above.quantity()));
                leg(form, "above", above);
                leg(form, "below", below);
            }
            case OneTriggersOther(_, NewOrder working, NewOrder pending) -> {
                sized(form, "working", working);
                sized(form, "pending", pending);
            }
            case OneTriggersTwo(_, NewOrder working, NewOrder above, NewOrder below) -> {
                sized(form, "working", working);
                form.put("pendingSide", above.side().name());
                form.put("pendingQuantity", Decimals.plain(above.quantity()));
                leg(form, "pendingAbove", above);
                leg(form, "pendingBelow", below);
            }
        }
        form.put("newOrderRespType", "RESULT");
        selfTrade(list.orders().getFirst())
                .ifPresent(mode -> form.put("selfTradePreventionMode", mode));
        return form;
    }

    private static void sized(Map<String, String> form, String name, NewOrder order) {
        form.put(name + "Side", order.side().name());
        form.put(name + "Quantity", Decimals.plain(order.quantity()));
        leg(form, name, order);
    }

    private static void leg(Map<String, String> form, String name, NewOrder order) {
        form.put(name + "Type", word(order));
        form.put(name + "ClientOrderId", order.clientOrderId().text());
        order.price().ifPresent(price -> form.put(name + "Price", Decimals.plain(price)));
        order.stopPrice().ifPresent(stop -> form.put(name + "StopPrice", Decimals.plain(stop)));
        trailingDelta(order).ifPresent(delta -> form.put(name + "TrailingDelta", delta));
        timeInForce(order).ifPresent(time -> form.put(name + "TimeInForce", time));
        order.terms()
                .visibleQuantity()
                .ifPresent(visible -> form.put(name + "IcebergQty", Decimals.plain(visible)));
    }

    /**
     * Spot has no word of its own for a stop that follows the market. One that follows from the
     * start is a stop loss with a distance; one that first waits for a better price is a take
     * profit with a distance.
     */
    private static String word(NewOrder order) {
        if (order.type() == OrderType.TRAILING_STOP) {
            return order.stopPrice().isPresent() ? "TAKE_PROFIT" : "STOP_LOSS";
        }
        return BinanceWords.word(order.type(), order.timeInForce())
                .orElseThrow(() -> new IllegalStateException("the order was not checked"));
    }

    private static Optional<String> timeInForce(NewOrder order) {
        return order.type().isPriced() && order.timeInForce() != TimeInForce.POST_ONLY
                ? Optional.of(order.timeInForce().name())
                : Optional.empty();
    }

    private static Optional<String> trailingDelta(NewOrder order) {
        return order.terms()
                .trail()
                .map(trail -> trail.percent().movePointRight(BASIS_POINTS_OF_A_PERCENT))
                .map(Decimals::plain);
    }

    private static Optional<String> selfTrade(NewOrder order) {
        return order.terms().selfTrade().map(Enum::name);
    }

    private static Optional<Breach> unknownTerm(NewOrder order) {
        OrderTerms terms = order.terms();
        boolean trails = order.type() == OrderType.TRAILING_STOP;
        boolean worded =
                trails
                        ? order.timeInForce() == TimeInForce.GTC
                        : BinanceWords.word(order.type(), order.timeInForce()).isPresent();
        if (!worded) {
            return refused(
                    "time_in_force",
                    "Binance Spot has no " + order.type() + " order with " + order.timeInForce());
        }
        if (terms.reduceOnly()) {
            return refused("reduce_only", "Binance Spot has no positions to reduce");
        }
        if (terms.positionSide().isPresent()) {
            return refused("position_side", "Binance Spot has no positions");
        }
        if (terms.goodTill().isPresent()) {
            return refused("good_till", "Binance Spot has no orders that end at a time");
        }
        if (terms.trigger() != OrderTerms.TriggerPrice.LAST) {
            return refused("trigger", "Binance Spot watches the last price only");
        }
        boolean rests =
                order.type().isPriced()
                        && (order.timeInForce() == TimeInForce.GTC
                                || order.timeInForce() == TimeInForce.POST_ONLY);
        return terms.visibleQuantity().isPresent() && !rests
                ? refused(
                        "visible_quantity",
                        "Binance Spot hides a part only of orders that rest at a price")
                : Optional.empty();
    }

    private static Optional<Breach> finerTerm(NewOrder order) {
        Optional<BigDecimal> visible = order.terms().visibleQuantity();
        if (visible.isPresent()) {
            BigDecimal step = order.instrument().rules().limitQuantity().step();
            if (visible.get().compareTo(order.quantity()) > 0) {
                return named("visible_quantity", "at most the quantity", visible, order.quantity());
            }
            if (!order.instrument().rules().limitQuantity().isOnStep(visible.get())) {
                BigDecimal below = Decimals.floorTo(visible.get(), step);
                return named(
                        "visible_quantity",
                        "in steps of " + Decimals.plain(step),
                        visible,
                        below.signum() > 0 ? below : step);
            }
        }
        Optional<BigDecimal> percent = order.terms().trail().map(OrderTerms.Trail::percent);
        if (percent.isPresent() && finerThanABasisPoint(percent.get())) {
            BigDecimal nearest =
                    percent.get()
                            .setScale(BASIS_POINTS_OF_A_PERCENT, RoundingMode.HALF_UP)
                            .max(BigDecimal.ONE.movePointLeft(BASIS_POINTS_OF_A_PERCENT));
            return named("trail", "in steps of 0.01 percent", percent, nearest);
        }
        return Optional.empty();
    }

    private static boolean finerThanABasisPoint(BigDecimal percent) {
        return percent.stripTrailingZeros().scale() > BASIS_POINTS_OF_A_PERCENT;
    }

    private static Optional<Breach> exits(NewOrder above, NewOrder below) {
        if (above.side() != below.side()) {
            return refused("side", "both exits of a list are of one side");
        }
        if (above.quantity().compareTo(below.quantity()) != 0) {
            return refused("quantity", "both exits of a list are of one quantity");
        }
        return EXITS.contains(word(above)) && EXITS.contains(word(below))
                ? Optional.empty()
                : refused(
                        "type",
                        "exits of a list are stops, take profits and post-only limit orders");
    }

    private static Optional<Breach> working(NewOrder order) {
        return order.type() == OrderType.LIMIT
                ? Optional.empty()
                : refused("type", "the order that triggers others is a limit order");
    }

    private static Optional<Breach> refused(String field, String message) {
        return Optional.of(new Breach(field, message, Optional.empty()));
    }

    private static Optional<Breach> named(
            String field, String expected, Optional<BigDecimal> found, BigDecimal nearest) {
        return Optional.of(
                new Breach(
                        field,
                        "expected a "
                                + field
                                + " of "
                                + expected
                                + ", found "
                                + found.map(Decimals::plain).orElse("none"),
                        Optional.of(nearest)));
    }
}
