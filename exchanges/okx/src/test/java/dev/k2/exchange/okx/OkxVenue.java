package dev.k2.exchange.okx;

import dev.k2.exchange.Credentials;
import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.net.Net;
import dev.k2.exchange.net.SimulatedVenue;
import dev.k2.model.ExchangeId;
import dev.k2.model.InstrumentId;
import dev.k2.sim.SimConfig;
import dev.k2.sim.SimulatedExchanges;
import dev.k2.sim.okx.SimOkx;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A simulated OKX. */
final class OkxVenue extends SimulatedVenue {
    private static final String NAME = ExchangeId.OKX.text();
    private static final int LIMIT_PERCENT = 10_000;

    /** The simulated engine counts what is bought; OKX and its adapter count contracts. */
    private final BigDecimal contractSize;

    private OkxVenue(
            InstrumentId instrument,
            String symbol,
            BigDecimal contractSize,
            SimulatedExchanges sim) {
        super(sim::close, sim.adminPort(), sim.port(NAME), NAME, instrument, symbol);
        this.contractSize = contractSize;
        // Cards play one after the other what a person would spread over a day.
        set(
                Map.of(
                        "limit_percent", LIMIT_PERCENT,
                        "orders_per_two_seconds", 100_000,
                        "connections_per_second", 100_000));
        raiseOurs(symbol);
    }

    /**
     * OKX tells nothing of its limits, so the adapter cannot learn that they were raised. Whoever
     * asks first for a window says how large it is, for all who share it.
     */
    private void raiseOurs(String symbol) {
        var signer = new OkxSigner(credentials());
        OkxConfig config = OkxConfig.of(config(InstantSource.system()));
        try (Net shared = Net.shared(InstantSource.system());
                var http = new OkxHttp(config.withLimitPercent(LIMIT_PERCENT), shared)) {
            for (OkxEndpoint endpoint : OkxEndpoint.values()) {
                http.costs(OkxCall.signed("raise a limit", endpoint, Map.of(), signer).of(symbol));
            }
        }
    }

    static OkxVenue spot() {
        return new OkxVenue(
                InstrumentId.spot("BTC", "USDT"), "BTC-USDT", BigDecimal.ONE, started());
    }

    static OkxVenue swap() {
        return new OkxVenue(
                InstrumentId.perpetual("BTC", "USDT"),
                "BTC-USDT-SWAP",
                new BigDecimal("0.01"),
                started());
    }

    private static SimulatedExchanges started() {
        return SimulatedExchanges.start(
                SimConfig.inMemory(InstantSource.system(), 11), List.of(new SimOkx()));
    }

    @Override
    protected Exchange opened(ExchangeConfig config) {
        return OkxExchange.open(config);
    }

    @Override
    protected BigDecimal contractSize() {
        return contractSize;
    }

    /** OKX has no headers that tell it. */
    @Override
    public boolean tellsWhatIsUsed() {
        return false;
    }

    @Override
    public String placingRequest() {
        return "POST /api/v5/trade/order";
    }

    @Override
    public Credentials strangers() {
        return new Credentials(
                "k".repeat(36), "s".repeat(32), Optional.of("p".repeat(12)), Optional.empty());
    }
}
