package dev.k2.exchange.cryptocom;

import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderChange;
import dev.k2.exchange.OrderRef;
import dev.k2.exchange.OrderTerms;
import dev.k2.exchange.RuleCheck;
import dev.k2.exchange.RuleCheck.Breach;
import dev.k2.model.Decimals;
import dev.k2.model.InstrumentKind;
import dev.k2.model.OrderType;
import dev.k2.model.TimeInForce;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Orders as Crypto.com wants them written, and what it has no form for. Pure. */
final class CryptocomOrderForm {
    private static final String MAKES_ONLY = "POST_ONLY";
    private static final String REDUCES_ONLY = "REDUCE_ONLY";

    private CryptocomOrderForm() {}

    /** The first thing that Crypto.com would not take of an order, or empty. */
    static Optional<Breach> breach(NewOrder order) {
        return unknownTerm(order).or(() -> RuleCheck.breach(order));
    }

    /** Whether an order goes where orders wait for a price. */
    static boolean waits(NewOrder order) {
        return order.type().isTriggered();
    }

    /** An order that {@link #breach} finds nothing in. */
    static Map<String, Object> of(NewOrder order) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("instrument_name", order.instrument().symbol());
        form.put("side", order.side().name());
        CryptocomWords.word(order.type()).ifPresent(word -> form.put("type", word));
        form.put("quantity", Decimals.plain(order.quantity()));
        order.price().ifPresent(price -> form.put("price", Decimals.plain(price)));
        form.put("client_oid", order.clientOrderId().text());
        if (order.type().isPriced()) {
            CryptocomWords.word(order.timeInForce())
                    .ifPresent(word -> form.put("time_in_force", word));
        }
        List<String> instructions = instructions(order);
        if (!instructions.isEmpty()) {
            form.put("exec_inst", instructions);
        }
        order.stopPrice()
                .ifPresent(
                        stop -> {
                            form.put("ref_price", Decimals.plain(stop));
                            form.put(
                                    "ref_price_type", CryptocomWords.word(order.terms().trigger()));
                        });
        order.terms().selfTrade().ifPresent(rule -> form.putAll(selfTrade(rule)));
        return form;
    }

    /** What names an order; Crypto.com's own id is used first where it is known. */
    static Map<String, Object> of(OrderRef order) {
        return order.byOneId(
                id -> Map.of("order_id", id.text()), id -> Map.of("client_oid", id.text()));
    }

    /** Both price and quantity are always named, as they are wanted or as they are. */
    static Map<String, Object> of(OrderChange change) {
        NewOrder wanted = change.wanted();
        Map<String, Object> form = new LinkedHashMap<>();
        form.putAll(
                change.order()
                        .byOneId(
                                id -> Map.of("order_id", id.text()),
                                id -> Map.of("orig_client_oid", id.text())));
        form.put("new_quantity", Decimals.plain(wanted.quantity()));
        wanted.price().ifPresent(price -> form.put("new_price", Decimals.plain(price)));
        wanted.stopPrice().ifPresent(stop -> form.put("new_ref_price", Decimals.plain(stop)));
        if (!change.order().clientOrderId().equals(Optional.of(wanted.clientOrderId()))) {
            form.put("client_oid", wanted.clientOrderId().text());
        }
        return form;
    }

    private static List<String> instructions(NewOrder order) {
        List<String> instructions = new ArrayList<>();
        if (order.timeInForce() == TimeInForce.POST_ONLY) {
            instructions.add(MAKES_ONLY);
        }
        if (order.terms().reduceOnly()) {
            instructions.add(REDUCES_ONLY);
        }
        return instructions;
    }

    /** The rule holds among orders of the account that carry the same number. */
    private static Map<String, Object> selfTrade(OrderTerms.SelfTrade rule) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("stp_scope", "S");
        form.put(
                "stp_inst",
                switch (rule) {
                    case EXPIRE_MAKER -> "M";
                    case EXPIRE_TAKER -> "T";
                    case EXPIRE_BOTH -> "B";
                });
        form.put("stp_id", "0");
        return form;
    }

    private static Optional<Breach> unknownTerm(NewOrder order) {
        OrderTerms terms = order.terms();
        TimeInForce time = order.timeInForce();
        boolean waits = waits(order);
        boolean worded =
                order.type() == OrderType.LIMIT
                        ? CryptocomWords.word(time).isPresent()
                        : time == TimeInForce.GTC || (!waits && time == TimeInForce.IOC);
        if (!worded) {
            return refused(
                    "time_in_force", "Crypto.com has no " + order.type() + " order with " + time);
        }
        if (terms.trail().isPresent()) {
            return refused("trail", "Crypto.com has no orders that trail");
        }
        if (order.instrument().kind() == InstrumentKind.SPOT && terms.reduceOnly()) {
            return refused("reduce_only", "there are no positions on spot to reduce");
        }
        if (terms.positionSide().isPresent()) {
            return refused("position_side", "Crypto.com has one position of an instrument");
        }
        if (terms.goodTill().isPresent()) {
            return refused("good_till", "Crypto.com has no orders that end at a time");
        }
        if (terms.visibleQuantity().isPresent()) {
            return refused("visible_quantity", "Crypto.com has no orders that show only a part");
        }
        if (terms.trigger() != OrderTerms.TriggerPrice.LAST && !waits) {
            return refused("trigger", order.type() + " watches no price");
        }
        return Optional.empty();
    }

    private static Optional<Breach> refused(String field, String message) {
        return Optional.of(new Breach(field, message, Optional.empty()));
    }
}
