package dev.k2.e2e;

import dev.k2.exchange.Account;
import dev.k2.exchange.Credentials;
import dev.k2.exchange.Exchange;
import dev.k2.exchange.FaultProxy;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderEntry;
import dev.k2.exchange.OrderRef;
import dev.k2.exchange.Placement;
import dev.k2.model.BookSnapshot;
import dev.k2.model.ClientOrderId;
import dev.k2.model.Decimals;
import dev.k2.model.Instrument;
import dev.k2.model.InstrumentKind;
import dev.k2.model.OrderType;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Somebody with an account of their own, who reaches a simulated exchange through K2's library and a network that can go wrong. */
final class Customer implements AutoCloseable {
    private final Stage stage;
    private final Wire wire;
    private final Optional<Path> state;
    private final String name = "c" + UUID.randomUUID().toString().substring(0, 8);
    private final Credentials credentials;
    private final FaultProxy proxy;
    private final AtomicLong booksTold = new AtomicLong();
    private final Exchange exchange;
    private final Account account;
    private final Instrument instrument;

    Customer(Stage stage) {
        this(stage, InstantSource.system());
    }

    Customer(Stage stage, InstantSource clock) {
        this(stage, clock, Optional.empty());
    }

    /** One whose library keeps over a restart what the exchange asked for. */
    Customer(Stage stage, InstantSource clock, Path state) {
        this(stage, clock, Optional.of(state));
    }

    private Customer(Stage stage, InstantSource clock, Optional<Path> state) {
        this.stage = stage;
        this.wire = stage.wire();
        this.state = state;
        Simulation simulation = stage.simulation();
        credentials =
                credentials(
                        simulation.open(
                                wire.exchange(),
                                name,
                                Simulation.keyType(wire.exchange()),
                                wire.market().funds()));
        proxy = FaultProxy.to(simulation.port(wire.exchange()));
        proxy.watchFrames(this::countBooks);
        exchange = reopened(clock);
        instrument = exchange.instrument(wire.market().id()).orThrow();
        account = exchange.account(credentials);
    }

    private static Credentials credentials(Simulation.Trader trader) {
        return new Credentials(
                trader.key(),
                trader.secret(),
                Optional.of(trader.passphrase()).filter(words -> !words.isEmpty()),
                Optional.of(trader.pem()).filter(pem -> !pem.isEmpty()));
    }

    private void countBooks(String frame) {
        if (wire.book().beginning() instanceof Wire.Beginning.Told(List<String> words)
                && words.stream().allMatch(frame::contains)) {
            booksTold.incrementAndGet();
        }
    }

    /** The same exchange opened once more, as after a restart. */
    Exchange reopened(InstantSource clock) {
        return wire.opening().as(credentials).at(proxy.port(), clock, state);
    }

    /** The same exchange opened past the network that can go wrong. */
    Exchange undisturbed() {
        int port = stage.simulation().port(wire.exchange());
        return wire.opening().as(credentials).at(port, InstantSource.system(), Optional.empty());
    }

    FaultProxy proxy() {
        return proxy;
    }

    Exchange exchange() {
        return exchange;
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
        return stage.simulation().ledger(wire.exchange(), name);
    }

    /** One of them, by our id. */
    Simulation.Entry entry(ClientOrderId id) {
        return ledger().stream()
                .filter(order -> order.clientOrderId().equals(id.text()))
                .findFirst()
                .orElseThrow();
    }

    /** How many requests to place an order arrived at the network. */
    long ordersSent() {
        return proxy.seen(wire.place());
    }

    /** How often a live book was begun. */
    long booksBegun() {
        return switch (wire.book().beginning()) {
            case Wire.Beginning.Asked(String request) -> proxy.seen(request);
            case Wire.Beginning.Told _ -> booksTold.get();
        };
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

    /** Buys some per cent below the market, where it rests. */
    NewOrder resting(ClientOrderId id) {
        BookSnapshot book = exchange.market().book(instrument, 5).orThrow();
        BigDecimal low = book.bids().getFirst().price().multiply(new BigDecimal("0.96"));
        return limit(id, Decimals.floorTo(low, instrument.rules().tick()), quantity());
    }

    /** The best price that a buyer can offer without buying at once. */
    BigDecimal insideTheSpread() {
        BookSnapshot book = exchange.market().book(instrument, 5).orThrow();
        return book.asks().getFirst().price().subtract(instrument.rules().tick());
    }

    NewOrder limit(ClientOrderId id, BigDecimal price, BigDecimal quantity) {
        return NewOrder.limit(instrument, id, Side.BUY, quantity, price);
    }

    /** Buys at once; where there are no market orders, at a worst price that is named. */
    NewOrder market(ClientOrderId id) {
        if (instrument.rules().orderTypes().contains(OrderType.MARKET)) {
            return NewOrder.market(instrument, id, Side.BUY, quantity());
        }
        BookSnapshot book = exchange.market().book(instrument, 5).orThrow();
        BigDecimal worst = book.asks().getFirst().price().multiply(new BigDecimal("1.2"));
        return limit(id, Decimals.floorTo(worst, instrument.rules().tick()), quantity())
                .inForce(TimeInForce.IOC);
    }

    /** A quantity of ours in what the simulation counts: not contracts, but what they are of. */
    BigDecimal counted(BigDecimal quantity) {
        return quantity.multiply(instrument.contractSize());
    }

    /** So much that a part of it can be filled: others take forty contracts on an event at once. */
    BigDecimal plenty() {
        return instrument.kind() == InstrumentKind.EVENT
                ? new BigDecimal(1_000)
                : BigDecimal.ONE.divide(instrument.contractSize());
    }

    private BigDecimal quantity() {
        return new BigDecimal(wire.market().quantity());
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
