package dev.k2.e2e;

import static dev.k2.e2e.Outcomes.HEALED_WITHIN;
import static dev.k2.e2e.Outcomes.STALE_WITHIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.Account;
import dev.k2.exchange.Channel;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.Credentials;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.FaultProxy;
import dev.k2.exchange.HeardAccount;
import dev.k2.exchange.HeardFeed;
import dev.k2.exchange.Lookup;
import dev.k2.exchange.MarketFeed;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderRef;
import dev.k2.exchange.OrderTerms;
import dev.k2.exchange.Placement;
import dev.k2.exchange.ProxyFault;
import dev.k2.exchange.UserStream;
import dev.k2.exchange.binance.BinanceFuturesConfig;
import dev.k2.exchange.binance.BinanceFuturesExchange;
import dev.k2.model.ClientOrderId;
import dev.k2.model.Decimals;
import dev.k2.model.Instrument;
import dev.k2.model.OrderType;
import dev.k2.model.Side;
import dev.k2.model.TimeInForce;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rows of the fault matrix at USD-M Futures, which has listen keys and books of its own kind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultMatrixFuturesTest {
    private static final String VENUE = "binance-futures";
    private static final String NAME = "futures";
    private static final String PLACE = "POST /fapi/v1/order";
    private static final String SNAPSHOT = "GET /fapi/v1/depth";
    private static final BigDecimal QUANTITY = new BigDecimal("0.010");

    private Simulation simulation;
    private FaultProxy proxy;
    private BinanceFuturesExchange exchange;
    private Account account;
    private Instrument instrument;

    @BeforeAll
    void start() {
        simulation = Simulation.start();
        Simulation.Trader trader = simulation.open(VENUE, NAME, "HMAC", Map.of("USDT", "100000"));
        proxy = FaultProxy.to(simulation.portBase() + 2);
        exchange =
                BinanceFuturesExchange.open(
                        BinanceFuturesConfig.sim(proxy.port()), InstantSource.system());
        account = exchange.account(Credentials.hmac(trader.key(), trader.secret()));
        instrument =
                exchange.market().instruments().orThrow().stream()
                        .filter(one -> one.id().text().equals("BTC-USDT-PERP"))
                        .findFirst()
                        .orElseThrow();
        account.balances().orThrow();
    }

    @AfterEach
    void heal() {
        simulation.heal();
    }

    @AfterAll
    void stop() {
        exchange.close();
        proxy.close();
        simulation.close();
    }

    static List<ProxyFault> lostReplies() {
        return List.of(new ProxyFault.ResetReply(), new ProxyFault.TruncateReply(40));
    }

    @ParameterizedTest
    @MethodSource("lostReplies")
    void aReplyLostAfterTheOrderWasAcceptedIsUnknownAndTheOrderIsFound(ProxyFault fault) {
        ClientOrderId id = Customer.id();
        NewOrder order = resting(id);
        int before = simulation.ledger(VENUE, NAME).size();
        long sent = proxy.seen(PLACE);
        proxy.next(PLACE, fault);

        Placement placement = account.orders().place(order);

        assertThat(placement).isInstanceOf(Placement.Unknown.class);
        assertThat(((Placement.Unknown) placement).cause().category())
                .isEqualTo(ErrorCategory.UNKNOWN_OUTCOME);
        assertThat(proxy.seen(PLACE)).isEqualTo(sent + 1);
        assertThat(simulation.ledger(VENUE, NAME)).hasSize(before + 1);
        assertThat(account.orders().find(ref(id))).isInstanceOf(Lookup.Found.class);
    }

    @Test
    void anExpiredListenKeyIsToldAndANewOneTakesItsPlace() {
        var heard = new HeardAccount();
        try (UserStream stream = account.stream(heard)) {
            Until.holds(HEALED_WITHIN, "the stream to be live", () -> heard.live.get() == 1);
            long keys = proxy.seen("POST /fapi/v1/listenKey");
            simulation.put("{\"kind\":\"EXPIRE_SESSION\",\"account\":\"" + NAME + "\"}");

            Until.holds(STALE_WITHIN, "the end of the key to be told", () -> heard.cuts.get() > 0);
            Until.holds(HEALED_WITHIN, "the stream to be live again", () -> heard.live.get() > 1);
            ClientOrderId id = Customer.id();
            account.orders().place(resting(id));

            Until.holds(HEALED_WITHIN, "orders to be told again", () -> !heard.of(id).isEmpty());
            assertThat(proxy.seen("POST /fapi/v1/listenKey")).isGreaterThan(keys);
            assertThat(stream.state()).isEqualTo(ConnectionState.LIVE);
        }
    }

    @Test
    void aDroppedDeltaMakesTheBookInvalidUntilOneNewSnapshot() {
        var heard = new HeardFeed();
        try (MarketFeed feed = exchange.feed(heard)) {
            feed.subscribe(instrument, Channel.BOOK);
            Until.holds(HEALED_WITHIN, "a book", () -> heard.book().isPresent());
            heard.invalid.set(0);
            long snapshots = proxy.seen(SNAPSHOT);

            proxy.loseFrames("depthUpdate", 1);

            Until.holds(HEALED_WITHIN, "the book to be invalid", () -> heard.invalid.get() > 0);
            Until.holds(HEALED_WITHIN, "a new book", () -> heard.book().isPresent());
            assertThat(proxy.seen(SNAPSHOT)).isEqualTo(snapshots + 1);
            assertThat(heard.crossed.get()).isZero();
            assertThat(feed.reconnects()).isZero();
        }
    }

    private OrderRef ref(ClientOrderId id) {
        return OrderRef.of(instrument, id);
    }

    private NewOrder resting(ClientOrderId id) {
        BigDecimal bid = exchange.market().book(instrument, 5).orThrow().bids().getFirst().price();
        return new NewOrder(
                instrument,
                id,
                Side.BUY,
                OrderType.LIMIT,
                TimeInForce.GTC,
                QUANTITY,
                Optional.of(
                        Decimals.floorTo(
                                bid.multiply(new BigDecimal("0.9")), instrument.rules().tick())),
                Optional.empty(),
                OrderTerms.PLAIN);
    }
}
