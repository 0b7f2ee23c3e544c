package dev.k2.e2e;

import dev.k2.exchange.Account;
import dev.k2.exchange.Credentials;
import dev.k2.exchange.FaultProxy;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderEntry;
import dev.k2.exchange.OrderRef;
import dev.k2.exchange.OrderTerms;
import dev.k2.exchange.Placement;
import dev.k2.exchange.binance.BinanceConfig;
import dev.k2.exchange.binance.BinanceExchange;
import dev.k2.model.BookSnapshot;
import dev.k2.model.ClientOrderId;
import dev.k2.model.Decimals;
import dev.k2.model.Instrument;
import dev.k2.model.OrderType;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Somebody with an account of their own, who reaches a simulated exchange through K2's library and a network that can go wrong. */
final class Customer implements AutoCloseable {
    static final String VENUE = "binance";
    static final String SYMBOL = "BTCUSDT";
    static final String PLACE = "POST /api/v3/order";

    private static final BigDecimal QUANTITY = new BigDecimal("0.00100");
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final Simulation simulation;
    private final String name = "c" + UUID.randomUUID().toString().substring(0, 8);
    private final UnaryOperator<BinanceConfig> change;
    private final Credentials credentials;
    private final FaultProxy proxy;
    private final BinanceExchange exchange;
    private final Account account;
    private final Instrument instrument;

    Customer(Simulation simulation) {
        this(simulation, InstantSource.system());
    }

    Customer(Simulation simulation, InstantSource clock) {
        this(simulation, clock, UnaryOperator.identity());
    }

    /** One whose library keeps over a restart what the exchange asked for. */
    Customer(Simulation simulation, Path state) {
        this(simulation, InstantSource.system(), usual -> usual.withStateFolder(state));
    }

    private Customer(
            Simulation simulation, InstantSource clock, UnaryOperator<BinanceConfig> change) {
        this.simulation = simulation;
        this.change = change;
        Simulation.Trader trader =
                simulation.open(VENUE, name, "HMAC", Map.of("USDT", "100000", "BTC", "2"));
        credentials = Credentials.hmac(trader.key(), trader.secret());
        proxy = FaultProxy.to(simulation.portBase() + 1);
        exchange = reopened(clock);
        instrument =
                exchange.market().instruments().orThrow().stream()
                        .filter(one -> one.id().text().equals("BTC-USDT"))
                        .findFirst()
                        .orElseThrow();
        account = exchange.account(credentials);
    }

    /** The same exchange opened once more, as after a restart. */
    BinanceExchange reopened(InstantSource clock) {
        BinanceConfig usual = BinanceConfig.sim(proxy.port()).withTimeout(TIMEOUT);
        return BinanceExchange.open(change.apply(usual), clock);
    }

    FaultProxy proxy() {
        return proxy;
    }

    BinanceExchange exchange() {
        return exchange;
    }

    Credentials credentials() {
        return credentials;
    }

    String name() {
        return name;
    }

    Account account() {
        return account;
    }

    OrderEntry orders() {
        return account.orders();
    }

    Instrument instrument() {
        return instrument;
    }

    /** Every order that the exchange accepted, whoever was told of it. */
    List<Simulation.Entry> ledger() {
        return simulation.ledger(VENUE, name);
    }

    /** Has everything measured and a connection open, as in the middle of a day. */
    Customer settled() {
        account.balances().orThrow();
        return this;
    }

    static ClientOrderId id() {
        return new ClientOrderId(
                "f" + UUID.randomUUID().toString().replace("-", "").substring(0, 20));
    }

    OrderRef ref(ClientOrderId id) {
        return OrderRef.of(instrument, id);
    }

    /** Buys a tenth below the market, where it rests. */
    NewOrder resting(ClientOrderId id) {
        BookSnapshot book = exchange.market().book(instrument, 5).orThrow();
        BigDecimal low = book.bids().getFirst().price().multiply(new BigDecimal("0.9"));
        return limit(id, Decimals.floorTo(low, instrument.rules().tick()), QUANTITY);
    }

    /** The best price that a buyer can offer without buying at once. */
    BigDecimal insideTheSpread() {
        BookSnapshot book = exchange.market().book(instrument, 5).orThrow();
        return book.asks().getFirst().price().subtract(instrument.rules().tick());
    }

    NewOrder limit(ClientOrderId id, BigDecimal price, BigDecimal quantity) {
        return new NewOrder(
                instrument,
                id,
                Side.BUY,
                OrderType.LIMIT,
                TimeInForce.GTC,
                quantity,
                Optional.of(price),
                Optional.empty(),
                OrderTerms.PLAIN);
    }

    NewOrder market(ClientOrderId id) {
        return new NewOrder(
                instrument,
                id,
                Side.BUY,
                OrderType.MARKET,
                TimeInForce.GTC,
                QUANTITY,
                Optional.empty(),
                Optional.empty(),
                OrderTerms.PLAIN);
    }

    Placement place(NewOrder order) {
        return account.orders().place(order);
    }

    @Override
    public void close() {
        account.close();
        exchange.close();
        proxy.close();
    }
}
