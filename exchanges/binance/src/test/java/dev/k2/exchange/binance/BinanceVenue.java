package dev.k2.exchange.binance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Credentials;
import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.net.HmacSigner;
import dev.k2.exchange.net.SimulatedVenue;
import dev.k2.model.Balance;
import dev.k2.model.InstrumentId;
import dev.k2.sim.SimConfig;
import dev.k2.sim.SimVenueFactory;
import dev.k2.sim.SimulatedExchanges;
import dev.k2.sim.binance.SimBinance;
import dev.k2.sim.binance.SimBinanceFutures;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A simulated product of Binance. */
final class BinanceVenue extends SimulatedVenue {
    private static final String SPOT = "binance";

    private final String exchange;

    private BinanceVenue(String exchange, InstrumentId instrument, SimulatedExchanges sim) {
        super(sim::close, sim.adminPort(), sim.port(exchange), exchange, instrument, "BTCUSDT");
        this.exchange = exchange;
    }

    private static SimulatedExchanges started(SimVenueFactory product) {
        return SimulatedExchanges.start(
                SimConfig.inMemory(InstantSource.system(), 11), List.of(product));
    }

    static BinanceVenue spot() {
        var venue =
                new BinanceVenue(SPOT, InstrumentId.spot("BTC", "USDT"), started(new SimBinance()));
        // Cards play one after the other what a person would spread over a day.
        venue.set(Map.of("orders_per_ten_seconds", 100_000, "weight_per_minute", 1_000_000));
        return venue;
    }

    static BinanceVenue futures() {
        var venue =
                new BinanceVenue(
                        "binance-futures",
                        InstrumentId.perpetual("BTC", "USDT"),
                        started(new SimBinanceFutures()));
        venue.set(
                Map.of(
                        "orders_per_ten_seconds",
                        100_000,
                        "orders_per_minute",
                        100_000,
                        "weight_per_minute",
                        1_000_000));
        return venue;
    }

    /** Futures count by the exchange's own limits from the start, as the cards need many calls. */
    @Override
    protected Exchange opened(ExchangeConfig config) {
        Exchange open = super.opened(config);
        if (!exchange.equals(SPOT)) {
            open.market().instruments().orThrow();
        }
        return open;
    }

    @Override
    public String placingRequest() {
        return exchange.equals(SPOT) ? "POST /api/v3/order" : "POST /fapi/v1/order";
    }

    /** The simulated account that has an Ed25519 key. */
    Credentials ed25519() {
        JsonNode account = account("edward");
        return new Credentials(
                account.path("api_key").asText(),
                "",
                Optional.empty(),
                Optional.of(account.path("private_key_pem").asText()));
    }

    /** Opens an account for a key pair of ours, and gives its key. */
    String openAccount(String name, String keyType, String publicKeyPem) {
        JsonNode opened =
                call(
                        "POST",
                        "/accounts",
                        Map.of(
                                "exchange",
                                exchange,
                                "account",
                                name,
                                "key_type",
                                keyType,
                                "public_key_pem",
                                publicKeyPem,
                                "balances",
                                Map.of("USDT", "100000", "BTC", "2")));
        return opened.path("api_key").asText();
    }

    @Override
    public List<Balance> balances() {
        return exchange.equals(SPOT) ? super.balances() : margin();
    }

    /** What is free of a margin account moves with the market, and only the exchange can tell it. */
    private List<Balance> margin() {
        String query = "timestamp=" + InstantSource.system().millis();
        String signature = new HmacSigner(credentials().apiSecret()).sign(query);
        JsonNode told =
                asked(
                        HttpRequest.newBuilder(
                                        address()
                                                .resolve(
                                                        "/fapi/v3/account?"
                                                                + query
                                                                + "&signature="
                                                                + signature))
                                .header("X-MBX-APIKEY", credentials().apiKey())
                                .build());
        List<Balance> balances = new ArrayList<>();
        for (JsonNode node : told.path("assets")) {
            var free = new BigDecimal(node.path("availableBalance").asText());
            var whole = new BigDecimal(node.path("walletBalance").asText());
            if (whole.signum() != 0) {
                balances.add(
                        new Balance(
                                node.path("asset").asText(),
                                free,
                                whole.subtract(free).max(BigDecimal.ZERO)));
            }
        }
        return balances;
    }
}
