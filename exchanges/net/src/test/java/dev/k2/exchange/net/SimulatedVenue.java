package dev.k2.exchange.net;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.k2.exchange.Accepted;
import dev.k2.exchange.Account;
import dev.k2.exchange.Credentials;
import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.Exchanges;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.Placement;
import dev.k2.exchange.Trouble;
import dev.k2.exchange.Until;
import dev.k2.exchange.Venue;
import dev.k2.model.Balance;
import dev.k2.model.BookLevel;
import dev.k2.model.BookSnapshot;
import dev.k2.model.ClientOrderId;
import dev.k2.model.Decimals;
import dev.k2.model.ExchangeOrderId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.Side;
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

/**
 * A simulated exchange, made to go wrong and looked into through its administration's HTTP, which is
 * the same for all. A subclass starts it, and says what its wire calls things.
 */
public abstract class SimulatedVenue implements Venue {
    /** Who trades in the cards. */
    protected static final String ACCOUNT = "alice";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final BigDecimal HUNDRED = new BigDecimal(100);

    private final Runnable stop;
    private final int adminPort;
    private final int port;
    private final String exchange;
    private final InstrumentId instrument;
    private final String symbol;
    private final HttpClient admin = HttpClient.newHttpClient();
    private final AtomicInteger gamblers = new AtomicInteger();
    private String bookStream = "stream:depth";
    private String quoteStream = "stream:bookTicker";
    private boolean moved;

    /**
     * A simulated exchange that runs.
     *
     * @param stop ends it
     * @param adminPort where its administration listens
     * @param port where its wire is spoken
     * @param exchange its name, which is the adapter's too
     * @param instrument what is traded in the cards
     * @param symbol the same as the simulated exchange calls it
     */
    protected SimulatedVenue(
            Runnable stop,
            int adminPort,
            int port,
            String exchange,
            InstrumentId instrument,
            String symbol) {
        this.stop = stop;
        this.adminPort = adminPort;
        this.port = port;
        this.exchange = exchange;
        this.instrument = instrument;
        this.symbol = symbol;
    }

    /** How faults name the streams of book changes and of best prices, where not as usual. */
    protected final void streams(String books, String quotes) {
        bookStream = books;
        quoteStream = quotes;
    }

    /** How much of what is traded is one of the adapter's quantity, where that counts contracts. */
    protected BigDecimal contractSize() {
        return BigDecimal.ONE;
    }

    /** Opens the adapter. */
    protected Exchange opened(ExchangeConfig config) {
        return Exchanges.open(exchange, config);
    }

    /** How the simulated exchange calls an instrument, where not as its wire does. */
    protected String symbolOf(Instrument named) {
        return named.symbol();
    }

    /** Changes the exchange's own numbers, such as its limits. */
    protected final void set(Map<String, Object> settings) {
        call("PUT", "/settings/" + exchange, settings);
    }

    @Override
    public final Exchange open() {
        return ready(InstantSource.system());
    }

    @Override
    public final Exchange open(Duration clockOffset) {
        return ready(InstantSource.offset(InstantSource.system(), clockOffset));
    }

    /** The simulated limits may be wide, so the adapter learns them before anything else. */
    private Exchange ready(InstantSource clock) {
        Exchange open = opened(config(clock));
        open.market().instruments().orThrow();
        return open;
    }

    @Override
    public Exchange openWithTwoConnections() {
        return opened(config(InstantSource.system()).withTwoConnections());
    }

    /** What the adapter is opened with. */
    protected final ExchangeConfig config(InstantSource clock) {
        return ExchangeConfig.sim(address(), clock);
    }

    @Override
    public final URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public Credentials credentials() {
        return credentials(account(ACCOUNT));
    }

    private static Credentials credentials(JsonNode account) {
        return new Credentials(
                account.path("api_key").asText(),
                account.path("api_secret").asText(),
                given(account, "passphrase"),
                given(account, "private_key_pem"));
    }

    private static Optional<String> given(JsonNode account, String field) {
        return Optional.of(account.path(field).asText()).filter(words -> !words.isEmpty());
    }

    /** An account as the administration tells it. */
    protected final JsonNode account(String name) {
        for (JsonNode one : call("GET", "/accounts", Map.of())) {
            if (one.path("exchange").asText().equals(exchange)
                    && one.path("account").asText().equals(name)) {
                return one;
            }
        }
        throw new IllegalStateException(exchange + " has no account " + name);
    }

    @Override
    public Credentials strangers() {
        return Credentials.hmac("k".repeat(64), "s".repeat(64));
    }

    @Override
    public final InstrumentId instrument() {
        return instrument;
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
                Account gambler = open.account(credentials(opened))) {
            Instrument contract = contract(open);
            gambler.margin().orElseThrow().setLeverage(contract, 40).orThrow();
            Placement placement = gambler.orders().place(all(contract, price));
            if (!(placement instanceof Placement.Accepted)) {
                throw new IllegalStateException("the gambler cannot buy: " + placement);
            }
        }
        call(
                "POST",
                "/market/" + exchange + "/" + symbol + "/price",
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
            Until.so(
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
        return NewOrder.market(
                contract,
                new ClientOrderId("gamble" + System.nanoTime()),
                Side.BUY,
                Decimals.floorTo(
                        new BigDecimal("20000")
                                .divide(
                                        price.multiply(contract.contractSize()),
                                        12,
                                        RoundingMode.DOWN),
                        contract.rules().limitQuantity().step()));
    }

    @Override
    public void list(Instrument listed) {
        call("POST", "/market/" + exchange + "/" + symbolOf(listed), Map.of());
    }

    @Override
    public void delist(Instrument unwanted) {
        call("DELETE", "/market/" + exchange + "/" + symbolOf(unwanted), Map.of());
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
            case SILENCE_DELTAS -> standing("SILENCE", bookStream);
            case EXPIRE_SESSION -> standing("EXPIRE_SESSION", "*");
            case ANNOUNCE_SHUTDOWN -> standing("SERVER_SHUTDOWN", "*");
            case SKIP_NEXT_DELTA -> once("SKIP_MESSAGE", bookStream);
            case DOUBLE_NEXT_DELTA -> once("DUPLICATE_MESSAGE", bookStream);
            case REORDER_NEXT_DELTAS -> once("REORDER_MESSAGE", bookStream);
            case DOUBLE_NEXT_EVENT -> once("DUPLICATE_MESSAGE", "stream:user");
            case REORDER_NEXT_EVENTS -> once("REORDER_MESSAGE", "stream:user");
            case MALFORM_NEXT_MESSAGE -> once("MALFORMED_MESSAGE", quoteStream);
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
                            contracts(order.path("quantity")),
                            contracts(order.path("filled")),
                            status.equals("NEW") || status.equals("PARTIALLY_FILLED")));
        }
        return accepted;
    }

    @Override
    public BookSnapshot book() {
        JsonNode market = call("GET", "/market/" + exchange + "/" + symbol, Map.of());
        return new BookSnapshot(
                instrument,
                levels(market.path("bids")),
                levels(market.path("asks")),
                market.path("update_id").asLong());
    }

    /** Each currency as the engine has it; an exchange whose accounts have margin tells it otherwise. */
    @Override
    public List<Balance> balances() {
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
                "/market/" + exchange + "/" + symbol + "/trade",
                Map.of(
                        "side",
                        side.name(),
                        "quantity",
                        quantity.multiply(contractSize()).toPlainString()));
    }

    @Override
    public final void close() {
        admin.close();
        stop.run();
    }

    private List<BookLevel> levels(JsonNode side) {
        List<BookLevel> levels = new ArrayList<>();
        for (JsonNode level : side) {
            levels.add(
                    new BookLevel(new BigDecimal(level.get(0).asText()), contracts(level.get(1))));
        }
        return levels;
    }

    private BigDecimal contracts(JsonNode bought) {
        return new BigDecimal(bought.asText()).divide(contractSize());
    }

    /** Asks the administration. */
    protected final JsonNode call(String method, String path, Map<String, Object> body) {
        return asked(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + path))
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

    /** Asks anybody who answers in JSON. */
    protected final JsonNode asked(HttpRequest request) {
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
