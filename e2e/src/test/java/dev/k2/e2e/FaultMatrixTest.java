package dev.k2.e2e;

import static dev.k2.e2e.Outcomes.WITHIN;
import static dev.k2.e2e.Outcomes.assertExactFills;
import static dev.k2.e2e.Outcomes.assertFound;
import static dev.k2.e2e.Outcomes.assertUnknown;
import static dev.k2.e2e.Outcomes.found;
import static dev.k2.e2e.Outcomes.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.Answer;
import dev.k2.exchange.Cancellation;
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
import dev.k2.model.InstrumentKind;
import dev.k2.model.OrderStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of the fault matrix in which something goes wrong while an order is sent, at each
 * exchange. The exchange's own ledger is the judge of what became of the order.
 */
class FaultMatrixTest {
    private static final List<String> ENDED = List.of("CANCELED", "FILLED");

    private static final List<ProxyFault> LOST_REPLIES =
            List.of(
                    new ProxyFault.SwallowReply(),
                    new ProxyFault.ResetReply(),
                    new ProxyFault.TruncateReply(40));

    @Row(everyMarket = true)
    void aReplyLostAfterTheOrderWasAcceptedIsUnknownAndTheOrderIsFound(Stage stage) {
        for (ProxyFault fault : LOST_REPLIES) {
            try (Customer customer = new Customer(stage).settled()) {
                ClientOrderId id = Customer.id();
                NewOrder order = customer.resting(id);
                customer.proxy().next(stage.wire().place(), fault);

                assertUnknown(customer.place(order));

                assertThat(customer.ordersSent()).isOne();
                assertThat(customer.ledger()).as("%s", fault).hasSize(1);
                assertFound(customer, id, OrderStatus.OPEN);
            }
        }
    }

    @Row(everyMarket = true)
    void aRequestLostBeforeTheExchangeIsUnknownTooAndTheOrderIsAbsent(Stage stage) {
        try (Customer customer = new Customer(stage).settled()) {
            ClientOrderId id = Customer.id();
            NewOrder order = customer.resting(id);
            customer.proxy().next(stage.wire().place(), new ProxyFault.LoseRequest());

            assertUnknown(customer.place(order));

            assertThat(customer.ordersSent()).isOne();
            assertThat(customer.orders().find(customer.ref(id))).isInstanceOf(Lookup.Absent.class);
            assertThat(customer.ledger()).isEmpty();
        }
    }

    @Row(everyMarket = true)
    void refusedBeforeTheFirstByteIsTriedOnceMoreAndMakesOneOrder(Stage stage) {
        try (Customer customer = new Customer(stage).settled();
                Attempts attempts = new Attempts(stage.wire().place())) {
            NewOrder order = customer.resting(Customer.id());
            unreachable(customer);
            attempts.afterTheFirst(customer.proxy()::accept);

            Placement placement = customer.place(order);

            assertThat(placement).isInstanceOf(Placement.Accepted.class);
            assertThat(attempts.refused()).isOne();
            assertThat(customer.ordersSent()).isOne();
            assertThat(customer.ledger()).hasSize(1);
        }
    }

    @Row(everyMarket = true)
    void refusedAgainIsRejectedAsNeverSent(Stage stage) {
        try (Customer customer = new Customer(stage).settled();
                Attempts attempts = new Attempts(stage.wire().place())) {
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

    @Row(everyMarket = true)
    void aServersErrorAfterTheOrderWasAcceptedIsUnknownNeverRejected(Stage stage) {
        for (Map<String, Object> failure : stage.wire().failures()) {
            try (Customer customer = new Customer(stage).settled()) {
                ClientOrderId id = Customer.id();
                NewOrder order = customer.resting(id);
                Map<String, Object> fault = new LinkedHashMap<>(failure);
                fault.putAll(
                        Map.of("operation", "order.place", "account", customer.name(), "count", 1));
                stage.put("ERROR_AFTER", fault);

                Placement placement = customer.place(order);

                assertThat(placement).as("%s", failure).isInstanceOf(Placement.Unknown.class);
                assertUnknown(placement);
                assertThat(customer.ordersSent()).isOne();
                assertThat(customer.ledger()).hasSize(1);
                assertFound(customer, id, OrderStatus.OPEN);
            }
        }
    }

    @Row(everyMarket = true)
    void aServersErrorInPlaceOfTheOrderIsUnknownTooAndTheOrderIsAbsent(Stage stage) {
        try (Customer customer = new Customer(stage).settled()) {
            ClientOrderId id = Customer.id();
            NewOrder order = customer.resting(id);
            stage.put(
                    "ERROR_BEFORE",
                    Map.of("operation", "order.place", "account", customer.name(), "count", 1));

            assertUnknown(customer.place(order));

            assertThat(customer.ordersSent()).isOne();
            assertThat(customer.orders().find(customer.ref(id))).isInstanceOf(Lookup.Absent.class);
            assertThat(customer.ledger()).isEmpty();
        }
    }

    @Row(everyMarket = true)
    void twoEqualOrdersWhoseRepliesAreLostStayTwo(Stage stage) {
        try (Customer customer = new Customer(stage).settled()) {
            NewOrder one = customer.resting(Customer.id());
            NewOrder other =
                    customer.limit(Customer.id(), one.price().orElseThrow(), one.quantity());
            customer.proxy().next(stage.wire().place(), new ProxyFault.ResetReply());
            customer.proxy().next(stage.wire().place(), new ProxyFault.ResetReply());

            assertUnknown(customer.place(one));
            assertUnknown(customer.place(other));

            OrderReport first = found(customer, one.clientOrderId(), OrderStatus.OPEN);
            OrderReport second = found(customer, other.clientOrderId(), OrderStatus.OPEN);
            assertThat(first.clientOrderId()).contains(one.clientOrderId());
            assertThat(second.clientOrderId()).contains(other.clientOrderId());
            assertThat(first.id()).isNotEqualTo(second.id());
            assertThat(customer.ledger()).hasSize(2);
        }
    }

    @Row(everyMarket = true)
    void aCancelWhoseReplyIsLostEndsTheOrderOnce(Stage stage) {
        try (Customer customer = new Customer(stage).settled()) {
            ClientOrderId id = Customer.id();
            assertThat(customer.place(customer.resting(id))).isInstanceOf(Placement.Accepted.class);
            stage.put(
                    "DROP_REPLY",
                    Map.of("operation", "order.cancel", "account", customer.name(), "count", 1));

            // Asked again or not, its answer decides nothing: the exchange is asked for the order.
            Cancellation _ = customer.orders().cancel(customer.ref(id));

            OrderReport report = found(customer, id, OrderStatus.CANCELLED);
            assertThat(report.filledQuantity()).isZero();
            assertThat(customer.entry(id).status()).isEqualTo("CANCELED");
        }
    }

    @Row(everyMarket = true)
    void aCancelThatFailsIsNotAcknowledgedAndTheOrderIsStillThere(Stage stage) {
        try (Customer customer = new Customer(stage).settled()) {
            ClientOrderId id = Customer.id();
            assertThat(customer.place(customer.resting(id))).isInstanceOf(Placement.Accepted.class);
            stage.put(
                    "ERROR_BEFORE",
                    Map.of("operation", "order.cancel", "account", customer.name()));

            Cancellation cancellation = customer.orders().cancel(customer.ref(id));
            stage.heal();

            assertThat(cancellation).isInstanceOf(Cancellation.Unknown.class);
            assertFound(customer, id, OrderStatus.OPEN);
            assertThat(customer.entry(id).status()).isEqualTo("NEW");
        }
    }

    @Row(everyMarket = true)
    void anOrderThatIsNotFoundForThreeSecondsIsAbsentMeanwhileAndThenFound(Stage stage) {
        try (Customer customer = new Customer(stage).settled()) {
            ClientOrderId id = Customer.id();
            NewOrder order = customer.resting(id);
            lag(stage, customer, 600);
            customer.proxy().next(stage.wire().place(), new ProxyFault.ResetReply());

            assertUnknown(customer.place(order));
            Lookup meanwhile = customer.orders().find(customer.ref(id));
            Answer<List<OrderReport>> open =
                    customer.orders().open(Optional.of(customer.instrument()));
            // However slow the questions were, they were asked in time; now it may be over.
            lag(stage, customer, 3);

            assertThat(meanwhile).isInstanceOf(Lookup.Absent.class);
            assertThat(open.orThrow()).isEmpty();
            assertFound(customer, id, OrderStatus.OPEN);
            assertThat(customer.ordersSent()).isOne();
            assertThat(customer.ledger()).hasSize(1);
        }
    }

    @Row(everyMarket = true)
    void aPartialFillThenACancelLeavesTheExchangesQuantities(Stage stage) {
        // Others may fill all of it before the cancel comes; whoever bought that much begins anew.
        Until.holds(
                WITHIN,
                "a part of an order to be filled, and the rest to be cancelled",
                () -> partIsKept(stage));
    }

    private static boolean partIsKept(Stage stage) {
        try (Customer customer = new Customer(stage).settled()) {
            Optional<ClientOrderId> part =
                    filledInPart(stage, customer).filter(id -> isCancelled(customer, id));
            if (part.isEmpty()) {
                return false;
            }
            ClientOrderId id = part.get();
            OrderReport report = found(customer, id, OrderStatus.CANCELLED);
            Simulation.Entry entry = customer.entry(id);
            assertThat(entry.status()).isEqualTo("CANCELED");
            assertThat(customer.counted(report.filledQuantity()))
                    .isPositive()
                    .isEqualByComparingTo(entry.filled());
            if (customer.instrument().kind() == InstrumentKind.SPOT) {
                assertThat(customer.account().balances().orThrow())
                        .filteredOn(
                                balance -> balance.currency().equals(customer.instrument().quote()))
                        .allSatisfy(balance -> assertThat(balance.held()).isZero());
            }
            return true;
        }
    }

    /** Whether a cancel came in time; somebody may have taken the rest meanwhile. */
    private static boolean isCancelled(Customer customer, ClientOrderId id) {
        // Asked for again where its answer was lost, which is harmless.
        Until.holds(
                WITHIN,
                "the cancel to be answered",
                () ->
                        !(customer.orders().cancel(customer.ref(id))
                                instanceof Cancellation.Unknown));
        return Until.present(
                        WITHIN,
                        "the order to end",
                        () -> Optional.of(customer.entry(id).status()).filter(ENDED::contains))
                .equals("CANCELED");
    }

    @Row(everyMarket = true)
    void doubledOrReorderedFillsKeepTheirTradeIds(Stage stage) {
        for (String kind : List.of("DUPLICATE_MESSAGE", "REORDER_MESSAGE")) {
            var heard = new HeardAccount();
            try (Customer customer = new Customer(stage).settled();
                    UserStream stream = customer.account().stream(heard)) {
                Until.holds(WITHIN, "the stream to be live", () -> heard.live.get() == 1);
                stage.put(kind, Map.of("operation", "stream:user", "account", customer.name()));

                var placed = (Placement.Accepted) customer.place(customer.market(Customer.id()));

                List<Fill> asked =
                        customer.orders().fillsOf(customer.instrument(), placed.id()).orThrow();
                Until.holds(
                        WITHIN,
                        "every fill to be told by its trade id, under " + kind,
                        () -> ids(heard.fills).containsAll(ids(asked)));
                assertThat(ids(asked)).doesNotHaveDuplicates();
                assertThat(ids(heard.fills)).isSubsetOf(ids(asked));
                assertThat(stream.state()).isEqualTo(ConnectionState.LIVE);
                assertExactFills(customer, placed);
            }
            stage.heal();
        }
    }

    /** Others may stand before an order at its price; then it is taken back. */
    private static Optional<ClientOrderId> filledInPart(Stage stage, Customer customer) {
        ClientOrderId id = Customer.id();
        customer.place(customer.limit(id, customer.insideTheSpread(), customer.plenty()));
        for (int n = 0; n < 3; n++) {
            stage.take("SELL", "0.05");
            if (customer.entry(id).filled().signum() > 0) {
                return Optional.of(id);
            }
        }
        customer.orders().cancel(customer.ref(id));
        return Optional.empty();
    }

    /** The port is closed and K2 has noticed: no kept connection is left that could die under an order. */
    private static void unreachable(Customer customer) {
        customer.proxy().refuse();
        assertThat(customer.exchange().market().time()).isInstanceOf(Answer.Failed.class);
    }

    private static void lag(Stage stage, Customer customer, int seconds) {
        stage.put(
                "NOT_FOUND_LAG",
                Map.of("operation", "order.*", "account", customer.name(), "seconds", seconds));
    }
}
