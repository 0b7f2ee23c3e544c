package dev.k2.trading;

import dev.k2.exchange.Cancellation;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Lookup;
import dev.k2.exchange.OrderRef;
import dev.k2.exchange.OrderReport;
import dev.k2.model.Instrument;
import dev.k2.model.LinkId;
import dev.k2.model.Order;
import dev.k2.model.OrderId;
import dev.k2.model.UserId;
import dev.k2.platform.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cancels orders. A cancel ends nothing by itself: the order ends when its exchange says so. One
 * without a clear answer is sent again, which is harmless.
 */
final class Canceller {
    private static final Logger LOG = LoggerFactory.getLogger(Canceller.class);
    private static final int TRIES_MAX = 3;
    private static final int TOGETHER_MAX = 16;

    private final OrderStore orders;
    private final Ledger ledger;
    private final HeldLedger held;
    private final Sessions sessions;
    private final LinkLeases leases;
    private final Market market;
    private final Timers timers;
    private final CrashPoints crashPoints;

    Canceller(
            OrderStore orders,
            Ledger ledger,
            HeldLedger held,
            Sessions sessions,
            LinkLeases leases,
            Market market,
            Timers timers,
            CrashPoints crashPoints) {
        this.orders = orders;
        this.ledger = ledger;
        this.held = held;
        this.sessions = sessions;
        this.leases = leases;
        this.market = market;
        this.timers = timers;
        this.crashPoints = crashPoints;
    }

    CancelOutcome cancel(UserId user, OrderId id) {
        Optional<OrderRow> row = orders.byId(user, id);
        return row.isEmpty() ? new CancelOutcome.Missing() : cancel(row.get());
    }

    CancelReport cancelAll(UserId user, CancelFilter filter) {
        return cancelAll(orders.openOf(user, filter));
    }

    /** Cancels the orders of whomever. */
    CancelReport cancelAll(List<OrderRow> rows) {
        List<CancelOutcome> outcomes = together(rows, this::cancel);
        List<Order> taken = new ArrayList<>();
        List<Order> unconfirmed = new ArrayList<>();
        for (CancelOutcome outcome : outcomes) {
            switch (outcome) {
                case CancelOutcome.Taken(Order order) -> taken.add(order);
                case CancelOutcome.Ended(Order order) -> taken.add(order);
                case CancelOutcome.Unconfirmed(Order order) -> unconfirmed.add(order);
                case CancelOutcome.Refused refused -> unconfirmed.add(refused.order());
                case CancelOutcome.Missing ignored -> {}
            }
        }
        return new CancelReport(taken, unconfirmed);
    }

    /** Sends the cancel of an order that somebody wanted cancelled before. */
    void repeat(OrderRow row) {
        if (!row.isFinal() && row.standing().cancelRequested()) {
            send(row, 1);
        }
    }

    /** Sends what other nodes were asked to cancel of the accounts that are held here. */
    void heedWishes() {
        Set<LinkId> ours = leases.all();
        if (!ours.isEmpty()) {
            together(
                    orders.takeCancelWishes(ours).stream().filter(row -> !row.isFinal()).toList(),
                    row -> row.isHeld() ? cancel(row) : send(row, 1));
        }
    }

    CancelOutcome cancel(OrderRow asked) {
        if (!leases.holds(asked.intent().link())) {
            return wish(asked);
        }
        try {
            return cancelHere(asked);
        } catch (NotOurs lost) {
            return wish(asked);
        }
    }

    private CancelOutcome cancelHere(OrderRow asked) {
        OrderRow row = asked.isHeld() ? withdrawn(asked) : asked;
        if (row.isFinal()) {
            return asked.isHeld()
                    ? new CancelOutcome.Taken(row.order())
                    : new CancelOutcome.Ended(row.order());
        }
        return mark(row);
    }

    /** The node that acts for the account sends it within a second or two. */
    private CancelOutcome wish(OrderRow row) {
        if (row.isFinal()) {
            return new CancelOutcome.Ended(row.order());
        }
        if (row.standing().isLeft()) {
            return unusable(row);
        }
        OrderRow marked =
                ledger.wishCancel(row, OrderEvent.of("cancel_requested", "at", "another node"));
        if (marked.isFinal()) {
            return new CancelOutcome.Ended(marked.order());
        }
        return sessions.isElsewhere(row.intent().link())
                ? new CancelOutcome.Unconfirmed(marked.order())
                : unusable(marked);
    }

    private CancelOutcome mark(OrderRow row) {
        OrderRow marked =
                row.standing().cancelRequested()
                        ? row
                        : ledger.cancelRequested(row, true, OrderEvent.of("cancel_requested"));
        return marked.isFinal() ? new CancelOutcome.Ended(marked.order()) : send(marked, 1);
    }

    /** Nobody has to be asked about an order that only K2 knows of. */
    private OrderRow withdrawn(OrderRow row) {
        return held.end(
                        row,
                        HeldLedger.Ending.CANCELLED,
                        "cancelled while K2 held it",
                        OrderEvent.of("cancel_requested"))
                .orElseGet(() -> ledger.read(row));
    }

    private CancelOutcome send(OrderRow row, int tries) {
        Optional<LinkSession> session = sessions.of(row.intent().link());
        Optional<Instrument> instrument =
                market.instrument(row.intent().exchange(), row.intent().instrument());
        if (session.isEmpty() || session.get().phase() == LinkState.Phase.REFUSED) {
            return unusable(row);
        }
        if (instrument.isEmpty()) {
            return new CancelOutcome.Unconfirmed(row.order());
        }
        OrderRef ref = row.ref(instrument.get());
        crashPoints.reached(CrashPoint.CANCEL_COMMITTED);
        Cancellation answer = session.get().account().orders().cancel(ref);
        crashPoints.reached(CrashPoint.CANCEL_ANSWERED);
        return switch (answer) {
            case Cancellation.Acknowledged(Optional<OrderReport> report) -> {
                session.get().reach().answered();
                OrderRow now =
                        report.flatMap(known -> ledger.report(row.intent().link(), known, "cancel"))
                                .orElse(row);
                yield new CancelOutcome.Taken(now.order());
            }
            case Cancellation.Unknown(ExchangeError cause) -> {
                session.get().reach().failed(cause);
                again(row, tries);
                yield new CancelOutcome.Unconfirmed(row.order());
            }
            case Cancellation.Refused(ExchangeError reason) -> {
                boolean hopeful = Reach.isUnreachable(reason);
                if (hopeful) {
                    session.get().reach().failed(reason);
                    again(row, tries);
                    yield new CancelOutcome.Unconfirmed(row.order());
                }
                yield ask(row, session.get(), ref, reason);
            }
        };
    }

    private static CancelOutcome unusable(OrderRow row) {
        return new CancelOutcome.Refused(
                row.order(),
                Refusals.of(
                        RefusalCode.LINK_NOT_USABLE,
                        "the link of this order is not usable; cancel it at %s itself"
                                .formatted(row.intent().exchange()),
                        "exchange",
                        row.intent().exchange()));
    }

    /** A refused cancel mostly means that the order has ended already. */
    private CancelOutcome ask(
            OrderRow row, LinkSession session, OrderRef ref, ExchangeError reason) {
        return switch (session.account().orders().find(ref)) {
            case Lookup.Found(OrderReport report) -> {
                OrderRow now =
                        ledger.report(session.link().id(), report, "after cancel").orElse(row);
                if (now.isFinal()) {
                    yield new CancelOutcome.Ended(now.order());
                }
                if (report.status().isFinal()) {
                    // It has ended; its fills are being fetched.
                    yield new CancelOutcome.Taken(now.order());
                }
                OrderRow stands =
                        ledger.cancelRequested(
                                now, false, OrderEvent.failed("cancel_refused", reason));
                yield new CancelOutcome.Refused(stands.order(), refused(reason));
            }
            case Lookup.Absent ignored -> {
                if (reason.category() != ErrorCategory.ORDER_NOT_FOUND) {
                    OrderRow stands =
                            ledger.cancelRequested(
                                    row, false, OrderEvent.failed("cancel_refused", reason));
                    yield new CancelOutcome.Refused(stands.order(), refused(reason));
                }
                // Reads lag writes: whoever resolves the order sends the cancel once it is seen.
                yield new CancelOutcome.Unconfirmed(row.order());
            }
            case Lookup.Failed(ExchangeError error) -> {
                session.reach().failed(error);
                yield new CancelOutcome.Unconfirmed(row.order());
            }
        };
    }

    private static Refusal refused(ExchangeError reason) {
        return Refusals.of(
                RefusalCode.CANCEL_REFUSED,
                reason.exchange() + " did not cancel the order: " + reason.message(),
                "exchange",
                reason.exchange());
    }

    private void again(OrderRow row, int tries) {
        if (tries >= TRIES_MAX) {
            // From here on the regular look at open orders sends it.
            return;
        }
        timers.after(
                Backoff.pause(tries),
                () ->
                        ledger.read(row.id())
                                .filter(now -> !now.isFinal() && now.standing().cancelRequested())
                                .ifPresent(now -> send(now, tries + 1)));
    }

    private List<CancelOutcome> together(
            List<OrderRow> rows, Function<OrderRow, CancelOutcome> work) {
        Map<OrderId, CancelOutcome> outcomes = new ConcurrentHashMap<>();
        timers.together(
                TOGETHER_MAX,
                rows.stream()
                        .<Runnable>map(row -> () -> outcomes.put(row.id(), outcome(row, work)))
                        .toList());
        return rows.stream()
                .map(
                        row ->
                                outcomes.getOrDefault(
                                        row.id(), new CancelOutcome.Unconfirmed(row.order())))
                .toList();
    }

    private static CancelOutcome outcome(OrderRow row, Function<OrderRow, CancelOutcome> work) {
        try {
            return work.apply(row);
        } catch (RuntimeException fault) {
            LOG.atError()
                    .addKeyValue("order_id", row.id().toString())
                    .setCause(fault)
                    .log("an order could not be cancelled");
            return new CancelOutcome.Unconfirmed(row.order());
        }
    }
}
