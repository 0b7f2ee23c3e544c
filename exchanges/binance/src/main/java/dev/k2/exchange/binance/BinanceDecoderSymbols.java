package dev.k2.exchange.binance;

import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.InstrumentKind;
import dev.k2.model.InstrumentStatus;
import dev.k2.model.PriceBand;
import dev.k2.model.PriceRange;
import dev.k2.model.QuantityRange;
import dev.k2.model.TradingRules;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The instruments of recorded messages. A recording without exchangeInfo does not say where a
 * symbol's base ends; then well-known quote currencies decide, and only here, never live.
 */
final class BinanceDecoderSymbols {
    private static final int DIGITS = 8;

    /** Longer ones first where one ends in another. */
    private static final List<String> QUOTES =
            List.of(
                    "FDUSD", "USDT", "BUSD", "TUSD", "USDC", "USDP", "USDS", "IDRT", "BIDR", "BVND",
                    "USD1", "XUSD", "RLUSD", "EURI", "DOGE", "USD", "BTC", "ETH", "BNB", "TRX",
                    "XRP", "DOT", "SOL", "EUR", "GBP", "TRY", "BRL", "AUD", "JPY", "MXN", "ARS",
                    "COP", "CZK", "PLN", "RON", "UAH", "ZAR", "NGN", "RUB", "PAX", "DAI", "VAI",
                    "UST", "BKRW");

    /** Contracts on coins end in these; those with an end carry its date instead. */
    private static final String PERPETUAL = "_PERP";

    private final BinanceProduct product;
    private final Map<String, Instrument> guessed = new HashMap<>();
    private BinanceSymbols known = BinanceSymbols.NONE;

    BinanceDecoderSymbols(BinanceProduct product) {
        this.product = product;
    }

    void learn(BinanceRestWire.ExchangeInfo info, Consumer<String> skipped) {
        known = BinanceSymbols.of(product, info, skipped);
    }

    List<Instrument> all() {
        return known.all();
    }

    Instrument of(String symbol) {
        return known.find(symbol).orElseGet(() -> guessed.computeIfAbsent(symbol, this::guess));
    }

    private Instrument guess(String symbol) {
        int end = symbol.indexOf('_');
        String pair = end < 0 ? symbol : symbol.substring(0, end);
        for (String quote : QUOTES) {
            if (pair.endsWith(quote) && pair.length() > quote.length()) {
                String base = pair.substring(0, pair.length() - quote.length());
                return instrument(symbol, base + "-" + quote + ending(symbol, end), base, quote);
            }
        }
        return instrument(symbol, symbol, symbol, "");
    }

    private String ending(String symbol, int end) {
        boolean dated = end >= 0 && !symbol.endsWith(PERPETUAL);
        return switch (product) {
            case SPOT -> "";
            case USD_M -> dated ? "-" + symbol.substring(end + 1) : "-PERP";
        };
    }

    private Instrument instrument(String symbol, String id, String base, String quote) {
        String named = InstrumentId.isValid(id) ? id : "UNNAMED";
        var anything = new QuantityRange(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);
        BigDecimal finest = BigDecimal.ONE.movePointLeft(DIGITS);
        var rules =
                new TradingRules(
                        List.of(new PriceRange(BigDecimal.ZERO, BigDecimal.ZERO, finest)),
                        anything,
                        anything,
                        BigDecimal.ZERO,
                        BigDecimal.ZERO,
                        false,
                        PriceBand.NONE,
                        PriceBand.NONE,
                        Set.of(),
                        Set.of());
        return new Instrument(
                product.exchange(),
                new InstrumentId(named),
                symbol,
                product == BinanceProduct.SPOT ? InstrumentKind.SPOT : InstrumentKind.PERPETUAL,
                base,
                quote,
                BigDecimal.ONE,
                InstrumentStatus.TRADING,
                rules,
                DIGITS,
                DIGITS);
    }
}
