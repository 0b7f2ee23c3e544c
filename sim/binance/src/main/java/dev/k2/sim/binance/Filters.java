package dev.k2.sim.binance;

import dev.k2.sim.Account;
import dev.k2.sim.Market;
import dev.k2.sim.Order;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds a new order against its symbol's filters, in Binance's order of complaint. */
final class Filters {
    private final BinanceFloor floor;

    Filters(BinanceFloor floor) {
        this.floor = floor;
    }

    void check(Account account, Market market, OrderReading.Asked asked) {
        SymbolRules rules = floor.rules(market);
        price(rules, asked.price());
        price(rules, asked.stopPrice());
        lots(rules, asked);
        BigDecimal average = floor.averagePrice(market);
        percentPrice(average, asked.price());
        notional(rules, asked, average);
        counts(account, market, asked);
    }

    void lotSize(Market market, BigDecimal quantity) {
        SymbolRules rules = floor.rules(market);
        if (outside(quantity, rules.minQty(), rules.maxQty()) || off(quantity, rules.stepSize())) {
            throw BinanceRefusal.filter("LOT_SIZE");
        }
    }

    private static void price(SymbolRules rules, @Nullable BigDecimal price) {
        if (price != null
                && (outside(price, rules.minPrice(), rules.maxPrice())
                        || off(price, rules.tickSize()))) {
            throw BinanceRefusal.filter("PRICE_FILTER");
        }
    }

    private static void lots(SymbolRules rules, OrderReading.Asked asked) {
        BigDecimal quantity = asked.quantity();
        if (quantity == null) {
            return;
        }
        if (outside(quantity, rules.minQty(), rules.maxQty()) || off(quantity, rules.stepSize())) {
            throw BinanceRefusal.filter("LOT_SIZE");
        }
        if (asked.market() && quantity.compareTo(rules.marketMaxQty()) > 0) {
            throw BinanceRefusal.filter("MARKET_LOT_SIZE");
        }
    }

    private static void percentPrice(BigDecimal average, @Nullable BigDecimal price) {
        if (price != null
                && outside(
                        price,
                        average.multiply(SymbolRules.MULTIPLIER_DOWN),
                        average.multiply(SymbolRules.MULTIPLIER_UP))) {
            throw BinanceRefusal.filter("PERCENT_PRICE_BY_SIDE");
        }
    }

    private static void notional(SymbolRules rules, OrderReading.Asked asked, BigDecimal average) {
        BigDecimal quoteAmount = asked.quoteAmount();
        BigDecimal quantity = asked.quantity();
        BigDecimal price = asked.price() == null ? average : asked.price();
        BigDecimal notional =
                quoteAmount != null
                        ? quoteAmount
                        : quantity == null ? BigDecimal.ZERO : price.multiply(quantity);
        boolean tooLarge = asked.price() != null && notional.compareTo(rules.maxNotional()) > 0;
        if (notional.compareTo(rules.minNotional()) < 0 || tooLarge) {
            throw BinanceRefusal.filter("NOTIONAL");
        }
    }

    private void counts(Account account, Market market, OrderReading.Asked asked) {
        if (floor.engine().archive().openCount(account, market) >= SymbolRules.MAX_NUM_ORDERS) {
            throw BinanceRefusal.filter("MAX_NUM_ORDERS");
        }
        if (asked.algo()) {
            List<Order> open = floor.engine().archive().open(account, market);
            long waiting = open.stream().filter(Order::dormant).count();
            if (waiting >= SymbolRules.MAX_NUM_ALGO_ORDERS) {
                throw BinanceRefusal.filter("MAX_NUM_ALGO_ORDERS");
            }
        }
    }

    private static boolean outside(BigDecimal value, BigDecimal min, BigDecimal max) {
        return (min.signum() > 0 && value.compareTo(min) < 0)
                || (max.signum() > 0 && value.compareTo(max) > 0);
    }

    private static boolean off(BigDecimal value, BigDecimal step) {
        return step.signum() > 0 && value.remainder(step).signum() != 0;
    }
}
