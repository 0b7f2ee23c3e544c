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

    private static void play(String script) {
        Machine.node();
        Machine.needNodePart("ccxt");
        try (Simulation simulation = Simulation.start()) {
            Simulation.Trader trader =
                    simulation.open("ccxt", Map.of("USDT", "100000", "BTC", "2"));
            Map<String, String> task =
                    Map.of(
                            "origin", simulation.binance(),
                            "key", trader.key(),
                            "secret", trader.secret());

            NodeScript.run(script, task, Duration.ofMinutes(2), question -> "");
        }
    }
}
