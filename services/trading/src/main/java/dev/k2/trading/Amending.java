package dev.k2.trading;

import dev.k2.exchange.OrderReport;
import dev.k2.model.ClientOrderId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.OrderStatus;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What news means to an order that was amended or is being amended. Pure. An exchange that cancels
 * and creates tells of two orders; to their owner they are one, under one id, and the cancelled half
 * ends nothing.
 */
final class Amending {
    private Amending() {}

    /** Whether other terms may be asked for as the order stands. */
    static boolean canWish(OrderRow row) {
        OrderStatus status = row.standing().status();
        return (status == OrderStatus.OPEN || status == OrderStatus.PARTIAL)
                && row.standing().resolution().isEmpty()
                && row.standing().exchangeOrderId().isPresent()
                && !row.standing().cancelRequested()
                && row.amends().wish().isEmpty();
    }

    /** Whether the exchange's reports can tell that a wish came true. Stop prices are not in them. */
    static boolean isTellable(OrderRow row, Wish wish) {
        return row.terms().quantity().compareTo(wish.terms().quantity()) != 0
                || !Terms.isSame(row.terms().price(), wish.terms().price());
    }

    /** A state told by the exchange. */
    static OrderRow hear(OrderRow row, OrderReport report) {
        if (row.amends().former().contains(report.id())) {
            // The half that is gone. Its fills are counted as fills.
            return row;
        }
        boolean another =
                row.standing()
                        .exchangeOrderId()
                        .filter(known -> !known.equals(report.id()))
                        .isPresent();
        if (another && report.clientOrderId().filter(n -> !n.equals(row.name())).isPresent()) {
            return ofOtherHalf(row, report);
        }
        if (row.amends().wish().isPresent()) {
            Wish wish = row.amends().wish().get();
            if (isMet(row, wish, report)) {
                return apply(row, wish, report.id(), Optional.empty(), Optional.of(report));
            }
            if (isPhantom(report)) {
                // Perhaps the order has ended, perhaps a new one stands in its place already.
                return told(row, report, OrderStatus.OPEN);
            }
        }
        return told(row, report, report.status());
    }

    /** The terms that were asked for hold. */
    static OrderRow apply(
            OrderRow row,
            Wish wish,
            ExchangeOrderId id,
            Optional<ClientOrderId> name,
            Optional<OrderReport> report) {
        Optional<ExchangeOrderId> old = row.standing().exchangeOrderId();
        boolean another = old.filter(known -> !known.equals(id)).isPresent();
        OrderRow changed =
                another
                        ? row.standing(row.standing().movedTo(id))
                                .amends(
                                        row.amends()
                                                .replaced(
                                                        wish.terms(),
                                                        name.orElse(wish.name()),
                                                        carried(row, wish, report),
                                                        old))
                        : row.amends(row.amends().inPlace(wish.terms(), name));
        OrderRow sized = changed.standing(changed.standing().resized(changed.whole()));
        return report.map(known -> told(sized, known, known.status())).orElse(sized);
    }

    /** The terms from before hold. */
    static OrderRow drop(OrderRow row) {
        OrderRow without = row.amends(row.amends().dropped());
        return without.standing(without.standing().resized(without.whole()));
    }

    /**
     * What was filled before the exchange made another order. That one is for what was left, so the
     * difference to the whole was filled.
     */
    private static BigDecimal carried(OrderRow row, Wish wish, Optional<OrderReport> report) {
        return report.map(OrderReport::quantity)
                .filter(rest -> rest.signum() > 0)
                .map(rest -> wish.terms().quantity().subtract(rest).max(BigDecimal.ZERO))
                .orElse(row.standing().filled());
    }

    /** An order that carries none of this one's names but that of an amend. */
    private static OrderRow ofOtherHalf(OrderRow row, OrderReport report) {
        boolean neverWas =
                report.status() == OrderStatus.REJECTED
                        || (report.status().isFinal() && report.filledQuantity().signum() == 0);
        Optional<Wish> wish =
                row.amends()
                        .wish()
                        .filter(known -> report.clientOrderId().equals(Optional.of(known.name())));
        if (wish.isPresent()) {
            return report.status() == OrderStatus.REJECTED
                    ? row
                    : apply(
                            row,
                            wish.get(),
                            report.id(),
                            report.clientOrderId(),
                            Optional.of(report));
        }
        if (neverWas) {
            return row;
        }
        // An amend that was taken for lost came true after all.
        return row.standing(row.standing().contradicted());
    }

    private static boolean isPhantom(OrderReport report) {
        return report.status().isFinal() && report.status() != OrderStatus.FILLED;
    }

    private static boolean isMet(OrderRow row, Wish wish, OrderReport report) {
        Optional<BigDecimal> price =
                wish.terms().price().map(limit -> Exposure.yes(row.intent().outcome(), limit));
        BigDecimal quantity = wish.terms().quantity().subtract(row.amends().carried());
        return isTellable(row, wish)
                && report.quantity().compareTo(quantity) == 0
                && Terms.isSame(report.price(), price);
    }

    private static OrderRow told(OrderRow row, OrderReport report, OrderStatus status) {
        Told told =
                new Told(
                        status,
                        report.filledQuantity().add(row.amends().carried()),
                        report.reason(),
                        Ledger.micros(report.updatedAt()));
        Standing heard = row.standing().hear(report.id(), told, row.whole());
        boolean calls = row.amends().wish().isPresent() && row.standing().needsPerson();
        // Hearing of the order says nothing of the terms for which a person was called.
        return row.standing(calls ? heard.attention() : heard);
    }
}
