package dev.k2.examples;

import dev.k2.exchange.CandleDownload;
import dev.k2.exchange.CandleSummary;
import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.Exchanges;
import dev.k2.model.CandleInterval;
import dev.k2.model.InstrumentId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Prints every minute of the last year as CSV, and what is missing. */
public final class CandleHistory {
    public static void main(String[] arguments) {
        run(ExchangeConfig.live(InstantSource.system()), Duration.ofDays(365));
    }

    static void run(ExchangeConfig config, Duration length) {
        Instant now = config.clock().instant();
        try (Exchange binance = Exchanges.open("binance", config)) {
            var bitcoin = binance.instrument(InstrumentId.spot("BTC", "USDT")).orThrow();
            CandleSummary summary =
                    CandleDownload.of(
                                    binance,
                                    bitcoin,
                                    CandleInterval.M1,
                                    now.minus(length),
                                    now,
                                    config.clock())
                            .run(c -> System.out.println(c.openTime() + "," + c.close()));
            summary.gaps().forEach(System.err::println);
            summary.failure().ifPresent(System.err::println);
        }
    }
}
