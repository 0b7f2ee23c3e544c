package dev.k2.bench;

import dev.k2.accounts.Accounts;
import dev.k2.accounts.Login;
import dev.k2.accounts.Origin;
import dev.k2.accounts.Registration;
import dev.k2.exchange.Account;
import dev.k2.exchange.Capabilities;
import dev.k2.exchange.Credentials;
import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderTerms;
import dev.k2.exchange.Placement;
import dev.k2.exchange.binance.BinanceConfig;
import dev.k2.exchange.binance.BinanceExchange;
import dev.k2.gateway.Gateway;
import dev.k2.gateway.GatewayConfig;
import dev.k2.marketdata.MarketData;
import dev.k2.marketdata.MarketDataConfig;
import dev.k2.model.BookSnapshot;
import dev.k2.model.ClientOrderId;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentId;
import dev.k2.model.LinkId;
import dev.k2.model.OrderType;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import dev.k2.model.UserId;
import dev.k2.platform.Database;
import dev.k2.platform.K2Clock;
import dev.k2.platform.Secret;
import dev.k2.sim.SimAccount;
import dev.k2.sim.SimConfig;
import dev.k2.sim.SimulatedExchanges;
import dev.k2.sim.binance.SimBinance;
import dev.k2.trading.Links;
import dev.k2.trading.Market;
import dev.k2.trading.RiskLimits;
import dev.k2.trading.Trading;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Everything that an order passes, in this process: gateway, accounts, trading, PostgreSQL with
 * durable commits, a simulated Binance with room for any number of orders; and, beside it, the
 * plainest server on the same parts. Prices stand still, so that each order is the same work: it is
 * taken, finds nobody to trade with, and ends.
 */
final class OrderHall implements AutoCloseable, Links, dev.k2.trading.Accounts, Market {
    private static final InstrumentId BTC = InstrumentId.spot("BTC", "USDT");
    private static final int PLENTY = 100_000;
    private static final BigDecimal RICH = new BigDecimal("1000000000000000");
    private static final BigDecimal BELOW = new BigDecimal("0.99");
    private static final Secret PASSWORD = Secret.of("four random words: otter lamp brisk quay");
    private static final Origin HOME = new Origin("bench", "127.0.0.1");

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final AtomicLong numbers = new AtomicLong();
    private final LinkId link = new LinkId(UUID.randomUUID());
    private final Premises premises;
    private final Exchange exchange;
    private final Credentials demo;
    private final Account alone;
    private final Instrument instrument;
    private final BigDecimal bid;
    private final UserId user;
    private final String token;
    private final Gateway gateway;
    private final PlainServer plain;
    private final PlainServer sending;

    OrderHall() throws Exception {
        // Opened first and closed last: trading and the gateway in it talk to the exchange.
        SimulatedExchanges sim =
                opened(
                        SimulatedExchanges.start(
                                SimConfig.inMemory(K2Clock.system(), 11),
                                List.of(new SimBinance())));
        liftLimits(sim.adminPort());
        demo = credentials(sim, "demo");
        exchange =
                opened(
                        BinanceExchange.open(
                                BinanceConfig.sim(sim.port("binance")), K2Clock.system()));
        alone = opened(exchange.account(credentials(sim, "alice")));
        instrument = exchange.instrument(BTC).orThrow();
        bid = exchange.market().book(instrument, 5).orThrow().bids().getFirst().price();
        premises = opened(new Premises("orders"));
        PlainServer.createTable(premises.database());
        Login.LoggedIn login = enter(premises.accounts());
        user = login.user().id();
        token = login.tokens().access().reveal();
        Trading trading = trade();
        var market =
                new MarketData(MarketDataConfig.defaults(), premises.clock(), premises.timers());
        gateway = premises.serve(trading, market, GatewayConfig.Limits.usual());
        plain = opened(PlainServer.start(premises.database(), order -> {}));
        sending = opened(PlainServer.start(premises.database(), order -> sendAlone()));
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    private static void liftLimits(int adminPort) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    "http://127.0.0.1:"
                                                            + adminPort
                                                            + "/settings/binance"))
                                    .header("content-type", "application/json")
                                    .PUT(
                                            HttpRequest.BodyPublishers.ofString(
                                                    """
                                                    {"weight_per_minute": 100000000,
                                                     "orders_per_ten_seconds": 100000000,
                                                     "orders_per_day": 100000000,
                                                     "requests_per_five_minutes": 100000000}
                                                    """))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("the simulated exchange kept its limits: " + answer.body());
            }
        }
    }

    private static Credentials credentials(SimulatedExchanges sim, String name) {
        SimAccount account =
                sim.accounts().stream()
                        .filter(one -> one.account().equals(name))
                        .findFirst()
                        .orElseThrow();
        return new Credentials(
                account.apiKey(), account.apiSecret(), Optional.empty(), Optional.empty());
    }

    private static Login.LoggedIn enter(Accounts accounts) {
        String email = "bench@example.org";
        if (accounts.register(email, PASSWORD, HOME) instanceof Registration.Registered
                && accounts.login(email, PASSWORD, HOME) instanceof Login.LoggedIn login) {
            return login;
        }
        throw new IllegalStateException("nobody could log in");
    }

    private Trading trade() {
        Trading trading = premises.trade(this, this, this);
        RiskLimits usual = RiskLimits.USUAL;
        trading.setLimits(
                        user,
                        new RiskLimits(
                                RICH,
                                RICH,
                                RICH,
                                usual.collarPercent(),
                                usual.priceAgeMax(),
                                PLENTY,
                                PLENTY,
                                usual.duplicateWindow()),
                        true)
                .ifPresent(
                        refusal -> {
                            throw new IllegalStateException("" + refusal);
                        });
        if (!trading.awaitReconciled(Duration.ofSeconds(30))) {
            throw new IllegalStateException("the account did not come up");
        }
        return trading;
    }

    // --- what is measured ---

    /** A body of an order that nobody has placed. */
    String body() {
        return "{\"client_order_id\":\"bench-"
                + numbers.incrementAndGet()
                + "\",\"exchange\":\"binance\",\"instrument\":\"BTC-USDT\",\"side\":\"buy\","
                + "\"type\":\"limit\",\"time_in_force\":\"ioc\",\"quantity\":\"0.001\",\"price\":\""
                + price().toPlainString()
                + "\"}";
    }

    private BigDecimal price() {
        return bid.multiply(BELOW).setScale(2, RoundingMode.DOWN);
    }

    /** An order straight to the exchange, by the same adapter. */
    void sendAlone() {
        Placement placement =
                alone.orders()
                        .place(
                                new NewOrder(
                                        instrument,
                                        new ClientOrderId("x" + numbers.incrementAndGet()),
                                        Side.BUY,
                                        OrderType.LIMIT,
                                        TimeInForce.IOC,
                                        new BigDecimal("0.001"),
                                        Optional.of(price()),
                                        Optional.empty(),
                                        OrderTerms.PLAIN));
        if (!(placement instanceof Placement.Accepted)) {
            throw new IllegalStateException("" + placement);
        }
    }

    /** Tells the database how its tables look by now, as it would find out by itself within a minute. */
    void analyze() {
        premises.database().jdbi().useHandle(handle -> handle.execute("ANALYZE"));
    }

    Database database() {
        return premises.database();
    }

    /** A caller of K2. */
    PostCaller k2() throws IOException {
        return new PostCaller(
                gateway.port(), "/v1/orders", "authorization: Bearer " + token + "\r\n");
    }

    /** A caller of the server that only inserts. */
    PostCaller plain() throws IOException {
        return new PostCaller(plain.port(), "/", "");
    }

    /** A caller of the server that inserts and then sends. */
    PostCaller sending() throws IOException {
        return new PostCaller(sending.port(), "/", "");
    }

    // --- what trading asks ---

    @Override
    public List<Link> active() {
        return List.of(new Link(link, user, ExchangeId.BINANCE));
    }

    @Override
    public Set<LinkId> gone(Collection<LinkId> links) {
        return Set.of();
    }

    @Override
    public long changes() {
        return 0;
    }

    @Override
    public boolean refused(Link refused, ExchangeError cause) {
        throw new IllegalStateException("the exchange refused the key: " + cause);
    }

    @Override
    public Optional<Account> open(LinkId asked) {
        return Optional.of(exchange.account(demo));
    }

    @Override
    public Optional<Instrument> instrument(ExchangeId id, InstrumentId wanted) {
        return Optional.of(instrument);
    }

    @Override
    public boolean offers(ExchangeId exchange, Capabilities.Feature feature) {
        return this.exchange.capabilities().has(feature);
    }

    @Override
    public Optional<Quote> quote(ExchangeId id, InstrumentId wanted) {
        return Optional.of(
                new Quote(bid, bid.add(BigDecimal.ONE), premises.clock().instant(), true));
    }

    @Override
    public Optional<BookSnapshot> book(ExchangeId id, InstrumentId wanted) {
        return Optional.empty();
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception stuck) {
                throw new IllegalStateException("a part of the hall does not close", stuck);
            }
        }
    }
}
