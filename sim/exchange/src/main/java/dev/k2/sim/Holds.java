package dev.k2.sim;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** How much an order wants and needs. Pure reading of orders and books. */
final class Holds {
    private Holds() {}

    /** What must be set aside when the order comes, or when its trigger fires. */
    static BigDecimal initial(Order order) {
        OrderRequest request = order.request();
        Listing listing = order.listing();
        boolean buy = request.side() == Side.BUY;
        if (!request.market()) {
            return needed(order);
        }
        BigDecimal quoteAmount = request.quoteAmount();
        Trigger trigger = request.trigger();
        if (buy && quoteAmount != null) {
            return quoteAmount;
        }
        if (buy && trigger != null && !order.triggered()) {
            long price = trigger.price() == 0 ? order.market().lastPrice() : trigger.price();
            return listing.quoteAmount(Math.multiplyExact(price, request.quantity()));
        }
        if (buy) {
            return listing.quoteAmount(costOf(order));
        }
        return listing.quantity(quoteAmount == null ? request.quantity() : lotsFor(order));
    }

    /** What an order with a limit price, or a sale of a quantity, must have set aside for its remainder. */
    static BigDecimal needed(Order order) {
        Listing listing = order.listing();
        if (order.side() == Side.SELL) {
            return listing.quantity(order.remaining());
        }
        Trigger trigger = order.request().trigger();
        long price =
                order.request().market() && trigger != null
                        ? trigger.price()
                        : order.request().price();
        return listing.quoteAmount(Math.multiplyExact(price, order.remaining()));
    }

    /** How much of the book the order would take at this price. */
    static long wanted(Order order, long price) {
        BigDecimal quoteAmount = order.request().quoteAmount();
        if (quoteAmount == null) {
            return order.remaining();
        }
        long left = order.listing().quoteUnits(quoteAmount) - order.filledQuote();
        return order.listing().wholeSteps(left / price);
    }

    /** Whether the book can fill the whole order now. Its own account's orders do not count when it may not meet them. */
    static boolean fillable(Order order) {
        long missing = order.remaining();
        boolean shunsOwn =
                order.request().selfTrade() != SelfTrade.NONE && !order.account().endless();
        for (PriceLevel level : order.market().book().all(order.side().opposite())) {
            if (!order.acceptsPrice(level.price())) {
                break;
            }
            for (Order resting : level.orders()) {
                missing -=
                        shunsOwn && resting.account() == order.account() ? 0 : resting.remaining();
            }
            if (missing <= 0) {
                return true;
            }
        }
        return false;
    }

    static long quantityUnitsDown(Listing listing, BigDecimal amount) {
        return amount.movePointRight(listing.quantityScale())
                .setScale(0, RoundingMode.DOWN)
                .longValueExact();
    }

    private static long costOf(Order order) {
        long missing = order.remaining();
        long cost = 0;
        for (PriceLevel level : order.market().book().all(order.side().opposite())) {
            long lots = Math.min(missing, level.quantity());
            cost = Math.addExact(cost, Math.multiplyExact(level.price(), lots));
            missing -= lots;
            if (missing == 0) {
                break;
            }
        }
        return cost;
    }

    private static long lotsFor(Order order) {
        BigDecimal amount = order.request().quoteAmount();
        long left = amount == null ? 0 : order.listing().quoteUnits(amount);
        long lots = 0;
        for (PriceLevel level : order.market().book().all(order.side().opposite())) {
            long here =
                    Math.min(order.listing().wholeSteps(left / level.price()), level.quantity());
            lots += here;
            left -= here * level.price();
            if (here < level.quantity()) {
                break;
            }
        }
        return lots;
    }
}
