package dev.k2.sim.binance;

import dev.k2.sim.Account;
import dev.k2.sim.Contract;
import dev.k2.sim.Listing;
import dev.k2.sim.MarginDesk;
import dev.k2.sim.Market;
import dev.k2.sim.Position;
import dev.k2.sim.PositionTerms;
import dev.k2.sim.Side;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Holds a new futures order against its contract's filters, in the futures' order of complaint. */
final class FuturesFilters {
    private final BinanceFloor floor;
    private final MarginDesk desk;

    FuturesFilters(BinanceFloor floor) {
        this.floor = floor;
        this.desk = floor.engine().margin();
    }

    void check(Account account, Market market, FuturesOrderReading.Asked asked) {
        SymbolRules rules = floor.rules(market);
        if (asked.price() != null) {
            price(rules, asked.price());
            percentPrice(market, asked.side(), asked.price());
        }
        quantity(rules, asked.quantity(), asked.market());
        notional(market, asked.quantity(), asked.price(), asked.position().closes(asked.side()));
        if (floor.engine().archive().openCount(account, market) >= FuturesSymbolWords.MAX_ORDERS) {
            throw new BinanceRefusal(-2025, "Reach max open order limit.");
        }
        leverage(account, market, asked.side(), asked.quantity(), asked.position());
    }

    void price(SymbolRules rules, BigDecimal price) {
        Listing listing = rules.listing();
        if (price.stripTrailingZeros().scale() > FuturesSymbolWords.pricePrecision(listing)) {
            throw precision();
        }
        if (price.compareTo(rules.maxPrice()) > 0) {
            throw new BinanceRefusal(-4002, "Price greater than max price.");
        }
        if (price.compareTo(rules.minPrice()) < 0) {
            throw new BinanceRefusal(-4013, "Price less than min price.");
        }
        if (price.remainder(rules.tickSize()).signum() != 0) {
            throw new BinanceRefusal(-4014, "Price not increased by tick size.");
        }
    }

    void quantity(SymbolRules rules, BigDecimal quantity, boolean market) {
        if (quantity.stripTrailingZeros().scale() > rules.listing().quantityScale()) {
            throw precision();
        }
        BigDecimal most = market ? rules.marketMaxQty() : rules.maxQty();
        if (quantity.compareTo(most) > 0) {
            throw new BinanceRefusal(-4005, "Quantity greater than max quantity.");
        }
        if (quantity.compareTo(rules.minQty()) < 0) {
            throw new BinanceRefusal(-4004, "Quantity less than min quantity.");
        }
        if (quantity.remainder(rules.stepSize()).signum() != 0) {
            throw new BinanceRefusal(-4023, "Quantity not increased by step size.");
        }
    }

    void notional(Market market, BigDecimal quantity, @Nullable BigDecimal price, boolean closes) {
        BigDecimal least = floor.rules(market).minNotional();
        BigDecimal at = price == null ? desk.marks().mark(market) : price;
        if (!closes && at.multiply(quantity).compareTo(least) < 0) {
            throw new BinanceRefusal(
                    -4164,
                    "Order's notional must be no smaller than "
                            + least.toPlainString()
                            + " (unless you choose reduce only).");
        }
    }

    private void percentPrice(Market market, Side side, BigDecimal price) {
        BigDecimal mark = desk.marks().mark(market);
        int scale = market.listing().priceScale();
        if (side == Side.BUY) {
            BigDecimal most = mark.multiply(FuturesSymbolWords.PRICE_UP);
            if (price.compareTo(most) > 0) {
                throw new BinanceRefusal(
                        -4016,
                        "Limit price can't be higher than "
                                + most.setScale(scale, RoundingMode.DOWN).toPlainString()
                                + ".");
            }
            return;
        }
        BigDecimal least = mark.multiply(FuturesSymbolWords.PRICE_DOWN);
        if (price.compareTo(least) < 0) {
            throw new BinanceRefusal(
                    -4024,
                    "Limit price can't be lower than "
                            + least.setScale(scale, RoundingMode.UP).toPlainString()
                            + ".");
        }
    }

    private void leverage(
            Account account, Market market, Side side, BigDecimal quantity, PositionTerms terms) {
        Contract contract = market.listing().contract();
        if (contract == null || terms.closes(side)) {
            return;
        }
        Position position = account.margin().position(market, terms.side());
        BigDecimal held = market.listing().quantity(position.quantity());
        BigDecimal after = side == Side.BUY ? held.add(quantity) : held.subtract(quantity);
        BigDecimal notional = after.abs().multiply(desk.marks().mark(market));
        if (notional.compareTo(contract.maxNotional(account.margin().leverage(market))) > 0) {
            throw new BinanceRefusal(
                    -2027, "Exceeded the maximum allowable position at current leverage.");
        }
    }

    private static BinanceRefusal precision() {
        return new BinanceRefusal(-1111, "Precision is over the maximum defined for this asset.");
    }
}
