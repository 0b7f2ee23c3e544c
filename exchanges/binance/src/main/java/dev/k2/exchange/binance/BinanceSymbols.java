package dev.k2.exchange.binance;

import dev.k2.exchange.binance.BinanceRestWire.ExchangeInfo;
import dev.k2.exchange.binance.BinanceRestWire.Symbol;
import dev.k2.model.Decimals;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.InstrumentKind;
import dev.k2.model.InstrumentStatus;
import dev.k2.model.TradingRules;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

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
     * Reads all symbols. Of futures only the contracts without an end are taken.
     *
     * @param skipped hears of words that are not known and of symbols that cannot be named
     */
    static BinanceSymbols of(BinanceProduct product, ExchangeInfo info, Consumer<String> skipped) {
        Map<String, Instrument> bySymbol = new LinkedHashMap<>();
        Map<InstrumentId, String> taken = new LinkedHashMap<>();
        for (Symbol symbol : info.symbols()) {
            if (product == BinanceProduct.USD_M && !isPerpetual(symbol, skipped)) {
                continue;
            }
            String ours = symbol.baseAsset() + "-" + symbol.quoteAsset();
            if (!InstrumentId.isValid(ours)) {
                skipped.accept("symbol " + symbol.symbol() + ": no instrument can be named so");
                continue;
            }
            InstrumentId id =
                    switch (product) {
                        case SPOT -> InstrumentId.spot(symbol.baseAsset(), symbol.quoteAsset());
                        case USD_M ->
                                InstrumentId.perpetual(symbol.baseAsset(), symbol.quoteAsset());
                    };
            String other = taken.putIfAbsent(id, symbol.symbol());
            if (other != null) {
                skipped.accept("symbol " + symbol.symbol() + ": " + other + " is " + id + " too");
                continue;
            }
            bySymbol.put(symbol.symbol(), instrument(product, symbol, id, skipped));
        }
        return new BinanceSymbols(bySymbol);
    }

    Optional<Instrument> find(String symbol) {
        return Optional.ofNullable(bySymbol.get(symbol));
    }

    List<Instrument> all() {
        return List.copyOf(bySymbol.values());
    }

    private static boolean isPerpetual(Symbol symbol, Consumer<String> skipped) {
        return switch (String.valueOf(symbol.contractType())) {
            case "PERPETUAL", "TRADIFI_PERPETUAL" -> true;
            // A contract that is being settled has no type any more.
            case "CURRENT_QUARTER",
                    "NEXT_QUARTER",
                    "CURRENT_MONTH",
                    "NEXT_MONTH",
                    "CURRENT_QUARTER DELIVERING",
                    "NEXT_QUARTER DELIVERING",
                    "PERPETUAL DELIVERING",
                    "" ->
                    false;
            default -> {
                skipped.accept("contract type " + symbol.contractType());
                yield false;
            }
        };
    }

    private static Instrument instrument(
            BinanceProduct product, Symbol symbol, InstrumentId id, Consumer<String> skipped) {
        BigDecimal finest = BigDecimal.ONE.movePointLeft(precision(symbol));
        TradingRules rules = BinanceFilters.rules(product, symbol, finest, skipped);
        return new Instrument(
                product.exchange(),
                id,
                symbol.symbol(),
                product == BinanceProduct.SPOT ? InstrumentKind.SPOT : InstrumentKind.PERPETUAL,
                symbol.baseAsset(),
                symbol.quoteAsset(),
                symbol.contractSize() == null ? BigDecimal.ONE : symbol.contractSize(),
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
        String word = symbol.status() == null ? symbol.contractStatus() : symbol.status();
        InstrumentStatus status =
                switch (String.valueOf(word)) {
                    case "TRADING" -> InstrumentStatus.TRADING;
                    case "CANCEL_ONLY" -> InstrumentStatus.CANCEL_ONLY;
                    case "PRE_TRADING", "PENDING_TRADING" -> InstrumentStatus.UPCOMING;
                    case "HALT",
                            "BREAK",
                            "END_OF_DAY",
                            "POST_TRADING",
                            "AUCTION_MATCH",
                            "PRE_SETTLE",
                            "SETTLING",
                            "PRE_DELIVERING",
                            "DELIVERING" ->
                            InstrumentStatus.HALTED;
                    case "CLOSE", "DELIVERED" -> InstrumentStatus.CLOSED;
                    default -> {
                        skipped.accept("symbol status " + word);
                        yield InstrumentStatus.HALTED;
                    }
                };
        boolean spot = symbol.isSpotTradingAllowed() == null || symbol.isSpotTradingAllowed();
        return spot ? status : InstrumentStatus.HALTED;
    }
}
