package dev.k2.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Lookup;
import dev.k2.exchange.OrderReport;
import dev.k2.exchange.Placement;
import dev.k2.model.ClientOrderId;
import dev.k2.model.Fill;
import dev.k2.model.OrderStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What became of an order, by the library and by the exchange's own ledger. */
final class Outcomes {
    /** Long enough on a slow machine; nothing here is about how long it takes. */
    static final Duration WITHIN = Duration.ofSeconds(45);

    private Outcomes() {}

    static void assertUnknown(Placement placement) {
        assertThat(placement).isInstanceOf(Placement.Unknown.class);
        ExchangeError cause = ((Placement.Unknown) placement).cause();
        assertThat(cause.category()).isEqualTo(ErrorCategory.UNKNOWN_OUTCOME);
        assertThat(cause.retryable()).isFalse();
    }

    /**
     * Found by our id, and the same order that the exchange has in its ledger. Ids of the ledger are
     * the engine's, which not every exchange shows.
     */
    static void assertFound(Customer customer, ClientOrderId id, OrderStatus status) {
        OrderReport report = found(customer, id, status);

        assertThat(customer.ledger())
                .singleElement()
                .satisfies(
                        order -> {
                            assertThat(order.clientOrderId()).isEqualTo(id.text());
                            assertThat(report.clientOrderId()).contains(id);
                            assertThat(order.quantity()).isEqualByComparingTo(report.quantity());
                            assertThat(report.price())
                                    .hasValueSatisfying(
                                            price ->
                                                    assertThat(order.price())
                                                            .isEqualByComparingTo(price));
                        });
    }

    static OrderReport found(Customer customer, ClientOrderId id, OrderStatus status) {
        return Until.present(
                WITHIN,
                "order " + id + " to be found " + status,
                () ->
                        customer.orders().find(customer.ref(id)) instanceof Lookup.Found(var report)
                                        && report.status() == status
                                ? Optional.of(report)
                                : Optional.empty());
    }

    static void assertExactFills(Customer customer, Placement.Accepted placed) {
        List<Fill> fills = customer.orders().fillsOf(customer.instrument(), placed.id()).orThrow();
        Simulation.Entry entry = customer.ledger().getFirst();

        assertThat(customer.ledger()).hasSize(1);
        assertThat(fills).hasSize(entry.fills());
        assertThat(fills.stream().map(Fill::quantity).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(entry.filled());
    }

    static List<String> ids(List<Fill> fills) {
        return fills.stream().map(fill -> fill.trade().text()).toList();
    }
}
