package dev.k2.examples;

import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.Exchanges;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import java.time.InstantSource;

/** Prints what a bitcoin costs. */
public final class FirstProgram {
    public static void main(String[] arguments) {
        run(ExchangeConfig.live(InstantSource.system()));
    }

    static void run(ExchangeConfig config) {
        try (Exchange binance = Exchanges.open("binance", config)) {
            Instrument bitcoin = binance.instrument(InstrumentId.spot("BTC", "USDT")).orThrow();
            System.out.println(binance.market().ticker(bitcoin).orThrow().last());
        }
    }
}
