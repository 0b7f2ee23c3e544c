package dev.k2.e2e;

import static dev.k2.e2e.Outcomes.HEALED_WITHIN;
import static dev.k2.e2e.Outcomes.STALE_WITHIN;
import static dev.k2.e2e.Outcomes.assertExactFills;
import static dev.k2.e2e.Outcomes.found;
import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.Answer;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.HeardAccount;
import dev.k2.exchange.Lookup;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.Placement;
import dev.k2.exchange.UserStream;
import dev.k2.model.ClientOrderId;
import dev.k2.model.OrderStatus;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The rows of the fault matrix in which an exchange is there and does not serve us: closed, unreachable, or refusing our key. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultMatrixOutageTest {
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

    @Test
    void aRevokedKeyBlocksNewOrdersAndSaysNothingOfOpenOnes() {
        var heard = new HeardAccount();
        try (Customer customer = new Customer(simulation).settled();
                UserStream stream = customer.account().stream(heard)) {
            Until.holds(HEALED_WITHIN, "the stream to be live", () -> heard.live.get() == 1);
            ClientOrderId id = Customer.id();
            assertThat(customer.place(customer.resting(id))).isInstanceOf(Placement.Accepted.class);
            NewOrder another = customer.resting(Customer.id());
            simulation.put("{\"kind\":\"REVOKE_KEY\",\"account\":\"" + customer.name() + "\"}");

            var placement = (Placement.Rejected) customer.place(another);
            var lookup = (Lookup.Failed) customer.orders().find(customer.ref(id));
            var open = (Answer.Failed<List<OrderReport>>) customer.orders().open(Optional.empty());

            assertThat(List.of(placement.reason(), lookup.error(), open.error()))
                    .extracting(ExchangeError::category)
                    .containsOnly(ErrorCategory.AUTHENTICATION);
            Until.holds(HEALED_WITHIN, "the stream to be refused", () -> !heard.refusals.isEmpty());
            assertThat(stream.state()).isEqualTo(ConnectionState.CLOSED);
            assertThat(customer.ledger())
                    .singleElement()
                    .matches(order -> order.status().equals("NEW"));
            assertThat(heard.orders).noneMatch(report -> report.status().isFinal());
        }
    }

    @Test
    void maintenanceIsToldWithItsReasonAndEndsWithoutHelp() {
        try (Customer customer = new Customer(simulation).settled()) {
            ClientOrderId before = Customer.id();
            assertThat(customer.place(customer.resting(before)))
                    .isInstanceOf(Placement.Accepted.class);
            ClientOrderId during = Customer.id();
            NewOrder order = customer.resting(during);
            simulation.put("{\"kind\":\"MAINTENANCE\"}");

            Placement placement = customer.place(order);
            var lookup = (Lookup.Failed) customer.orders().find(customer.ref(before));
            var open = (Answer.Failed<List<OrderReport>>) customer.orders().open(Optional.empty());

            ExchangeError told =
                    switch (placement) {
                        case Placement.Unknown(ExchangeError cause) -> cause;
                        case Placement.Rejected(ExchangeError reason) -> reason;
                        case Placement.Accepted accepted -> throw new AssertionError(accepted);
                    };
            assertThat(told.category())
                    .isIn(ErrorCategory.EXCHANGE_MAINTENANCE, ErrorCategory.UNKNOWN_OUTCOME);
            assertThat(told.details()).containsEntry("http_status", "503");
            assertThat(List.of(lookup.error(), open.error()))
                    .extracting(ExchangeError::category)
                    .containsOnly(ErrorCategory.EXCHANGE_MAINTENANCE);
            assertThat(customer.ledger()).hasSize(1);
            simulation.heal();
            found(customer, before, OrderStatus.OPEN);
            assertThat(customer.orders().find(customer.ref(during)))
                    .isInstanceOf(Lookup.Absent.class);
            assertThat(customer.place(order)).isInstanceOf(Placement.Accepted.class);
        }
    }

    @Test
    void inAPartitionNothingIsReadAsEmptyAndAfterwardsEveryOrderIsThere() {
        var heard = new HeardAccount();
        try (Customer customer = new Customer(simulation).settled();
                UserStream stream = customer.account().stream(heard)) {
            Until.holds(HEALED_WITHIN, "the stream to be live", () -> heard.live.get() == 1);
            List<ClientOrderId> ids = List.of(Customer.id(), Customer.id(), Customer.id());
            for (ClientOrderId id : ids) {
                assertThat(customer.place(customer.resting(id)))
                        .isInstanceOf(Placement.Accepted.class);
            }
            NewOrder another = customer.resting(Customer.id());
            customer.proxy().partition();

            Placement placement = customer.place(another);
            Answer<List<OrderReport>> open = customer.orders().open(Optional.empty());
            Lookup lookup = customer.orders().find(customer.ref(ids.getFirst()));

            assertThat(placement).isNotInstanceOf(Placement.Accepted.class);
            assertThat(open).isInstanceOf(Answer.Failed.class);
            assertThat(lookup).isInstanceOf(Lookup.Failed.class);
            Until.holds(STALE_WITHIN, "the dead stream to be told", () -> heard.cuts.get() > 0);
            assertThat(customer.ledger())
                    .hasSize(3)
                    .allMatch(order -> order.status().equals("NEW"));

            customer.proxy().heal();
            Until.holds(HEALED_WITHIN, "the stream to be live again", () -> heard.live.get() > 1);
            ids.forEach(id -> found(customer, id, OrderStatus.OPEN));
            assertThat(stream.state()).isEqualTo(ConnectionState.LIVE);
            assertThat(customer.ledger()).hasSize(3);
        }
    }

    @Test
    void anExpiredPrivateSessionIsToldAndWhatWasMissedIsReadByQuestion() {
        var heard = new HeardAccount();
        try (Customer customer = new Customer(simulation).settled();
                UserStream stream = customer.account().stream(heard)) {
            Until.holds(HEALED_WITHIN, "the stream to be live", () -> heard.live.get() == 1);
            ClientOrderId id = Customer.id();
            simulation.put("{\"kind\":\"EXPIRE_SESSION\",\"account\":\"" + customer.name() + "\"}");

            Until.holds(
                    STALE_WITHIN, "the end of the session to be told", () -> heard.cuts.get() > 0);
            Placement placed = customer.place(customer.market(id));

            assertThat(placed).isInstanceOf(Placement.Accepted.class);
            Until.holds(HEALED_WITHIN, "the stream to be live again", () -> heard.live.get() > 1);
            assertThat(stream.state()).isEqualTo(ConnectionState.LIVE);
            assertExactFills(customer, ((Placement.Accepted) placed));
        }
    }
}
