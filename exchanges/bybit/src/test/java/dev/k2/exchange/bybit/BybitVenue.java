package dev.k2.exchange.bybit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.Trouble;
import dev.k2.exchange.net.HmacSigner;
import dev.k2.exchange.net.SimulatedVenue;
import dev.k2.model.Balance;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.InstrumentKind;
import dev.k2.sim.SimConfig;
import dev.k2.sim.SimulatedExchanges;
import dev.k2.sim.bybit.SimBybit;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A simulated Bybit. */
final class BybitVenue extends SimulatedVenue {
    private static final String NAME = "bybit";
    private static final String CONTRACT = "-LINEAR";

    private BybitVenue(InstrumentId instrument, String symbol, SimulatedExchanges sim) {
        super(sim::close, sim.adminPort(), sim.port(NAME), NAME, instrument, symbol);
        streams("stream:depth", "stream:depth");
        // Cards play one after the other what a person would spread over a day.
        set(
                Map.of(
                        "requests_per_five_seconds", 100_000,
                        "connections_per_five_minutes", 100_000,
                        "orders_per_second", 1_000,
                        "spot_orders_per_second", 1_000,
                        "reads_per_second", 1_000));
    }

    static BybitVenue spot() {
        return new BybitVenue(InstrumentId.spot("BTC", "USDT"), "BTCUSDT", started());
    }

    static BybitVenue linear() {
        return new BybitVenue(
                InstrumentId.perpetual("BTC", "USDT"), "BTCUSDT" + CONTRACT, started());
    }

    private static SimulatedExchanges started() {
        return SimulatedExchanges.start(
                SimConfig.inMemory(InstantSource.system(), 11), List.of(new SimBybit()));
    }

    @Override
    protected Exchange opened(ExchangeConfig config) {
        return BybitExchange.open(
                BybitConfig.from(config).withRequestsMax(100_000), config.clock());
    }

    @Override
    protected String symbolOf(Instrument named) {
        return named.kind() == InstrumentKind.SPOT ? named.symbol() : named.symbol() + CONTRACT;
    }

    /** Bybit counts for accounts only, by endpoint; nothing is told of an address. */
    @Override
    public boolean tellsWhatIsUsed() {
        return false;
    }

    /** A ban lasts ten minutes, which no card waits for. */
    @Override
    public boolean can(Trouble trouble) {
        return trouble != Trouble.BAN;
    }

    @Override
    public String placingRequest() {
        return "POST /v5/order/create";
    }

    /** What is free of a wallet moves with the market, and only the exchange can tell it. */
    @Override
    public List<Balance> balances() {
        String query = "accountType=UNIFIED";
        String time = Long.toString(InstantSource.system().millis());
        String key = credentials().apiKey();
        String signature =
                new HmacSigner(credentials().apiSecret()).sign(time + key + "5000" + query);
        JsonNode told =
                asked(
                        HttpRequest.newBuilder(
                                        address().resolve("/v5/account/wallet-balance?" + query))
                                .header("X-BAPI-API-KEY", key)
                                .header("X-BAPI-TIMESTAMP", time)
                                .header("X-BAPI-RECV-WINDOW", "5000")
                                .header("X-BAPI-SIGN", signature)
                                .build());
        List<Balance> balances = new ArrayList<>();
        for (JsonNode coin : told.path("result").path("list").path(0).path("coin")) {
            var whole = new BigDecimal(coin.path("walletBalance").asText());
            BigDecimal held =
                    number(coin, "locked")
                            .add(number(coin, "totalOrderIM"))
                            .add(number(coin, "totalPositionIM"));
            if (whole.signum() != 0) {
                balances.add(new Balance(coin.path("coin").asText(), whole.subtract(held), held));
            }
        }
        return balances;
    }

    private static BigDecimal number(JsonNode node, String name) {
        String text = node.path(name).asText();
        return text.isEmpty() ? BigDecimal.ZERO : new BigDecimal(text);
    }
}
