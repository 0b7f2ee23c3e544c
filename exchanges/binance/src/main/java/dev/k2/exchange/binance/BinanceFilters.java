package dev.k2.exchange.binance;

import dev.k2.exchange.binance.BinanceRestWire.Filter;
import dev.k2.exchange.binance.BinanceRestWire.Symbol;
import dev.k2.model.OrderType;
import dev.k2.model.PriceBand;
import dev.k2.model.PriceRange;
import dev.k2.model.QuantityRange;
import dev.k2.model.TimeInForce;
import dev.k2.model.TradingRules;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The filters, order types and times in force of a symbol as rules for orders. Pure. */
final class BinanceFilters {
    private BinanceFilters() {}

    /**
     * Reads a symbol's rules.
     *
     * @param skipped hears of order types and times in force that are not known
     */
    static TradingRules rules(
            BinanceProduct product, Symbol symbol, BigDecimal finest, Consumer<String> skipped) {
        Map<String, Filter> filters = new LinkedHashMap<>();
        symbol.filters().forEach(filter -> filters.put(filter.filterType(), filter));
        QuantityRange lot = range(filters.get("LOT_SIZE"));
        Filter minNotional = filters.get("MIN_NOTIONAL");
        Filter notional = filters.get("NOTIONAL");
        return new TradingRules(
                List.of(prices(finest, filters.get("PRICE_FILTER"))),
                lot,
                both(lot, range(filters.get("MARKET_LOT_SIZE"))),
                smallestNotional(minNotional, notional),
                notional == null ? BigDecimal.ZERO : orZero(notional.maxNotional()),
                product == BinanceProduct.USD_M || isOnMarket(minNotional, notional),
                band(filters, "bid"),
                band(filters, "ask"),
                types(product, symbol, skipped),
                times(product, symbol, skipped));
    }

    private static Set<OrderType> types(
            BinanceProduct product, Symbol symbol, Consumer<String> skipped) {
        Set<OrderType> types = EnumSet.noneOf(OrderType.class);
        for (String word : symbol.orderTypes()) {
            Optional<OrderType> type =
                    switch (product) {
                        case SPOT -> BinanceWords.orderType(word);
                        case USD_M -> contractType(word);
                    };
            type.ifPresentOrElse(types::add, () -> skipped.accept("order type " + word));
        }
        if (Boolean.TRUE.equals(symbol.allowTrailingStop()) && types.contains(OrderType.STOP)) {
            types.add(OrderType.TRAILING_STOP);
        }
        return types;
    }

    private static Optional<OrderType> contractType(String word) {
        return switch (word) {
            case "LIMIT" -> Optional.of(OrderType.LIMIT);
            case "MARKET" -> Optional.of(OrderType.MARKET);
            case "STOP" -> Optional.of(OrderType.STOP_LIMIT);
            case "STOP_MARKET" -> Optional.of(OrderType.STOP);
            case "TAKE_PROFIT" -> Optional.of(OrderType.TAKE_PROFIT_LIMIT);
            case "TAKE_PROFIT_MARKET" -> Optional.of(OrderType.TAKE_PROFIT);
            case "TRAILING_STOP_MARKET" -> Optional.of(OrderType.TRAILING_STOP);
            default -> Optional.empty();
        };
    }

    /** Spot says with an order type that an order must not take; futures with a time in force. */
    private static Set<TimeInForce> times(
            BinanceProduct product, Symbol symbol, Consumer<String> skipped) {
        Set<TimeInForce> times = EnumSet.of(TimeInForce.GTC, TimeInForce.IOC, TimeInForce.FOK);
        if (product == BinanceProduct.SPOT) {
            if (symbol.orderTypes().contains("LIMIT_MAKER")) {
                times.add(TimeInForce.POST_ONLY);
            }
            return times;
        }
        for (String word :
                symbol.timeInForce() == null ? List.<String>of() : symbol.timeInForce()) {
            switch (word) {
                case "GTX" -> times.add(TimeInForce.POST_ONLY);
                case "GTD" -> times.add(TimeInForce.GTD);
                // For market makers that Binance has chosen.
                case "GTC", "IOC", "FOK", "RPI" -> {}
                default -> skipped.accept("time in force " + word);
            }
        }
        return times;
    }

    private static PriceRange prices(BigDecimal finest, @Nullable Filter filter) {
        if (filter == null) {
            return new PriceRange(BigDecimal.ZERO, BigDecimal.ZERO, finest);
        }
        BigDecimal tick = orZero(filter.tickSize());
        return new PriceRange(
                orZero(filter.minPrice()),
                orZero(filter.maxPrice()),
                tick.signum() == 0 ? finest : tick);
    }

    private static QuantityRange range(@Nullable Filter filter) {
        return filter == null
                ? new QuantityRange(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO)
                : new QuantityRange(
                        orZero(filter.minQty()),
                        orZero(filter.maxQty()),
                        orZero(filter.stepSize()));
    }

    /** A market order keeps to both lot filters; in each, zero means that there is no rule. */
    private static QuantityRange both(QuantityRange lot, QuantityRange market) {
        BigDecimal max =
                lot.max().signum() == 0
                        ? market.max()
                        : market.max().signum() == 0 ? lot.max() : lot.max().min(market.max());
        return new QuantityRange(lot.min().max(market.min()), max, lot.step().max(market.step()));
    }

    private static BigDecimal smallestNotional(@Nullable Filter older, @Nullable Filter newer) {
        BigDecimal fromOlder =
                older == null
                        ? BigDecimal.ZERO
                        : orZero(older.minNotional()).max(orZero(older.notional()));
        BigDecimal fromNewer = newer == null ? BigDecimal.ZERO : orZero(newer.minNotional());
        return fromOlder.max(fromNewer);
    }

    private static boolean isOnMarket(@Nullable Filter older, @Nullable Filter newer) {
        return (older != null && Boolean.TRUE.equals(older.applyToMarket()))
                || (newer != null && Boolean.TRUE.equals(newer.applyMinToMarket()));
    }

    private static PriceBand band(Map<String, Filter> filters, String side) {
        Filter bySide = filters.get("PERCENT_PRICE_BY_SIDE");
        if (bySide != null) {
            return side.equals("bid")
                    ? new PriceBand(
                            orZero(bySide.bidMultiplierDown()), orZero(bySide.bidMultiplierUp()))
                    : new PriceBand(
                            orZero(bySide.askMultiplierDown()), orZero(bySide.askMultiplierUp()));
        }
        Filter both = filters.get("PERCENT_PRICE");
        return both == null
                ? PriceBand.NONE
                : new PriceBand(orZero(both.multiplierDown()), orZero(both.multiplierUp()));
    }

    private static BigDecimal orZero(@Nullable BigDecimal value) {
        return value == null ? BigDecimal.ZERO : value;
    }
}
