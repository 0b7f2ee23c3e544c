package dev.k2.exchange.kalshi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.CardNotOffered;
import dev.k2.exchange.Credentials;
import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.Trouble;
import dev.k2.exchange.net.SimulatedVenue;
import dev.k2.model.Balance;
import dev.k2.model.ContractResult;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.sim.SimConfig;
import dev.k2.sim.SimulatedExchanges;
import dev.k2.sim.kalshi.SimKalshi;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A simulated Kalshi with an event of its own, whose markets end when a card says so. */
final class KalshiVenue extends SimulatedVenue {
    private static final String NAME = "kalshi";
    private static final String EVENT = "KXCARDS-1";
    private static final int TOKENS = 10_000_000;

    private final Set<InstrumentId> settled = new HashSet<>();

    private KalshiVenue(SimulatedExchanges sim) {
        super(
                sim::close,
                sim.adminPort(),
                sim.port(NAME),
                NAME,
                new InstrumentId(EVENT + "-A"),
                EVENT + "-A");
        streams("stream:depth", "stream:ticker");
        // Cards play one after the other what a person would spread over a day.
        set(
                Map.of(
                        "read_per_second",
                        TOKENS,
                        "write_per_second",
                        TOKENS,
                        "commands_per_second",
                        TOKENS));
        call(
                "POST",
                "/market/" + NAME + "/" + EVENT + "/create",
                Map.of(
                        "close_in_s",
                        86_400,
                        "settlement_timer_s",
                        86_400,
                        "grid",
                        Map.of("label", "linear_cent"),
                        "markets",
                        List.of("A", "B", "C", "D", "E", "F", "G", "H").stream()
                                .map(suffix -> Map.of("suffix", suffix, "chance", 0.5))
                                .toList()));
    }

    static KalshiVenue open(long seed) {
        return new KalshiVenue(
                SimulatedExchanges.start(
                        SimConfig.inMemory(InstantSource.system(), seed),
                        List.of(new SimKalshi())));
    }

    /** Streams are told to nobody without a key. */
    @Override
    protected Exchange opened(ExchangeConfig config) {
        return KalshiExchange.open(config.withDataKey(credentials()));
    }

    @Override
    public Exchange openWithTwoConnections() {
        throw new CardNotOffered(
                "Kalshi numbers the same book differently on each connection, so two cannot carry"
                        + " one");
    }

    /** Only the words for a ban and an announced end are missing at Kalshi. */
    @Override
    public boolean can(Trouble trouble) {
        return trouble != Trouble.BAN && trouble != Trouble.ANNOUNCE_SHUTDOWN;
    }

    /** No answer of Kalshi's tells it. */
    @Override
    public boolean tellsWhatIsUsed() {
        return false;
    }

    @Override
    public String placingRequest() {
        return "POST /trade-api/v2/portfolio/events/orders";
    }

    @Override
    public void settle(Instrument contract, ContractResult result) {
        Map<String, Object> said =
                Map.of(
                        "result",
                        switch (result.ruling()) {
                            case YES -> "yes";
                            case NO -> "no";
                            case PARTLY -> result.value().toPlainString();
                        });
        if (settled.add(contract.id())) {
            act(contract, "determine", said);
        }
        act(contract, "settle", said);
    }

    /** What open orders hold is no part of the engine's balance, and only the exchange tells it. */
    @Override
    public List<Balance> balances() {
        JsonNode cash = told("/portfolio/balance");
        JsonNode resting = told("/portfolio/summary/total_resting_order_value");
        return List.of(
                new Balance(
                        "USD",
                        new BigDecimal(cash.path("balance_dollars").asText()),
                        new BigDecimal(
                                resting.path("resting_order_value_breakdown")
                                        .path(0)
                                        .path("balance")
                                        .asText())));
    }

    private JsonNode told(String path) {
        String whole = "/trade-api/v2" + path;
        HttpRequest.Builder request = HttpRequest.newBuilder(address().resolve(whole));
        new KalshiSigner(credentials())
                .headers(InstantSource.system().millis(), "GET", whole)
                .forEach(request::header);
        return asked(request.GET().build());
    }

    /** Does something to a market by script. */
    void act(Instrument contract, String deed, Map<String, Object> words) {
        call("POST", "/market/" + NAME + "/" + contract.symbol() + "/" + deed, words);
    }

    @Override
    public Credentials strangers() {
        try {
            return Credentials.keyPair(UUID.randomUUID().toString(), KalshiSignerTest.key());
        } catch (Exception impossible) {
            throw new IllegalStateException("RSA is in every Java", impossible);
        }
    }
}
