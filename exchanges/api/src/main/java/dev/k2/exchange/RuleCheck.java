package dev.k2.exchange;

import dev.k2.model.Decimals;
import dev.k2.model.InstrumentKind;
import dev.k2.model.Outcome;
import dev.k2.model.PriceRange;
import dev.k2.model.QuantityRange;
import dev.k2.model.TradingRules;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Compares an order with its instrument's own rules, so that what is sure to be refused is not
 * sent. It changes nothing: the nearest valid value is named, and whoever asked decides. Rules that
 * need a market price are the exchange's to check.
 */
public final class RuleCheck {
    private RuleCheck() {}

    /**
     * One rule that an order breaks.
     *
     * @param field {@code quantity}, {@code price}, {@code stop_price}, {@code type} or {@code
     *     outcome}
     * @param message what was expected and what was found
     * @param nearest the nearest value that keeps the rule, where there is one
     */
    public record Breach(String field, String message, Optional<BigDecimal> nearest) {}

    /** The first rule that the order breaks, or empty. */
    public static Optional<Breach> breach(NewOrder order) {
        TradingRules rules = order.instrument().rules();
        if (!rules.orderTypes().contains(order.type())) {
            return Optional.of(
                    new Breach(
                            "type",
                            order.instrument().id() + " takes no " + order.type() + " orders",
                            Optional.empty()));
        }
        Outcome outcome = order.terms().outcome();
        if (outcome == Outcome.NO && order.instrument().kind() != InstrumentKind.EVENT) {
            return Optional.of(
                    new Breach(
                            "outcome",
                            order.instrument().id() + " has no outcomes to choose from",
                            Optional.empty()));
        }
        return quantity(order, rules.quantityOf(order.type()))
                .or(() -> order.price().flatMap(at -> price("price", at, rules, outcome)))
                .or(() -> order.stopPrice().flatMap(at -> price("stop_price", at, rules, outcome)))
                .or(() -> notional(order, rules));
    }

    private static Optional<Breach> quantity(NewOrder order, QuantityRange range) {
        BigDecimal quantity = order.quantity();
        if (range.min().signum() > 0 && quantity.compareTo(range.min()) < 0) {
            return outside("quantity", "at least", range.min(), quantity);
        }
        if (range.max().signum() > 0 && quantity.compareTo(range.max()) > 0) {
            return outside("quantity", "at most", range.max(), quantity);
        }
        if (range.isOnStep(quantity)) {
            return Optional.empty();
        }
        BigDecimal below = Decimals.floorTo(quantity, range.step());
        BigDecimal nearest = below.signum() > 0 ? below : range.step();
        return offStep("quantity", range.step(), quantity, nearest);
    }

    /** The steps are those of YES; whoever speaks of NO hears of them in prices of NO. */
    private static Optional<Breach> price(
            String field, BigDecimal price, TradingRules rules, Outcome outcome) {
        if (outcome == Outcome.YES) {
            return price(field, price, rules);
        }
        if (price.signum() < 0 || price.compareTo(BigDecimal.ONE) > 0) {
            return outside(field, "at most", BigDecimal.ONE, price);
        }
        return price(field, outcome.mirror(price), rules)
                .map(
                        breach ->
                                new Breach(
                                        field,
                                        "1 less the " + field + ": " + breach.message(),
                                        breach.nearest().map(outcome::mirror)));
    }

    private static Optional<Breach> price(String field, BigDecimal price, TradingRules rules) {
        for (PriceRange range : rules.prices()) {
            if (range.covers(price)) {
                return range.isOnTick(price)
                        ? Optional.empty()
                        : offStep(field, range.tick(), price, nearest(price, range.tick()));
            }
        }
        PriceRange lowest = rules.prices().getFirst();
        return price.compareTo(lowest.min()) < 0
                ? outside(field, "at least", lowest.min(), price)
                : outside(field, "at most", rules.prices().getLast().max(), price);
    }

    private static Optional<Breach> notional(NewOrder order, TradingRules rules) {
        if (order.price().isEmpty()) {
            return Optional.empty();
        }
        BigDecimal notional = order.price().get().multiply(order.quantity());
        // What is left of a position can always be given back, however little it is worth.
        if (!order.terms().reduceOnly()
                && rules.notionalMin().signum() > 0
                && notional.compareTo(rules.notionalMin()) < 0) {
            return outsideNotional("at least", rules.notionalMin(), notional);
        }
        if (rules.notionalMax().signum() > 0 && notional.compareTo(rules.notionalMax()) > 0) {
            return outsideNotional("at most", rules.notionalMax(), notional);
        }
        return Optional.empty();
    }

    private static BigDecimal nearest(BigDecimal price, BigDecimal tick) {
        BigDecimal below = Decimals.floorTo(price, tick);
        BigDecimal above = Decimals.ceilTo(price, tick);
        boolean down = price.subtract(below).compareTo(above.subtract(price)) <= 0;
        return down && below.signum() > 0 ? below : above;
    }

    private static Optional<Breach> outside(
            String field, String bound, BigDecimal limit, BigDecimal found) {
        return Optional.of(
                new Breach(
                        field,
                        "expected a "
                                + field
                                + " of "
                                + bound
                                + " "
                                + Decimals.plain(limit)
                                + ", found "
                                + Decimals.plain(found),
                        Optional.of(limit)));
    }

    private static Optional<Breach> outsideNotional(
            String bound, BigDecimal limit, BigDecimal found) {
        return Optional.of(
                new Breach(
                        "quantity",
                        "expected price times quantity of "
                                + bound
                                + " "
                                + Decimals.plain(limit)
                                + ", found "
                                + Decimals.plain(found),
                        Optional.empty()));
    }

    private static Optional<Breach> offStep(
            String field, BigDecimal step, BigDecimal found, BigDecimal nearest) {
        return Optional.of(
                new Breach(
                        field,
                        "expected a "
                                + field
                                + " in steps of "
                                + Decimals.plain(step)
                                + ", found "
                                + Decimals.plain(found)
                                + "; the nearest is "
                                + Decimals.plain(nearest),
                        Optional.of(nearest)));
    }
}
