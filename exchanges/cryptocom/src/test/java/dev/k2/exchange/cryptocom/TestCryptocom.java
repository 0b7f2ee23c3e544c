package dev.k2.exchange.cryptocom;

import dev.k2.model.Instrument;
import java.math.BigDecimal;
import java.util.List;

/** Instruments of Crypto.com for tests. */
final class TestCryptocom {
    static final CryptocomSymbols SYMBOLS =
            CryptocomSymbols.of(
                    List.of(
                            symbol("BTC_USD", "CCY_PAIR", "0.01", "0.00001"),
                            symbol("BTCUSD-PERP", "PERPETUAL_SWAP", "0.1", "0.0001")),
                    what -> {});
    static final Instrument SPOT = SYMBOLS.find("BTC_USD").orElseThrow();
    static final Instrument PERPETUAL = SYMBOLS.find("BTCUSD-PERP").orElseThrow();

    private TestCryptocom() {}

    static CryptocomRestWire.Symbol pair(String base, String quote) {
        return new CryptocomRestWire.Symbol(
                base + "_" + quote,
                "CCY_PAIR",
                base,
                quote,
                new BigDecimal("0.01"),
                new BigDecimal("0.0001"),
                true,
                null);
    }

    static CryptocomRestWire.Symbol symbol(String symbol, String type, String tick, String step) {
        return new CryptocomRestWire.Symbol(
                symbol, type, "BTC", "USD", new BigDecimal(tick), new BigDecimal(step), true, null);
    }
}
