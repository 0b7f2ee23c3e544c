package dev.k2.exchange.okx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.k2.exchange.Accepted;
import dev.k2.exchange.Account;
import dev.k2.exchange.Credentials;
import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.Placement;
import dev.k2.exchange.Trouble;
import dev.k2.exchange.Venue;
import dev.k2.exchange.net.Net;
import dev.k2.model.Balance;
import dev.k2.model.BookLevel;
import dev.k2.model.BookSnapshot;
import dev.k2.model.ClientOrderId;
import dev.k2.model.Decimals;
import dev.k2.model.ExchangeId;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.Side;
import dev.k2.sim.SimAccount;
import dev.k2.sim.SimConfig;
import dev.k2.sim.SimulatedExchanges;
import dev.k2.sim.okx.SimOkx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A simulated OKX, made to go wrong and looked into through its administration. */
final class OkxVenue implements Venue {
    private static final String EXCHANGE = ExchangeId.OKX.text();
    private static final String ACCOUNT = "alice";
    private static final int LIMIT_PERCENT = 10_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final InstrumentId instrument;
    private final String symbol;

    /** The simulated engine counts what is bought; OKX and its adapter count contracts. */
    private final BigDecimal contractSize;

    private final SimulatedExchanges sim;
    private final HttpClient admin = HttpClient.newHttpClient();
    private final AtomicInteger gamblers = new AtomicInteger();

    private OkxVenue(InstrumentId instrument, String symbol, BigDecimal contractSize) {
        this.instrument = instrument;
        this.symbol = symbol;
        this.contractSize = contractSize;
        this.sim =
                SimulatedExchanges.start(
                        SimConfig.inMemory(InstantSource.system(), 11), List.of(new SimOkx()));
        // Cards play one after the other what a person would spread over a day.
        call(
                "PUT",
                "/settings/" + EXCHANGE,
                Map.of(
                        "limit_percent", LIMIT_PERCENT,
                        "orders_per_two_seconds", 100_000,
                        "connections_per_second", 100_000));
        raiseOurs();
    }

    /**
     * OKX tells nothing of its limits, so the adapter cannot learn that they were raised. Whoever
     * asks first for a window says how large it is, for all who share it.
     */
    private void raiseOurs() {
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
        return new OkxVenue(InstrumentId.spot("BTC", "USDT"), "BTC-USDT", BigDecimal.ONE);
    }

    static OkxVenue swap() {
        return new OkxVenue(
                InstrumentId.perpetual("BTC", "USDT"), "BTC-USDT-SWAP", new BigDecimal("0.01"));
    }

    @Override
    public Exchange open() {
        return OkxExchange.open(config(InstantSource.system()));
    }

    @Override
    public Exchange open(Duration clockOffset) {
        return OkxExchange.open(config(InstantSource.offset(InstantSource.system(), clockOffset)));
    }

    @Override
    public Exchange openWithTwoConnections() {
        return OkxExchange.open(config(InstantSource.system()).withTwoConnections());
    }

    /** OKX has no headers that tell it. */
    @Override
    public boolean tellsWhatIsUsed() {
        return false;
    }

    private ExchangeConfig config(InstantSource clock) {
        return ExchangeConfig.sim(address(), clock);
    }

    /** Somebody buys with all that he has, many times over, and the price falls. */
    @Override
    public void liquidate() {
        String name = "gambler" + gamblers.incrementAndGet();
        JsonNode opened =
                call(
                        "POST",
                        "/accounts",
                        Map.of(
                                "exchange",
                                EXCHANGE,
                                "account",
                                name,
                                "key_type",
                                "HMAC",
                                "balances",
                                Map.of("USDT", "1000")));
        BigDecimal price = book().asks().getFirst().price();
        try (Exchange open = open();
                Account gambler =
                        open.account(
                                new Credentials(
                                        opened.path("api_key").asText(),
                                        opened.path("api_secret").asText(),
                                        Optional.of(opened.path("passphrase").asText()),
                                        Optional.empty()))) {
            Instrument contract = open.instrument(instrument).orThrow();
            gambler.margin().orElseThrow().setLeverage(contract, 40).orThrow();
            BigDecimal contracts =
                    Decimals.floorTo(
                            new BigDecimal("20000")
                                    .divide(
                                            price.multiply(contract.contractSize()),
                                            12,
                                            RoundingMode.DOWN),
                            contract.rules().limitQuantity().step());
            Placement placement =
                    gambler.orders()
                            .place(
                                    NewOrder.market(
                                            contract,
                                            new ClientOrderId("gamble" + System.nanoTime()),
                                            Side.BUY,
                                            contracts));
            if (!(placement instanceof Placement.Accepted)) {
                throw new IllegalStateException("the gambler cannot buy: " + placement);
            }
        }
        call(
                "POST",
                "/market/" + EXCHANGE + "/" + symbol + "/price",
                Map.of(
                        "price",
                        Decimals.floorTo(price.multiply(new BigDecimal("0.9")), BigDecimal.ONE)
                                .toPlainString(),
                        "hold_s",
                        5));
    }

    @Override
    public void list(Instrument listed) {
        call("POST", "/market/" + EXCHANGE + "/" + listed.symbol(), Map.of());
    }

    @Override
    public void delist(Instrument unwanted) {
        call("DELETE", "/market/" + EXCHANGE + "/" + unwanted.symbol(), Map.of());
    }

    @Override
    public URI address() {
        return URI.create("http://127.0.0.1:" + sim.port(EXCHANGE));
    }

    @Override
    public String placingRequest() {
        return "POST /api/v5/trade/order";
    }

    @Override
    public Credentials credentials() {
        SimAccount account =
                sim.accounts().stream()
                        .filter(a -> a.account().equals(ACCOUNT))
                        .findFirst()
                        .orElseThrow();
        return new Credentials(
                account.apiKey(),
                account.apiSecret(),
                Optional.of(account.passphrase()),
                Optional.empty());
    }

    @Override
    public Credentials strangers() {
        return new Credentials(
                "k".repeat(36), "s".repeat(32), Optional.of("p".repeat(12)), Optional.empty());
    }

    @Override
    public InstrumentId instrument() {
        return instrument;
    }

    @Override
    public boolean can(Trouble trouble) {
        return true;
    }

    @Override
    public void strike(Trouble trouble) {
        call("PUT", "/faults", fault(trouble));
    }

    private Map<String, Object> fault(Trouble trouble) {
        return switch (trouble) {
            case LOSE_NEXT_REPLY -> once("DROP_REPLY", "order.place");
            case ERROR_AFTER_NEXT_ORDER -> once("ERROR_AFTER", "order.place");
            case ERROR_BEFORE_NEXT_ORDER -> once("ERROR_BEFORE", "order.place");
            case NOT_FOUND_LAG -> standing("NOT_FOUND_LAG", "order.query");
            case CUT_SOCKETS -> standing("CUT_SOCKETS", "*");
            case CUT_ONE_SOCKET -> Map.of("kind", "CUT_SOCKETS", "streams", "one");
            case REFUSE_CONNECTIONS -> standing("REFUSE_CONNECTIONS", "*");
            case SILENCE_DELTAS -> standing("SILENCE", "stream:depth");
            case EXPIRE_SESSION -> standing("EXPIRE_SESSION", "*");
            case ANNOUNCE_SHUTDOWN -> standing("SERVER_SHUTDOWN", "*");
            case SKIP_NEXT_DELTA -> once("SKIP_MESSAGE", "stream:depth");
            case DOUBLE_NEXT_DELTA -> once("DUPLICATE_MESSAGE", "stream:depth");
            case REORDER_NEXT_DELTAS -> once("REORDER_MESSAGE", "stream:depth");
            case DOUBLE_NEXT_EVENT -> once("DUPLICATE_MESSAGE", "stream:user");
            case REORDER_NEXT_EVENTS -> once("REORDER_MESSAGE", "stream:user");
            case MALFORM_NEXT_MESSAGE -> once("MALFORMED_MESSAGE", "stream:bookTicker");
            case STALE_NEXT_SNAPSHOT -> once("STALE_SNAPSHOT", "depth");
            case REVOKE_KEY -> Map.of("kind", "REVOKE_KEY", "account", ACCOUNT);
            case RATE_LIMIT -> Map.of("kind", "RATE_LIMIT", "operation", "*", "retry_after_s", 1);
            case BAN -> Map.of("kind", "BAN", "operation", "*", "retry_after_s", 3);
            case MAINTENANCE -> standing("MAINTENANCE", "*");
            case HALT -> Map.of("kind", "HALT", "symbol", symbol);
        };
    }

    private static Map<String, Object> once(String kind, String operation) {
        return Map.of("kind", kind, "operation", operation, "count", 1);
    }

    private static Map<String, Object> standing(String kind, String operation) {
        return Map.of("kind", kind, "operation", operation);
    }

    @Override
    public void calm() {
        call("DELETE", "/faults", Map.of());
    }

    @Override
    public List<Accepted> accepted(ClientOrderId id) {
        List<Accepted> accepted = new ArrayList<>();
        for (JsonNode order : call("GET", "/ledger?client_order_id=" + id.text(), Map.of())) {
            String status = order.path("status").asText();
            accepted.add(
                    new Accepted(
                            new ExchangeOrderId(order.path("order_id").asText()),
                            contracts(order.path("quantity")),
                            contracts(order.path("filled")),
                            status.equals("NEW") || status.equals("PARTIALLY_FILLED")));
        }
        return accepted;
    }

    @Override
    public BookSnapshot book() {
        JsonNode market = call("GET", "/market/" + EXCHANGE + "/" + symbol, Map.of());
        return new BookSnapshot(
                instrument(),
                levels(market.path("bids")),
                levels(market.path("asks")),
                market.path("update_id").asLong());
    }

    @Override
    public List<Balance> balances() {
        List<Balance> balances = new ArrayList<>();
        for (JsonNode node :
                call("GET", "/accounts/" + EXCHANGE + "/" + ACCOUNT + "/balances", Map.of())) {
            Balance balance =
                    new Balance(
                            node.path("asset").asText(),
                            new BigDecimal(node.path("free").asText()),
                            new BigDecimal(node.path("held").asText()));
            if (balance.total().signum() != 0) {
                balances.add(balance);
            }
        }
        return balances;
    }

    @Override
    public void trade(Side side, BigDecimal quantity) {
        call(
                "POST",
                "/market/" + EXCHANGE + "/" + symbol + "/trade",
                Map.of(
                        "side",
                        side.name(),
                        "quantity",
                        quantity.multiply(contractSize).toPlainString()));
    }

    @Override
    public void close() {
        admin.close();
        sim.close();
    }

    private BigDecimal contracts(JsonNode bought) {
        return new BigDecimal(bought.asText()).divide(contractSize);
    }

    private List<BookLevel> levels(JsonNode side) {
        List<BookLevel> levels = new ArrayList<>();
        for (JsonNode level : side) {
            levels.add(
                    new BookLevel(new BigDecimal(level.get(0).asText()), contracts(level.get(1))));
        }
        return levels;
    }

    private JsonNode call(String method, String path, Map<String, Object> body) {
        return asked(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sim.adminPort() + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(json(body)))
                        .build());
    }

    private static String json(Map<String, Object> body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException unwritable) {
            throw new IllegalStateException("our own words can be written", unwritable);
        }
    }

    private JsonNode asked(HttpRequest request) {
        try {
            HttpResponse<String> answer = admin.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(request.uri() + " answered " + answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException("the administration speaks JSON", unreadable);
        } catch (IOException unreachable) {
            throw new UncheckedIOException(unreachable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }
}
