package dev.k2.trading;

import dev.k2.model.OrderStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * The steps of an order that K2 holds: its mark moves, its price is reached, it is sent, or it is
 * given up. Each is committed, then announced; each is empty where somebody else was faster.
 */
final class HeldLedger {
    /** Reasons that come and go are not told with each look. */
    private static final Duration TOLD_AGAIN = Duration.ofSeconds(10);

    private final Ledger ledger;
    private final OrderStore orders;
    private final HeldStore store;

    HeldLedger(Ledger ledger, OrderStore orders, HeldStore store) {
        this.ledger = ledger;
        this.orders = orders;
        this.store = store;
    }

    /** How an order ends that was never sent. */
    enum Ending {
        CANCELLED(OrderStatus.CANCELLED, false),
        /** The same, but not where its price was reached already. */
        CANCELLED_UNLESS_TRIGGERED(OrderStatus.CANCELLED, true),
        EXPIRED(OrderStatus.EXPIRED, false),
        REJECTED(OrderStatus.REJECTED, false);

        private final OrderStatus status;
        private final boolean unlessTriggered;

        Ending(OrderStatus status, boolean unlessTriggered) {
            this.status = status;
            this.unlessTriggered = unlessTriggered;
        }
    }

    Optional<OrderRow> marked(OrderRow row, BigDecimal mark) {
        return ledger.alone(
                row,
                number -> store.mark(row, mark, note(Optional.empty(), number)),
                Function.identity());
    }

    Optional<OrderRow> triggered(OrderRow row, OrderEvent evidence) {
        return ledger.alone(
                row,
                number -> store.trigger(row, note(Optional.of(evidence), number)),
                Function.identity());
    }

    /** From here on it is an order like any other: never sent again, whatever happens. */
    Optional<OrderStore.Committed> released(OrderRow row, RiskGate.Pass pass, OrderEvent evidence) {
        HeldStore.Released released =
                new HeldStore.Released(
                        OrderRowStore.number(pass.draft().ticket().quantity()), pass.reserved());
        return ledger.alone(
                row,
                number -> orders.release(store, row, released, note(Optional.of(evidence), number)),
                OrderStore.Committed::row);
    }

    /** Its price was reached and it waits on, which its owner is told where the reason is new. */
    void delayed(OrderRow row, Refusal refusal, OrderEvent evidence) {
        String code = refusal.code().name();
        Optional<String> known = row.standing().error();
        boolean justTold = row.updatedAt().isAfter(ledger.now().minus(TOLD_AGAIN));
        if (known.isPresent() && (known.get().startsWith(code) || justTold)) {
            return;
        }
        var _ =
                ledger.alone(
                        row,
                        number ->
                                store.delay(
                                        row,
                                        code + ": " + refusal.message() + "; it waits on",
                                        note(Optional.of(evidence), number)),
                        Function.identity());
    }

    Optional<OrderRow> end(OrderRow row, Ending ending, String why, OrderEvent evidence) {
        return ledger.alone(
                row,
                number ->
                        store.end(
                                row,
                                ending.status,
                                why,
                                ending.unlessTriggered,
                                note(Optional.of(evidence), number)),
                Function.identity());
    }

    private HeldStore.Note note(Optional<OrderEvent> event, long number) {
        return new HeldStore.Note(event, ledger.now(), number);
    }
}
