package dev.k2.exchange.cryptocom;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.Trouble;
import dev.k2.exchange.net.HmacSigner;
import dev.k2.exchange.net.Net;
import dev.k2.exchange.net.SimulatedVenue;
import dev.k2.model.Balance;
import dev.k2.model.InstrumentId;
import dev.k2.sim.SimConfig;
import dev.k2.sim.SimulatedExchanges;
import dev.k2.sim.cryptocom.SimCryptocom;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A simulated Crypto.com. */
final class CryptocomVenue extends SimulatedVenue {
    private static final String NAME = "cryptocom";
    private static final int LIMIT_PERCENT = 100_000;
    private static final int FRAMES = 100_000;
    private static final String BALANCE = "private/user-balance";

    private CryptocomVenue(InstrumentId instrument, String symbol, SimulatedExchanges sim) {
        super(sim::close, sim.adminPort(), sim.port(NAME), NAME, instrument, symbol);
        streams("stream:depth", "stream:ticker");
        // Cards play one after the other what a person would spread over a day.
        set(
                Map.of(
                        "limit_percent", LIMIT_PERCENT,
                        "user_frames_per_second", FRAMES,
                        "market_frames_per_second", FRAMES));
        raiseOurs();
    }

    /**
     * Crypto.com tells nothing of its limits, so the adapter cannot learn that they were raised.
     * Whoever asks first for a window says how large it is, for all who share it.
     */
    private void raiseOurs() {
        var signer = new CryptocomSigner(credentials());
        CryptocomConfig config =
                CryptocomConfig.from(ExchangeConfig.sim(address(), InstantSource.system()));
        try (Net shared = Net.shared(InstantSource.system())) {
            var limits =
                    new CryptocomLimits(shared.limits(), config.withLimitPercent(LIMIT_PERCENT));
            for (String method :
                    List.of(
                            "create-order",
                            "cancel-order",
                            "amend-order",
                            "cancel-all-orders",
                            "create-order-list",
                            "cancel-order-list",
                            "get-order-detail",
                            "get-open-orders",
                            "get-order-history",
                            "get-trades",
                            "user-balance",
                            "get-positions",
                            "get-instrument-fee-rate")) {
                limits.window(CryptocomCall.of(signer, "raise", method, Map.of()));
                limits.window(CryptocomCall.of(signer, "raise", "advanced/" + method, Map.of()));
            }
        }
    }

    static CryptocomVenue spot() {
        return new CryptocomVenue(InstrumentId.spot("BTC", "USD"), "BTC_USD", started());
    }

    static CryptocomVenue perpetual() {
        return new CryptocomVenue(InstrumentId.perpetual("BTC", "USD"), "BTCUSD-PERP", started());
    }

    private static SimulatedExchanges started() {
        return SimulatedExchanges.start(
                SimConfig.inMemory(InstantSource.system(), 11), List.of(new SimCryptocom()));
    }

    @Override
    protected Exchange opened(ExchangeConfig config) {
        return CryptocomExchange.open(
                CryptocomConfig.from(config).withLimitPercent(LIMIT_PERCENT), config.clock());
    }

    /** No answer of Crypto.com's tells it. */
    @Override
    public boolean tellsWhatIsUsed() {
        return false;
    }

    /** Crypto.com names no ban. */
    @Override
    public boolean can(Trouble trouble) {
        return trouble != Trouble.BAN;
    }

    @Override
    public String placingRequest() {
        return "POST /exchange/v1/private/create-order";
    }

    /** What is free of a wallet moves with the market, and only the exchange can tell it. */
    @Override
    public List<Balance> balances() {
        long nonce = InstantSource.system().millis();
        String key = credentials().apiKey();
        String signature =
                new HmacSigner(credentials().apiSecret()).sign(BALANCE + 7 + key + nonce);
        String body =
                """
                {"id":7,"method":"%s","api_key":"%s","params":{},"nonce":%d,"sig":"%s"}\
                """
                        .formatted(BALANCE, key, nonce, signature);
        JsonNode told =
                asked(
                        HttpRequest.newBuilder(address().resolve("/exchange/v1/" + BALANCE))
                                .header("content-type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build());
        List<Balance> balances = new ArrayList<>();
        for (JsonNode one : told.path("result").path("data").path(0).path("position_balances")) {
            var whole = new BigDecimal(one.path("quantity").asText());
            var held = new BigDecimal(one.path("reserved_qty").asText());
            if (whole.signum() != 0) {
                balances.add(
                        new Balance(
                                one.path("instrument_name").asText(), whole.subtract(held), held));
            }
        }
        return balances;
    }
}
