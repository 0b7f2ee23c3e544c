package dev.k2.exchange.bybit;

import dev.k2.exchange.bybit.BybitRestWire.LotSizeFilter;
import dev.k2.exchange.bybit.BybitRestWire.PriceFilter;
import dev.k2.exchange.bybit.BybitRestWire.Symbol;
import dev.k2.model.Instrument;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Instruments of Bybit for tests. */
final class TestBybit {
    static final BybitSymbols SYMBOLS =
            BybitSymbols.of(
                    Map.of(
                            BybitCategory.SPOT, List.of(spot("BTC", "USDT")),
                            BybitCategory.LINEAR, List.of(linear("BTCUSDT", "BTC", "USDT"))),
                    what -> {});
    static final Instrument SPOT = SYMBOLS.find(BybitCategory.SPOT, "BTCUSDT").orElseThrow();
    static final Instrument LINEAR = SYMBOLS.find(BybitCategory.LINEAR, "BTCUSDT").orElseThrow();

    private TestBybit() {}

    static Symbol spot(String base, String quote) {
        return new Symbol(
                base + quote,
                null,
                "Trading",
                base,
                quote,
                new PriceFilter(null, null, new BigDecimal("0.01")),
                new LotSizeFilter(
                        new BigDecimal("0.000001"),
                        null,
                        new BigDecimal("0.00001"),
                        new BigDecimal("71"),
                        null,
                        new BigDecimal("80"),
                        new BigDecimal("40"),
                        null,
                        new BigDecimal("5")));
    }

    static Symbol linear(String symbol, String base, String quote) {
        return new Symbol(
                symbol,
                "LinearPerpetual",
                "Trading",
                base,
                quote,
                new PriceFilter(
                        new BigDecimal("0.10"),
                        new BigDecimal("1999999.80"),
                        new BigDecimal("0.10")),
                new LotSizeFilter(
                        null,
                        new BigDecimal("0.001"),
                        new BigDecimal("0.001"),
                        new BigDecimal("1190"),
                        new BigDecimal("119"),
                        null,
                        null,
                        new BigDecimal("5"),
                        null));
    }
}
