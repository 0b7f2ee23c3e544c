package dev.k2.exchange.binance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.k2.exchange.Accepted;
import dev.k2.exchange.Account;
import dev.k2.exchange.Credentials;
import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderTerms;
import dev.k2.exchange.Placement;
import dev.k2.exchange.Trouble;
import dev.k2.exchange.Venue;
import dev.k2.exchange.net.Eventually;
import dev.k2.exchange.net.HmacSigner;
import dev.k2.model.Balance;
import dev.k2.model.BookLevel;
import dev.k2.model.BookSnapshot;
import dev.k2.model.ClientOrderId;
import dev.k2.model.Decimals;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.OrderType;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import dev.k2.sim.SimAccount;
import dev.k2.sim.SimConfig;
import dev.k2.sim.SimVenueFactory;
import dev.k2.sim.SimulatedExchanges;
import dev.k2.sim.binance.SimBinance;
import dev.k2.sim.binance.SimBinanceFutures;
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

/** A simulated product of Binance, made to go wrong and looked into through its administration. */
final class BinanceVenue implements Venue {
    private static final String ACCOUNT = "alice";
    private static final String SPOT = "binance";
    private static final String SYMBOL = "BTCUSDT";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final BigDecimal HUNDRED = new BigDecimal(100);

    /** A product of Binance behind its own door. */
    private interface Door {
        Exchange open(ExchangeConfig config);
    }

    private final String exchange;
    private final InstrumentId instrument;
    private final Door door;
    private boolean moved;
    private final SimulatedExchanges sim;
    private final HttpClient admin = HttpClient.newHttpClient();
    private final AtomicInteger gamblers = new AtomicInteger();

    private BinanceVenue(
            String exchange, InstrumentId instrument, SimVenueFactory product, Door door) {
        this.exchange = exchange;
        this.instrument = instrument;
        this.door = door;
        this.sim =
                SimulatedExchanges.start(
                        SimConfig.inMemory(InstantSource.system(), 11), List.of(product));
    }

    static BinanceVenue spot() {
        var venue =
                new BinanceVenue(
                        SPOT,
                        InstrumentId.spot("BTC", "USDT"),
                        new SimBinance(),
                        BinanceExchange::open);
        // Cards play one after the other what a person would spread over a day.
        venue.set(Map.of("orders_per_ten_seconds", 100_000, "weight_per_minute", 1_000_000));
        return venue;
    }

    static BinanceVenue futures() {
        var venue =
                new BinanceVenue(
                        "binance-futures",
                        InstrumentId.perpetual("BTC", "USDT"),
                        new SimBinanceFutures(),
                        BinanceVenue::futures);
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

    /** Counts by the simulated exchange's own limits from the start, as the cards need many calls. */
    private static Exchange futures(ExchangeConfig wanted) {
        Exchange exchange =
                BinanceFuturesExchange.open(BinanceFuturesConfig.of(wanted), wanted.clock());
        exchange.market().instruments().orThrow();
        return exchange;
    }

    private void set(Map<String, Object> settings) {
        call("PUT", "/settings/" + exchange, settings);
    }

    @Override
    public Exchange open() {
        return open(Duration.ZERO);
    }

    /** The simulated limits are wide, so the adapter learns them before anything else. */
    @Override
    public Exchange open(Duration clockOffset) {
        Exchange opened =
                door.open(config(InstantSource.offset(InstantSource.system(), clockOffset)));
        opened.market().instruments().orThrow();
        return opened;
    }

    @Override
    public Exchange openWithTwoConnections() {
        return door.open(config(InstantSource.system()).withTwoConnections());
    }

    private ExchangeConfig config(InstantSource clock) {
        return ExchangeConfig.sim(URI.create("http://127.0.0.1:" + sim.port(exchange)), clock);
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
                                exchange,
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
                                Credentials.hmac(
                                        opened.path("api_key").asText(),
                                        opened.path("api_secret").asText()))) {
            Instrument contract = contract(open);
            gambler.margin().orElseThrow().setLeverage(contract, 40).orThrow();
            Placement placement = gambler.orders().place(all(contract, price));
            if (!(placement instanceof Placement.Accepted)) {
                throw new IllegalStateException("the gambler cannot buy: " + placement);
            }
        }
        call(
                "POST",
                "/market/" + exchange + "/" + SYMBOL + "/price",
                Map.of(
                        "price",
                        Decimals.floorTo(price.multiply(new BigDecimal("0.9")), BigDecimal.ONE)
                                .toPlainString(),
                        "hold_s",
                        5));
        moved = true;
    }

    /** Orders are measured by the mark, which follows the book slowly. */
    private void settle() {
        try (Exchange asking = open()) {
            Instrument contract = contract(asking);
            Eventually.holds(
                    "the mark is where the book is",
                    () -> isNear(ask(), asking.market().markPrice(contract).orThrow().mark(), 1));
        }
    }

    private BigDecimal ask() {
        return book().asks().getFirst().price();
    }

    private static boolean isNear(BigDecimal one, BigDecimal other, int percent) {
        BigDecimal apart = one.subtract(other).abs();
        return apart.multiply(HUNDRED).compareTo(one.multiply(BigDecimal.valueOf(percent))) < 0;
    }

    private Instrument contract(Exchange asked) {
        return asked.market().instruments().orThrow().stream()
                .filter(each -> each.id().equals(instrument))
                .findFirst()
                .orElseThrow();
    }

    private static NewOrder all(Instrument contract, BigDecimal price) {
        return new NewOrder(
                contract,
                new ClientOrderId("gamble" + System.nanoTime()),
                Side.BUY,
                OrderType.MARKET,
                TimeInForce.GTC,
                Decimals.floorTo(
                        new BigDecimal("20000").divide(price, 12, RoundingMode.DOWN),
                        contract.rules().limitQuantity().step()),
                Optional.empty(),
                Optional.empty(),
                OrderTerms.PLAIN);
    }

    @Override
    public void list(Instrument listed) {
        call("POST", "/market/" + exchange + "/" + listed.symbol(), Map.of());
    }

    @Override
    public void delist(Instrument unwanted) {
        call("DELETE", "/market/" + exchange + "/" + unwanted.symbol(), Map.of());
    }

    @Override
    public URI address() {
        return URI.create("http://127.0.0.1:" + sim.port(exchange));
    }

    @Override
    public String placingRequest() {
        return exchange.equals(SPOT) ? "POST /api/v3/order" : "POST /fapi/v1/order";
    }

    @Override
    public Credentials credentials() {
        SimAccount account =
                sim.accounts().stream()
                        .filter(a -> a.account().equals(ACCOUNT))
                        .findFirst()
                        .orElseThrow();
        return Credentials.hmac(account.apiKey(), account.apiSecret());
    }

    /** The simulated account that has an Ed25519 key. */
    Credentials ed25519() {
        SimAccount account =
                sim.accounts().stream()
                        .filter(a -> a.account().equals("edward"))
                        .findFirst()
                        .orElseThrow();
        return new Credentials(
                account.apiKey(), "", Optional.empty(), Optional.of(account.privateKeyPem()));
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
    public Credentials strangers() {
        return Credentials.hmac("k".repeat(64), "s".repeat(64));
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

    private static Map<String, Object> fault(Trouble trouble) {
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
            case HALT -> Map.of("kind", "HALT", "symbol", SYMBOL);
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
        if (moved) {
            moved = false;
            settle();
        }
    }

    @Override
    public List<Accepted> accepted(ClientOrderId id) {
        List<Accepted> accepted = new ArrayList<>();
        for (JsonNode order : call("GET", "/ledger?client_order_id=" + id.text(), Map.of())) {
            String status = order.path("status").asText();
            accepted.add(
                    new Accepted(
                            new ExchangeOrderId(order.path("order_id").asText()),
                            new BigDecimal(order.path("quantity").asText()),
                            new BigDecimal(order.path("filled").asText()),
                            status.equals("NEW") || status.equals("PARTIALLY_FILLED")));
        }
        return accepted;
    }

    @Override
    public BookSnapshot book() {
        JsonNode market = call("GET", "/market/" + exchange + "/" + SYMBOL, Map.of());
        return new BookSnapshot(
                instrument(),
                levels(market.path("bids")),
                levels(market.path("asks")),
                market.path("update_id").asLong());
    }

    @Override
    public List<Balance> balances() {
        return exchange.equals(SPOT) ? wallet() : margin();
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

    private List<Balance> wallet() {
        List<Balance> balances = new ArrayList<>();
        for (JsonNode node :
                call("GET", "/accounts/" + exchange + "/" + ACCOUNT + "/balances", Map.of())) {
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
                "/market/" + exchange + "/" + SYMBOL + "/trade",
                Map.of("side", side.name(), "quantity", quantity.toPlainString()));
    }

    @Override
    public void close() {
        admin.close();
        sim.close();
    }

    private static List<BookLevel> levels(JsonNode side) {
        List<BookLevel> levels = new ArrayList<>();
        for (JsonNode level : side) {
            levels.add(
                    new BookLevel(
                            new BigDecimal(level.get(0).asText()),
                            new BigDecimal(level.get(1).asText())));
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
