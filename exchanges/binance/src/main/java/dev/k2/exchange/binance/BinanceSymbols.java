package dev.k2.exchange.binance;

import dev.k2.exchange.binance.BinanceRestWire.ExchangeInfo;
import dev.k2.exchange.binance.BinanceRestWire.Filter;
import dev.k2.exchange.binance.BinanceRestWire.Symbol;
import dev.k2.model.Decimals;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.InstrumentKind;
import dev.k2.model.InstrumentStatus;
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

/** Binance's symbols and K2's instruments, both ways. Does not change once it is made. */
final class BinanceSymbols {
    static final BinanceSymbols NONE = new BinanceSymbols(Map.of());

    private static final int DIGITS_USUAL = 8;
    private static final BigDecimal BOUND_UNNAMED = new BigDecimal("1000000000");

    /** A level of a book sums many orders, each up to the largest quantity. */
    private static final BigDecimal ORDERS_IN_A_LEVEL = new BigDecimal("1000");

    private static final BigDecimal LONG_MAX = new BigDecimal(Long.MAX_VALUE);

    private final Map<String, Instrument> bySymbol;

    private BinanceSymbols(Map<String, Instrument> bySymbol) {
        this.bySymbol = bySymbol;
    }

    /**
     * Reads all symbols.
     *
     * @param skipped hears of words that are not known and of symbols that are left out
     */
    static BinanceSymbols of(ExchangeInfo info, Consumer<String> skipped) {
        Map<String, Instrument> bySymbol = new LinkedHashMap<>();
        Map<InstrumentId, String> taken = new LinkedHashMap<>();
        for (Symbol symbol : info.symbols()) {
            String ours = symbol.baseAsset() + "-" + symbol.quoteAsset();
            if (!InstrumentId.isValid(ours)) {
                skipped.accept("symbol " + symbol.symbol() + ": no instrument can be named so");
                continue;
            }
            var id = new InstrumentId(ours);
            String other = taken.putIfAbsent(id, symbol.symbol());
            if (other != null) {
                skipped.accept("symbol " + symbol.symbol() + ": " + other + " is " + id + " too");
                continue;
            }
            bySymbol.put(symbol.symbol(), instrument(symbol, id, skipped));
        }
        return new BinanceSymbols(bySymbol);
    }

    Optional<Instrument> find(String symbol) {
        return Optional.ofNullable(bySymbol.get(symbol));
    }

    List<Instrument> all() {
        return List.copyOf(bySymbol.values());
    }

    private static Instrument instrument(Symbol symbol, InstrumentId id, Consumer<String> skipped) {
        TradingRules rules = rules(symbol, skipped);
        return new Instrument(
                ExchangeId.BINANCE,
                id,
                symbol.symbol(),
                InstrumentKind.SPOT,
                symbol.baseAsset(),
                symbol.quoteAsset(),
                BigDecimal.ONE,
                status(symbol, skipped),
                rules,
                scale(rules.tick(), rules.prices().getFirst().max(), precision(symbol)),
                scale(
                        rules.limitQuantity().step(),
                        rules.limitQuantity().max().multiply(ORDERS_IN_A_LEVEL),
                        basePrecision(symbol)));
    }

    /**
     * Digits after the point that feeds keep: those of the step, and beyond them what Binance
     * writes and a long can hold. Steps change while old orders stay, so books hold prices and
     * quantities that are finer than today's step.
     */
    private static int scale(BigDecimal step, BigDecimal largest, int precision) {
        int needed = step.signum() == 0 ? 0 : Decimals.scaleOf(step);
        BigDecimal bound = largest.signum() == 0 ? BOUND_UNNAMED : largest;
        int scale = Math.max(needed, precision);
        while (scale > needed && bound.movePointRight(scale).compareTo(LONG_MAX) > 0) {
            scale--;
        }
        return scale;
    }

    private static int precision(Symbol symbol) {
        Integer named = symbol.quoteAssetPrecision();
        return named == null ? DIGITS_USUAL : Math.clamp(named, DIGITS_USUAL, 18);
    }

    private static int basePrecision(Symbol symbol) {
        Integer named = symbol.baseAssetPrecision();
        return named == null ? DIGITS_USUAL : Math.clamp(named, DIGITS_USUAL, 18);
    }

    private static InstrumentStatus status(Symbol symbol, Consumer<String> skipped) {
        InstrumentStatus status =
                switch (symbol.status()) {
                    case "TRADING" -> InstrumentStatus.TRADING;
                    case "CANCEL_ONLY" -> InstrumentStatus.CANCEL_ONLY;
                    case "PRE_TRADING" -> InstrumentStatus.UPCOMING;
                    case "HALT", "BREAK", "END_OF_DAY", "POST_TRADING", "AUCTION_MATCH" ->
                            InstrumentStatus.HALTED;
                    default -> {
                        skipped.accept("symbol status " + symbol.status());
                        yield InstrumentStatus.HALTED;
                    }
                };
        boolean spot = symbol.isSpotTradingAllowed() == null || symbol.isSpotTradingAllowed();
        return spot ? status : InstrumentStatus.HALTED;
    }

    private static TradingRules rules(Symbol symbol, Consumer<String> skipped) {
        Map<String, Filter> filters = new LinkedHashMap<>();
        symbol.filters().forEach(filter -> filters.put(filter.filterType(), filter));
        QuantityRange lot = range(filters.get("LOT_SIZE"));
        Filter minNotional = filters.get("MIN_NOTIONAL");
        Filter notional = filters.get("NOTIONAL");
        Set<OrderType> types = EnumSet.noneOf(OrderType.class);
        Set<TimeInForce> times = EnumSet.of(TimeInForce.GTC, TimeInForce.IOC, TimeInForce.FOK);
        for (String word : symbol.orderTypes()) {
            if (word.equals("LIMIT_MAKER")) {
                times.add(TimeInForce.POST_ONLY);
            } else {
                BinanceWords.orderType(word)
                        .ifPresentOrElse(types::add, () -> skipped.accept("order type " + word));
            }
        }
        if (Boolean.TRUE.equals(symbol.allowTrailingStop()) && types.contains(OrderType.STOP)) {
            types.add(OrderType.TRAILING_STOP);
        }
        return new TradingRules(
                List.of(prices(symbol, filters.get("PRICE_FILTER"))),
                lot,
                both(lot, range(filters.get("MARKET_LOT_SIZE"))),
                smallestNotional(minNotional, notional),
                notional == null ? BigDecimal.ZERO : orZero(notional.maxNotional()),
                isOnMarket(minNotional, notional),
                band(filters, "bid"),
                band(filters, "ask"),
                types,
                times);
    }

    private static PriceRange prices(Symbol symbol, @Nullable Filter filter) {
        BigDecimal finest = BigDecimal.ONE.movePointLeft(precision(symbol));
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
        BigDecimal fromOlder = older == null ? BigDecimal.ZERO : orZero(older.minNotional());
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
