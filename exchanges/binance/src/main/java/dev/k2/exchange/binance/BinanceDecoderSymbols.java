package dev.k2.exchange.binance;

import dev.k2.model.ExchangeId;
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

    private final Map<String, Instrument> guessed = new HashMap<>();
    private BinanceSymbols known = BinanceSymbols.NONE;

    void learn(BinanceRestWire.ExchangeInfo info, Consumer<String> skipped) {
        known = BinanceSymbols.of(info, skipped);
    }

    List<Instrument> all() {
        return known.all();
    }

    Instrument of(String symbol) {
        return known.find(symbol)
                .orElseGet(() -> guessed.computeIfAbsent(symbol, BinanceDecoderSymbols::guess));
    }

    private static Instrument guess(String symbol) {
        for (String quote : QUOTES) {
            if (symbol.endsWith(quote) && symbol.length() > quote.length()) {
                String base = symbol.substring(0, symbol.length() - quote.length());
                return instrument(symbol, base + "-" + quote, base, quote);
            }
        }
        return instrument(symbol, symbol, symbol, "");
    }

    private static Instrument instrument(String symbol, String id, String base, String quote) {
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
                ExchangeId.BINANCE,
                new InstrumentId(named),
                symbol,
                InstrumentKind.SPOT,
                base,
                quote,
                BigDecimal.ONE,
                InstrumentStatus.TRADING,
                rules,
                DIGITS,
                DIGITS);
    }
}
