package dev.k2.app;

import dev.k2.app.Venue.Paper;
import dev.k2.exchange.binance.BinanceDecoder;
import dev.k2.exchange.binance.BinanceFuturesProvider;
import dev.k2.exchange.binance.BinanceProvider;
import dev.k2.exchange.bybit.BybitDecoder;
import dev.k2.exchange.bybit.BybitProvider;
import dev.k2.exchange.cryptocom.CryptocomDecoder;
import dev.k2.exchange.cryptocom.CryptocomProvider;
import dev.k2.exchange.kalshi.KalshiDecoder;
import dev.k2.exchange.kalshi.KalshiProvider;
import dev.k2.exchange.okx.OkxDecoder;
import dev.k2.exchange.okx.OkxProvider;
import dev.k2.model.ExchangeId;
import dev.k2.platform.StartFailure;
import dev.k2.sim.SimConfig;
import dev.k2.sim.SimulatedExchanges;
import dev.k2.sim.binance.SimBinance;
import dev.k2.sim.binance.SimBinanceFutures;
import dev.k2.sim.bybit.SimBybit;
import dev.k2.sim.cryptocom.SimCryptocom;
import dev.k2.sim.kalshi.SimKalshi;
import dev.k2.sim.okx.SimOkx;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The exchanges that there are, one line each. Market data, accounts, the demo user's links, health,
 * simulation and the commands all follow from this table.
 */
final class Venues {
    static final List<Venue> ALL =
            List.of(
                    new Venue(
                            new BinanceProvider(),
                            BinanceDecoder::spot,
                            new SimBinance(),
                            Paper.TESTNET,
                            false),
                    new Venue(
                            new BinanceFuturesProvider(),
                            BinanceDecoder::futures,
                            new SimBinanceFutures(),
                            Paper.DEMO,
                            false),
                    new Venue(
                            new BybitProvider(),
                            BybitDecoder::new,
                            new SimBybit(),
                            Paper.TESTNET,
                            false),
                    new Venue(new OkxProvider(), OkxDecoder::new, new SimOkx(), Paper.DEMO, false),
                    new Venue(
                            new CryptocomProvider(),
                            CryptocomDecoder::new,
                            new SimCryptocom(),
                            Paper.TESTNET,
                            false),
                    new Venue(
                            new KalshiProvider(),
                            KalshiDecoder::new,
                            new SimKalshi(),
                            Paper.DEMO,
                            true));

    private Venues() {}

    static Optional<Venue> find(ExchangeId id) {
        return ALL.stream().filter(venue -> venue.id() == id).findFirst();
    }

    /** Their names, for a person. */
    static String names() {
        return ALL.stream().map(venue -> venue.id().text()).collect(Collectors.joining(", "));
    }

    static SimulatedExchanges simulate(SimConfig config) {
        try {
            return SimulatedExchanges.start(config, ALL.stream().map(Venue::simulated).toList());
        } catch (IllegalStateException refused) {
            throw new StartFailure(
                    "The simulated exchanges do not start: " + refused.getMessage() + ".",
                    "Free their ports, or choose others with --port-base (sim) or --sim-port-base"
                            + " (up).",
                    refused);
        }
    }
}
