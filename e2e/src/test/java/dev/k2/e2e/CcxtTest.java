package dev.k2.e2e;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** ccxt from npm, unmodified, against the simulated Binance. */
class CcxtTest {
    @Test
    void readsMarketsTradesAndUnderstandsRefusals() {
        play("ccxt.mjs");
    }

    @Test
    void watchesMarketAndAccountAndTradesOverSockets() {
        play("ccxt-pro.mjs");
    }

    @Test
    void tradesFuturesByRestAndLive() {
        play("ccxt-futures.mjs", "binance-futures", Map.of("USDT", "100000"));
    }

    private static void play(String script) {
        play(script, "binance", Map.of("USDT", "100000", "BTC", "2"));
    }

    private static void play(String script, String exchange, Map<String, String> balances) {
        Machine.node();
        Machine.needNodePart("ccxt");
        try (Simulation simulation = Simulation.start()) {
            Simulation.Trader trader = simulation.open(exchange, "ccxt", "HMAC", balances);
            Map<String, String> task =
                    Map.of(
                            "origin", simulation.at(exchange),
                            "key", trader.key(),
                            "secret", trader.secret());

            NodeScript.run(script, task, Duration.ofMinutes(2), question -> "");
        }
    }
}
