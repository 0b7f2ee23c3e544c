package dev.k2.exchange.bybit;

import dev.k2.exchange.bybit.BybitRestWire.LotSizeFilter;
import dev.k2.exchange.bybit.BybitRestWire.Symbol;
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
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Bybit's symbols and K2's instruments, both ways. Does not change once it is made. */
final class BybitSymbols {
    static final BybitSymbols NONE = new BybitSymbols(Map.of(), Map.of());

    static final Set<OrderType> TYPES =
            Set.copyOf(EnumSet.complementOf(EnumSet.of(OrderType.TRAILING_STOP)));
    static final Set<TimeInForce> TIMES =
            Set.copyOf(EnumSet.complementOf(EnumSet.of(TimeInForce.GTD)));

    private static final int DIGITS_USUAL = 8;
    private static final int DIGITS_MAX = 18;
    private static final BigDecimal BOUND_UNNAMED = new BigDecimal("1000000000");

    /** A level of a book sums many orders, each up to the largest quantity. */
    private static final BigDecimal ORDERS_IN_A_LEVEL = new BigDecimal("1000");

    private static final BigDecimal LONG_MAX = new BigDecimal(Long.MAX_VALUE);

    private final Map<BybitCategory, Map<String, Instrument>> bySymbol;
    private final Map<BybitCategory, Map<String, Instrument>> former;

    private BybitSymbols(
            Map<BybitCategory, Map<String, Instrument>> bySymbol,
            Map<BybitCategory, Map<String, Instrument>> former) {
        this.bySymbol = bySymbol;
        this.former = former;
    }

    /**
     * Reads all symbols. Of linear contracts only those without an end are taken.
     *
     * @param skipped hears of words that are not known and of symbols that cannot be named
     */
    static BybitSymbols of(Map<BybitCategory, List<Symbol>> listed, Consumer<String> skipped) {
        Map<BybitCategory, Map<String, Instrument>> all = new EnumMap<>(BybitCategory.class);
        listed.forEach((category, symbols) -> all.put(category, named(category, symbols, skipped)));
        return new BybitSymbols(all, Map.of());
    }

    /** The same, and the symbols that were listed before: their orders may have something to tell. */
    BybitSymbols after(BybitSymbols earlier) {
        Map<BybitCategory, Map<String, Instrument>> gone = new EnumMap<>(BybitCategory.class);
        for (BybitCategory category : BybitCategory.values()) {
            Map<String, Instrument> symbols = new LinkedHashMap<>();
            symbols.putAll(earlier.former.getOrDefault(category, Map.of()));
            symbols.putAll(earlier.bySymbol.getOrDefault(category, Map.of()));
            gone.put(category, symbols);
        }
        return new BybitSymbols(bySymbol, gone);
    }

    /** What a symbol is, or was. */
    Optional<Instrument> find(BybitCategory category, String symbol) {
        return Optional.ofNullable(bySymbol.getOrDefault(category, Map.of()).get(symbol))
                .or(() -> Optional.ofNullable(former.getOrDefault(category, Map.of()).get(symbol)));
    }

    List<Instrument> all() {
        List<Instrument> all = new ArrayList<>();
        bySymbol.values().forEach(symbols -> all.addAll(symbols.values()));
        return all;
    }

    private static Map<String, Instrument> named(
            BybitCategory category, List<Symbol> symbols, Consumer<String> skipped) {
        Map<String, Instrument> named = new LinkedHashMap<>();
        Set<InstrumentId> taken = new HashSet<>();
        for (Symbol symbol : symbols) {
            if (category == BybitCategory.LINEAR && !isPerpetual(symbol, skipped)) {
                continue;
            }
            String where = category.word() + " symbol " + symbol.symbol() + ": ";
            if (!InstrumentId.isValid(symbol.baseCoin() + "-" + symbol.quoteCoin())) {
                skipped.accept(where + "no instrument can be named so");
                continue;
            }
            InstrumentId id =
                    switch (category) {
                        case SPOT -> InstrumentId.spot(symbol.baseCoin(), symbol.quoteCoin());
                        case LINEAR ->
                                InstrumentId.perpetual(symbol.baseCoin(), symbol.quoteCoin());
                    };
            if (!taken.add(id)) {
                skipped.accept(where + "another one is " + id + " too");
                continue;
            }
            named.put(symbol.symbol(), instrument(category, symbol, id, skipped));
        }
        return named;
    }

    private static boolean isPerpetual(Symbol symbol, Consumer<String> skipped) {
        return switch (String.valueOf(symbol.contractType())) {
            case "LinearPerpetual" -> true;
            case "LinearFutures" -> false;
            default -> {
                skipped.accept("contract type " + symbol.contractType());
                yield false;
            }
        };
    }

    private static Instrument instrument(
            BybitCategory category, Symbol symbol, InstrumentId id, Consumer<String> skipped) {
        TradingRules rules = rules(category, symbol);
        return new Instrument(
                ExchangeId.BYBIT,
                id,
                symbol.symbol(),
                category == BybitCategory.SPOT ? InstrumentKind.SPOT : InstrumentKind.PERPETUAL,
                symbol.baseCoin(),
                symbol.quoteCoin(),
                BigDecimal.ONE,
                status(symbol, skipped),
                rules,
                scale(rules.tick(), rules.prices().getFirst().max()),
                scale(
                        rules.limitQuantity().step(),
                        rules.limitQuantity().max().multiply(ORDERS_IN_A_LEVEL)));
    }

    private static TradingRules rules(BybitCategory category, Symbol symbol) {
        LotSizeFilter lot = symbol.lotSizeFilter();
        BigDecimal min = orZero(lot.minOrderQty());
        BigDecimal usual = orZero(lot.maxOrderQty());
        BigDecimal step =
                orZero(category == BybitCategory.SPOT ? lot.basePrecision() : lot.qtyStep());
        BigDecimal limit = category == BybitCategory.SPOT ? lot.maxLimitOrderQty() : null;
        BigDecimal market =
                category == BybitCategory.SPOT ? lot.maxMarketOrderQty() : lot.maxMktOrderQty();
        return new TradingRules(
                List.of(
                        new PriceRange(
                                orZero(symbol.priceFilter().minPrice()),
                                orZero(symbol.priceFilter().maxPrice()),
                                symbol.priceFilter().tickSize())),
                new QuantityRange(min, limit == null ? usual : limit, step),
                new QuantityRange(min, market == null ? usual : market, step),
                orZero(category == BybitCategory.SPOT ? lot.minOrderAmt() : lot.minNotionalValue()),
                BigDecimal.ZERO,
                true,
                PriceBand.NONE,
                PriceBand.NONE,
                TYPES,
                TIMES);
    }

    /**
     * Digits after the point that feeds keep: those of the step, and beyond them what a long can
     * hold. Steps change while old orders stay, so books hold prices and quantities that are finer
     * than today's step.
     */
    private static int scale(BigDecimal step, BigDecimal largest) {
        int needed = step.signum() == 0 ? 0 : Math.min(DIGITS_MAX, Decimals.scaleOf(step));
        BigDecimal bound = largest.signum() == 0 ? BOUND_UNNAMED : largest;
        int scale = Math.max(needed, DIGITS_USUAL);
        while (scale > needed && bound.movePointRight(scale).compareTo(LONG_MAX) > 0) {
            scale--;
        }
        return scale;
    }

    private static InstrumentStatus status(Symbol symbol, Consumer<String> skipped) {
        return switch (symbol.status()) {
            case "Trading" -> InstrumentStatus.TRADING;
            case "PreLaunch" -> InstrumentStatus.UPCOMING;
            case "Delivering", "Settling" -> InstrumentStatus.HALTED;
            case "Closed" -> InstrumentStatus.CLOSED;
            default -> {
                skipped.accept("symbol status " + symbol.status());
                yield InstrumentStatus.HALTED;
            }
        };
    }

    private static BigDecimal orZero(@Nullable BigDecimal value) {
        return value == null ? BigDecimal.ZERO : value;
    }
}
