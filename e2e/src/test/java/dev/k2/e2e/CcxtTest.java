package dev.k2.e2e;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ccxt from npm, unmodified, against the simulated exchanges. */
class CcxtTest {
    private static final Map<String, String> PAIR = Map.of("USDT", "100000", "BTC", "2");

    @Test
    void readsMarketsTradesAndUnderstandsRefusals() {
        play("ccxt.mjs", "binance", "spot", PAIR);
    }

    @Test
    void watchesMarketAndAccountAndTradesOverSockets() {
        play("ccxt-pro.mjs", "binance", "spot", PAIR);
    }

    @Test
    void tradesFuturesByRestAndLive() {
        play("ccxt-futures.mjs", "binance-futures", "swap", Map.of("USDT", "100000"));
    }

    @ParameterizedTest
    @CsvSource({"bybit, spot", "bybit, swap", "okx, spot", "okx, swap"})
    void tradesSpotAndSwapsOfOneAccountByRestAndLive(String exchange, String type) {
        play("ccxt-venue.mjs", exchange, type, PAIR);
    }

    @ParameterizedTest
    @CsvSource({"spot", "swap"})
    void tradesPairsAndPerpetualsOfCryptocomByRestAndLive(String type) {
        play("ccxt-cryptocom.mjs", "cryptocom", type, Map.of("USD", "100000", "BTC", "2"));
    }

    @Test
    void tradesEventContractsByRest() {
        play("ccxt-kalshi.mjs", "kalshi", "prediction", Map.of("USD", "1000"));
    }

    private static void play(
            String script, String exchange, String type, Map<String, String> balances) {
        Machine.node();
        Machine.needNodePart("ccxt");
        try (Simulation simulation = Simulation.start()) {
            Simulation.Trader trader =
                    simulation.open(exchange, "ccxt", Simulation.keyType(exchange), balances);
            Map<String, String> task =
                    Map.of(
                            "origin", simulation.at(exchange),
                            "exchange", exchange,
                            "type", type,
                            "key", trader.key(),
                            "secret", trader.secret(),
                            "passphrase", trader.passphrase(),
                            "pem", trader.pem());

            NodeScript.run(script, task, Duration.ofMinutes(3), question -> "");
        }
    }
}
