package dev.k2.trading;

import dev.k2.platform.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cancels the open orders that a kill switch covers, at the accounts that are open on this node: at
 * once when somebody else turned it on, and when an account opens while it is on.
 */
final class KillSweep {
    private static final Logger LOG = LoggerFactory.getLogger(KillSweep.class);

    /** An order that was on its way when the switch was turned has arrived by then. */
    private static final Duration ONCE_MORE = Duration.ofSeconds(2);

    private final Switches switches;
    private final Sessions sessions;
    private final OrderStore orders;
    private final Canceller canceller;
    private final Timers timers;

    KillSweep(
            Switches switches,
            Sessions sessions,
            OrderStore orders,
            Canceller canceller,
            Timers timers) {
        this.switches = switches;
        this.sessions = sessions;
        this.orders = orders;
        this.canceller = canceller;
        this.timers = timers;
    }

    /** Switches were turned on, by another node or from the command line. */
    void turned(Set<Cover> covers) {
        Predicate<Links.Link> covered =
                link -> covers.stream().anyMatch(cover -> cover.covers(link));
        timers.after(Duration.ZERO, () -> cancel(covered));
        timers.after(ONCE_MORE, () -> cancel(covered));
    }

    /** An account opened; what it has open may have been stopped while nobody could cancel it. */
    void opened(LinkSession session) {
        if (session.phase() == LinkState.Phase.READY && switches.stops(session.link())) {
            timers.after(Duration.ZERO, () -> cancel(session.link()::equals));
        }
    }

    private void cancel(Predicate<Links.Link> covered) {
        List<OrderRow> open = new ArrayList<>();
        for (LinkSession session : sessions.all()) {
            // It may have been turned off again meanwhile.
            if (covered.test(session.link()) && switches.stops(session.link())) {
                open.addAll(orders.unfinishedOf(session.link().id()));
            }
        }
        if (open.isEmpty()) {
            return;
        }
        CancelReport report = canceller.cancelAll(open);
        LOG.atWarn()
                .addKeyValue("cancelled", report.taken().size())
                .addKeyValue("unconfirmed", report.unconfirmed().size())
                .log("a kill switch cancelled open orders");
        for (var order : report.unconfirmed()) {
            LOG.atWarn()
                    .addKeyValue("order_id", order.id().toString())
                    .addKeyValue("exchange", order.exchange())
                    .log("the cancel of an order that the kill switch covers is not confirmed");
        }
    }
}
