package dev.k2.e2e;

import static dev.k2.e2e.Outcomes.HEALED_WITHIN;
import static dev.k2.e2e.Outcomes.assertExactFills;
import static dev.k2.e2e.Outcomes.assertFound;
import static dev.k2.e2e.Outcomes.assertUnknown;
import static dev.k2.e2e.Outcomes.found;
import static dev.k2.e2e.Outcomes.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.Answer;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.HeardAccount;
import dev.k2.exchange.Lookup;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.Placement;
import dev.k2.exchange.ProxyFault;
import dev.k2.exchange.UserStream;
import dev.k2.model.ClientOrderId;
import dev.k2.model.Fill;
import dev.k2.model.OrderStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rows of the fault matrix in which something goes wrong while an order is sent, one test each.
 * The exchange's own ledger is the judge of what became of the order.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultMatrixTest {
    private Simulation simulation;

    @BeforeAll
    void start() {
        simulation = Simulation.start();
    }

    @AfterEach
    void heal() {
        simulation.heal();
    }

    @AfterAll
    void stop() {
        simulation.close();
    }

    static List<ProxyFault> lostReplies() {
        return List.of(
                new ProxyFault.SwallowReply(),
                new ProxyFault.ResetReply(),
                new ProxyFault.TruncateReply(40));
    }

    @ParameterizedTest
    @MethodSource("lostReplies")
    void aReplyLostAfterTheOrderWasAcceptedIsUnknownAndTheOrderIsFound(ProxyFault fault) {
        try (Customer customer = new Customer(simulation).settled()) {
            ClientOrderId id = Customer.id();
            NewOrder order = customer.resting(id);
            customer.proxy().next(Customer.PLACE, fault);

            assertUnknown(customer.place(order));

            assertThat(customer.proxy().seen(Customer.PLACE)).isOne();
            assertThat(customer.ledger()).hasSize(1);
            assertFound(customer, id, OrderStatus.OPEN);
        }
    }

    @Test
    void aRequestLostBeforeTheExchangeIsUnknownTooAndTheOrderIsAbsent() {
        try (Customer customer = new Customer(simulation).settled()) {
            ClientOrderId id = Customer.id();
            NewOrder order = customer.resting(id);
            customer.proxy().next(Customer.PLACE, new ProxyFault.LoseRequest());

            assertUnknown(customer.place(order));

            assertThat(customer.proxy().seen(Customer.PLACE)).isOne();
            assertThat(customer.orders().find(customer.ref(id))).isInstanceOf(Lookup.Absent.class);
            assertThat(customer.ledger()).isEmpty();
        }
    }

    @Test
    void refusedBeforeTheFirstByteIsTriedOnceMoreAndMakesOneOrder() {
        try (Customer customer = new Customer(simulation).settled();
                Attempts attempts = new Attempts(Customer.PLACE)) {
            NewOrder order = customer.resting(Customer.id());
            unreachable(customer);
            attempts.afterTheFirst(customer.proxy()::accept);

            Placement placement = customer.place(order);

            assertThat(placement).isInstanceOf(Placement.Accepted.class);
            assertThat(attempts.refused()).isOne();
            assertThat(customer.proxy().seen(Customer.PLACE)).isOne();
            assertThat(customer.ledger()).hasSize(1);
        }
    }

    @Test
    void refusedAgainIsRejectedAsNeverSent() {
        try (Customer customer = new Customer(simulation).settled();
                Attempts attempts = new Attempts(Customer.PLACE)) {
            ClientOrderId id = Customer.id();
            NewOrder order = customer.resting(id);
            unreachable(customer);

            Placement placement = customer.place(order);

            assertThat(placement).isInstanceOf(Placement.Rejected.class);
            assertThat(attempts.refused()).isEqualTo(2);
            assertThat(customer.orders().find(customer.ref(id))).isInstanceOf(Lookup.Failed.class);
            customer.proxy().accept();
            assertThat(customer.ledger()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void aServersErrorAfterTheOrderWasAcceptedIsUnknownNeverRejected(int status) {
        try (Customer customer = new Customer(simulation).settled()) {
            ClientOrderId id = Customer.id();
            NewOrder order = customer.resting(id);
            fault(customer, "ERROR_AFTER", "order.place", "\"status\":" + status);

            assertUnknown(customer.place(order));

            assertThat(customer.proxy().seen(Customer.PLACE)).isOne();
            assertThat(customer.ledger()).hasSize(1);
            assertFound(customer, id, OrderStatus.OPEN);
        }
    }

    @Test
    void anOrderThatIsNotFoundForThreeSecondsIsAbsentMeanwhileAndThenFound() {
        try (Customer customer = new Customer(simulation).settled()) {
            ClientOrderId id = Customer.id();
            NewOrder order = customer.resting(id);
            simulation.put("{\"kind\":\"NOT_FOUND_LAG\",\"operation\":\"order.*\",\"seconds\":3}");
            customer.proxy().next(Customer.PLACE, new ProxyFault.SwallowReply());

            // The wait for the lost answer would outlast the lag; the order is asked for meanwhile.
            Thread placing = Thread.startVirtualThread(() -> customer.place(order));
            Until.holds(
                    HEALED_WITHIN,
                    "the exchange to have the order",
                    () -> !customer.ledger().isEmpty());
            Lookup meanwhile = customer.orders().find(customer.ref(id));
            Answer<List<OrderReport>> open =
                    customer.orders().open(Optional.of(customer.instrument()));

            assertThat(meanwhile).isInstanceOf(Lookup.Absent.class);
            assertThat(open.orThrow()).isEmpty();
            assertFound(customer, id, OrderStatus.OPEN);
            assertThat(join(placing)).isTrue();
            assertThat(customer.ledger()).hasSize(1);
        }
    }

    @Test
    void aPartialFillThenACancelLeavesTheExchangesQuantities() {
        try (Customer customer = new Customer(simulation).settled()) {
            BigDecimal top =
                    customer.exchange()
                            .market()
                            .book(customer.instrument(), 5)
                            .orThrow()
                            .asks()
                            .getFirst()
                            .price();
            simulation.hold(
                    Customer.VENUE, Customer.SYMBOL, top.toPlainString(), Duration.ofMinutes(1));
            ClientOrderId id = Customer.id();
            BigDecimal best =
                    customer.exchange()
                            .market()
                            .book(customer.instrument(), 5)
                            .orThrow()
                            .asks()
                            .getFirst()
                            .price();
            BigDecimal inside = best.subtract(customer.instrument().rules().tick());
            Placement placed =
                    customer.place(customer.limit(id, inside, new BigDecimal("0.01000")));
            assertThat(placed).isInstanceOf(Placement.Accepted.class);

            simulation.take(Customer.VENUE, Customer.SYMBOL, "SELL", "0.004");
            customer.orders().cancel(customer.ref(id));

            OrderReport report = found(customer, id, OrderStatus.CANCELLED);
            Simulation.Entry entry = customer.ledger().getFirst();
            assertThat(entry.status()).isEqualTo("CANCELED");
            assertThat(report.filledQuantity()).isPositive().isEqualByComparingTo(entry.filled());
            assertThat(customer.account().balances().orThrow())
                    .filteredOn(balance -> balance.currency().equals("USDT"))
                    .allSatisfy(balance -> assertThat(balance.held()).isZero());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DUPLICATE_MESSAGE", "REORDER_MESSAGE"})
    void doubledOrReorderedFillsKeepTheirTradeIds(String kind) {
        var heard = new HeardAccount();
        try (Customer customer = new Customer(simulation).settled();
                UserStream stream = customer.account().stream(heard)) {
            Until.holds(HEALED_WITHIN, "the stream to be live", () -> heard.live.get() == 1);
            simulation.put(
                    "{\"kind\":\"%s\",\"operation\":\"stream:user\",\"account\":\"%s\"}"
                            .formatted(kind, customer.name()));

            var placed = (Placement.Accepted) customer.place(customer.market(Customer.id()));

            List<Fill> asked =
                    customer.orders().fillsOf(customer.instrument(), placed.id()).orThrow();
            Until.holds(
                    HEALED_WITHIN,
                    "every fill to be told by its trade id",
                    () -> ids(heard.fills).containsAll(ids(asked)));
            assertThat(ids(asked)).doesNotHaveDuplicates();
            assertThat(ids(heard.fills)).isSubsetOf(ids(asked));
            assertThat(stream.state()).isEqualTo(ConnectionState.LIVE);
            assertExactFills(customer, placed);
        }
    }

    /** The port is closed and K2 has noticed: no kept connection is left that could die under an order. */
    private static void unreachable(Customer customer) {
        customer.proxy().refuse();
        assertThat(customer.exchange().market().time()).isInstanceOf(Answer.Failed.class);
    }

    private void fault(Customer customer, String kind, String operation, String settings) {
        simulation.put(
                "{\"kind\":\"%s\",\"operation\":\"%s\",\"account\":\"%s\",\"count\":1,%s}"
                        .formatted(kind, operation, customer.name(), settings));
    }

    private static boolean join(Thread thread) {
        try {
            return thread.join(HEALED_WITHIN);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
