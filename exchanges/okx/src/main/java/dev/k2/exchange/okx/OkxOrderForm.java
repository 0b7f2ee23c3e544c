package dev.k2.exchange.okx;

import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderTerms;
import dev.k2.exchange.RuleCheck;
import dev.k2.model.Decimals;
import dev.k2.model.InstrumentKind;
import dev.k2.model.MarginMode;
import dev.k2.model.OrderType;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** An order as OKX wants it written, and what it has no form for. Pure. */
final class OkxOrderForm {
    /** What stands for "at the market's price" in an order that waits. */
    private static final String AT_MARKET = "-1";

    private static final BigDecimal TRAIL_MIN = new BigDecimal("0.1");
    private static final BigDecimal TRAIL_MAX = new BigDecimal(100);
    private static final String PLACE = "place an order";

    private OkxOrderForm() {}

    /** Why an order cannot be sent, known before it is. */
    static Optional<ExchangeError> hindrance(NewOrder order) {
        return notOffered(order)
                .map(why -> OkxErrors.refused(PLACE, why))
                .or(() -> RuleCheck.breach(order).map(breach -> OkxErrors.breach(PLACE, breach)));
    }

    /** Whether an order waits for a trigger, and so goes to endpoints of its own. */
    static boolean waits(OrderType type) {
        return type.isTriggered();
    }

    /**
     * An order that goes to the book at once, over REST.
     *
     * @param mode what stands for the losses of a contract's position
     * @param tradeQuote the currency that pairs with several of them have to be told
     */
    static Map<String, Object> order(NewOrder order, MarginMode mode, Optional<String> tradeQuote) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("instId", order.instrument().symbol());
        form.putAll(common(order, mode, tradeQuote));
        form.put("clOrdId", order.clientOrderId().text());
        form.put("ordType", ordType(order));
        order.price().ifPresent(price -> form.put("px", Decimals.plain(price)));
        order.terms().selfTrade().ifPresent(rule -> form.put("stpMode", OkxWords.word(rule)));
        // Without it a market buy's quantity would be an amount of the quote currency.
        if (order.type() == OrderType.MARKET && isSpot(order)) {
            form.put("tgtCcy", "base_ccy");
        }
        return form;
    }

    /** The same over a socket, where a number names the instrument. */
    static Map<String, Object> overSocket(Map<String, Object> form, long instIdCode) {
        Map<String, Object> other = new LinkedHashMap<>(form);
        other.remove("instId");
        other.put("instIdCode", instIdCode);
        return other;
    }

    /** An order that waits for its trigger. */
    static Map<String, Object> algo(NewOrder order, MarginMode mode, Optional<String> tradeQuote) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("instId", order.instrument().symbol());
        form.putAll(common(order, mode, tradeQuote));
        form.put("algoClOrdId", order.clientOrderId().text());
        String at = order.price().map(Decimals::plain).orElse(AT_MARKET);
        String watched = OkxWords.word(order.terms().trigger());
        switch (order.type()) {
            case STOP, STOP_LIMIT -> {
                form.put("ordType", "conditional");
                form.put("slTriggerPx", stop(order));
                form.put("slOrdPx", at);
                form.put("slTriggerPxType", watched);
            }
            case TAKE_PROFIT, TAKE_PROFIT_LIMIT -> {
                form.put("ordType", "conditional");
                form.put("tpTriggerPx", stop(order));
                form.put("tpOrdPx", at);
                form.put("tpTriggerPxType", watched);
            }
            case TRAILING_STOP -> {
                form.put("ordType", "move_order_stop");
                order.terms()
                        .trail()
                        .ifPresent(
                                trail ->
                                        form.put(
                                                "callbackRatio",
                                                Decimals.plain(trail.percent().movePointLeft(2))));
                order.stopPrice().ifPresent(price -> form.put("activePx", Decimals.plain(price)));
            }
            case MARKET, LIMIT ->
                    throw new IllegalArgumentException(order.type() + " waits for nothing");
        }
        if (isSpot(order)) {
            form.put("tgtCcy", "base_ccy");
        }
        return form;
    }

    /** Names an order by the exchange's id, or ours where only that is known. */
    static Map<String, Object> named(String symbol, Optional<String> orderId, String ourId) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("instId", symbol);
        if (orderId.isPresent()) {
            form.put("ordId", orderId.get());
        } else {
            form.put("clOrdId", ourId);
        }
        return form;
    }

    private static Map<String, Object> common(
            NewOrder order, MarginMode mode, Optional<String> tradeQuote) {
        OrderTerms terms = order.terms();
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("tdMode", isSpot(order) ? "cash" : OkxWords.word(mode));
        form.put("side", OkxWords.word(order.side()));
        terms.positionSide().ifPresent(side -> form.put("posSide", OkxWords.word(side)));
        form.put("sz", Decimals.plain(order.quantity()));
        if (terms.reduceOnly()) {
            form.put("reduceOnly", true);
        }
        tradeQuote.ifPresent(currency -> form.put("tradeQuoteCcy", currency));
        return form;
    }

    private static Optional<String> notOffered(NewOrder order) {
        OrderTerms terms = order.terms();
        boolean waits = waits(order.type());
        if (waits
                ? order.timeInForce() != TimeInForce.GTC
                : OkxWords.orderType(order.instrument().kind(), order.type(), order.timeInForce())
                        .isEmpty()) {
            return Optional.of("OKX has no " + order.type() + " order with " + order.timeInForce());
        }
        if (terms.goodTill().isPresent()) {
            return Optional.of("OKX has no orders that end at a time");
        }
        if (terms.visibleQuantity().isPresent()) {
            return Optional.of("OKX has no orders of this kind that show only a part");
        }
        if (isSpot(order) && (terms.reduceOnly() || terms.positionSide().isPresent())) {
            return Optional.of("an order of a pair has no position to reduce");
        }
        if (waits && terms.selfTrade().isPresent()) {
            return Optional.of("OKX takes no self-trade rule for orders that wait");
        }
        if (terms.trigger() != OrderTerms.TriggerPrice.LAST
                && (!waits || order.type() == OrderType.TRAILING_STOP || isSpot(order))) {
            return Optional.of(
                    order.type() + " of " + order.instrument().id() + " watches no mark price");
        }
        return terms.trail()
                .filter(
                        trail ->
                                trail.percent().compareTo(TRAIL_MIN) < 0
                                        || trail.percent().compareTo(TRAIL_MAX) > 0)
                .map(
                        trail ->
                                "expected a distance of 0.1 to 100 per cent, found "
                                        + Decimals.plain(trail.percent()));
    }

    private static String ordType(NewOrder order) {
        return OkxWords.orderType(order.instrument().kind(), order.type(), order.timeInForce())
                .orElseThrow(() -> new IllegalStateException("an order that was not checked"));
    }

    private static String stop(NewOrder order) {
        return Decimals.plain(order.stopPrice().orElseThrow());
    }

    private static boolean isSpot(NewOrder order) {
        return order.instrument().kind() == InstrumentKind.SPOT;
    }
}
