package dev.k2.exchange.cryptocom;

import dev.k2.exchange.ExchangeConfig.Environment;
import dev.k2.model.Instrument;
import java.math.BigDecimal;
import java.net.URI;
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

    /** What is said to a question for the ticker of the pair that tells the time. */
    static String ticker(long millis) {
        return """
        {"id":-1,"method":"public/get-tickers","code":0,"result":{"data":[{"i":"BTC_USD","h":"1",\
        "l":"1","a":"1","v":"1","vv":"1","oi":"0","c":"0","b":"1","k":"2","t":%d}]}}\
        """
                .formatted(millis);
    }

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

    /** The same at other addresses. */
    static CryptocomConfig at(CryptocomConfig usual, Environment environment, URI rest, URI user) {
        return new CryptocomConfig(
                environment,
                rest,
                usual.market(),
                user,
                usual.timeout(),
                usual.clockOffsetMax(),
                usual.silenceMax(),
                usual.heartbeatMax(),
                usual.firstAfter(),
                usual.connectionAgeMax(),
                usual.reconnect(),
                usual.limitPercent(),
                usual.orderEntry(),
                usual.twoConnections(),
                usual.stateFolder());
    }
}
