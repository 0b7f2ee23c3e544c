package dev.k2.e2e;

import static dev.k2.e2e.Outcomes.WITHIN;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The rows of the fault matrix in which an exchange is there and does not serve us: closed,
 * unreachable, or refusing our key.
 */
class FaultMatrixOutageTest {
    @Row
    void aRevokedKeyBlocksNewOrdersAndSaysNothingOfOpenOnes(Stage stage) {
        var heard = new HeardAccount();
        try (Customer customer = new Customer(stage).settled();
                UserStream stream = customer.account().stream(heard)) {
            Until.holds(WITHIN, "the stream to be live", () -> heard.live.get() == 1);
            ClientOrderId id = Customer.id();
            assertThat(customer.place(customer.resting(id))).isInstanceOf(Placement.Accepted.class);
            NewOrder another = customer.resting(Customer.id());
            stage.put("REVOKE_KEY", Map.of("account", customer.name()));

            var placement = (Placement.Rejected) customer.place(another);
            var lookup = (Lookup.Failed) customer.orders().find(customer.ref(id));
            var open = (Answer.Failed<List<OrderReport>>) customer.orders().open(Optional.empty());

            assertThat(List.of(placement.reason(), lookup.error(), open.error()))
                    .extracting(ExchangeError::category)
                    .containsOnly(ErrorCategory.AUTHENTICATION);
            Until.holds(WITHIN, "the stream to be refused", () -> !heard.refusals.isEmpty());
            assertThat(stream.state()).isEqualTo(ConnectionState.CLOSED);
            assertThat(customer.ledger())
                    .singleElement()
                    .matches(order -> order.status().equals("NEW"));
            assertThat(heard.orders).noneMatch(report -> report.status().isFinal());
        }
    }

    @Row
    void maintenanceIsToldWithItsReasonAndEndsWithoutHelp(Stage stage) {
        try (Customer customer = new Customer(stage).settled()) {
            ClientOrderId before = Customer.id();
            assertThat(customer.place(customer.resting(before)))
                    .isInstanceOf(Placement.Accepted.class);
            ClientOrderId during = Customer.id();
            NewOrder order = customer.resting(during);
            stage.put("MAINTENANCE", Map.of());

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
            stage.heal();
            found(customer, before, OrderStatus.OPEN);
            assertThat(customer.orders().find(customer.ref(during)))
                    .isInstanceOf(Lookup.Absent.class);
            assertThat(customer.place(order)).isInstanceOf(Placement.Accepted.class);
        }
    }

    @Row
    void inAPartitionNothingIsReadAsEmptyAndAfterwardsEveryOrderIsThere(Stage stage) {
        var heard = new HeardAccount();
        try (Customer customer = new Customer(stage).settled();
                UserStream stream = customer.account().stream(heard)) {
            Until.holds(WITHIN, "the stream to be live", () -> heard.live.get() == 1);
            List<ClientOrderId> ids = List.of(Customer.id(), Customer.id(), Customer.id());
            for (ClientOrderId id : ids) {
                assertThat(customer.place(customer.resting(id)))
                        .isInstanceOf(Placement.Accepted.class);
            }
            NewOrder another = customer.resting(Customer.id());
            customer.proxy().partition();

            var open =
                    CompletableFuture.supplyAsync(() -> customer.orders().open(Optional.empty()));
            var lookup =
                    CompletableFuture.supplyAsync(
                            () -> customer.orders().find(customer.ref(ids.getFirst())));
            Placement placement = customer.place(another);

            assertThat(placement).isNotInstanceOf(Placement.Accepted.class);
            assertThat(open.join()).isInstanceOf(Answer.Failed.class);
            assertThat(lookup.join()).isInstanceOf(Lookup.Failed.class);
            Until.holds(WITHIN, "the dead stream to be told", () -> heard.cuts.get() > 0);
            assertThat(customer.ledger())
                    .hasSize(3)
                    .allMatch(order -> order.status().equals("NEW"));

            customer.proxy().heal();
            Until.holds(WITHIN, "the stream to be live again", () -> heard.live.get() > 1);
            ids.forEach(id -> found(customer, id, OrderStatus.OPEN));
            assertThat(stream.state()).isEqualTo(ConnectionState.LIVE);
            assertThat(customer.ledger()).hasSize(3);
        }
    }

    @Row
    void anExpiredPrivateSessionIsToldAndWhatWasMissedIsReadByQuestion(Stage stage) {
        var heard = new HeardAccount();
        try (Customer customer = new Customer(stage).settled();
                UserStream stream = customer.account().stream(heard)) {
            Until.holds(WITHIN, "the stream to be live", () -> heard.live.get() == 1);
            long sessions = customer.proxy().seen(stage.wire().session());
            ClientOrderId id = Customer.id();
            stage.put("EXPIRE_SESSION", Map.of("account", customer.name()));

            Until.holds(WITHIN, "the end of the session to be told", () -> heard.cuts.get() > 0);
            Placement placed = customer.place(customer.market(id));

            assertThat(placed).isInstanceOf(Placement.Accepted.class);
            Until.holds(WITHIN, "the stream to be live again", () -> heard.live.get() > 1);
            assertThat(stream.state()).isEqualTo(ConnectionState.LIVE);
            assertExactFills(customer, ((Placement.Accepted) placed));
            ClientOrderId next = Customer.id();
            customer.place(customer.resting(next));
            Until.holds(WITHIN, "orders to be told again", () -> !heard.of(next).isEmpty());
            assertThat(customer.proxy().seen(stage.wire().session())).isGreaterThan(sessions);
        }
    }

    @Row
    void aStreamWhoseHeartStopsIsCutAndComesBack(Stage stage) {
        stage.wire().heartbeat().ifPresent(stage::cannot);
        var heard = new HeardAccount();
        try (Customer customer = new Customer(stage).settled();
                UserStream stream = customer.account().stream(heard)) {
            Until.holds(WITHIN, "the stream to be live", () -> heard.live.get() == 1);
            ClientOrderId id = Customer.id();
            assertThat(customer.place(customer.resting(id))).isInstanceOf(Placement.Accepted.class);
            stage.put("NO_PING", Map.of());

            Until.holds(WITHIN, "the silent stream to be cut", () -> heard.cuts.get() > 0);
            stage.heal();

            Until.holds(WITHIN, "the stream to be live again", () -> heard.live.get() > 1);
            found(customer, id, OrderStatus.OPEN);
            assertThat(stream.state()).isEqualTo(ConnectionState.LIVE);
            assertThat(customer.ledger()).hasSize(1);
        }
    }

    @Row
    void whenTheExchangesClockJumpsSigningStops(Stage stage) {
        long bears = stage.wire().clockBears().toMillis();
        for (long offset : new long[] {-bears, bears}) {
            try (Customer customer = new Customer(stage).settled()) {
                NewOrder order = customer.resting(Customer.id());
                stage.put("CLOCK_OFFSET", Map.of("offset_ms", offset));

                Placement first = customer.place(order);
                var second = (Placement.Rejected) customer.place(order);

                assertThat(first).isInstanceOf(Placement.Rejected.class);
                assertThat(second.reason().details())
                        .as("%s", second.reason())
                        .containsKey("clock_offset_ms");
                assertThat(customer.ordersSent()).isOne();
                assertThat(customer.ledger()).isEmpty();
            }
            stage.heal();
        }
    }
}
