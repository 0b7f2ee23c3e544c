package dev.k2.trading;

import dev.k2.model.LinkId;
import dev.k2.platform.Timers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets go of orders whose account was unlinked: without its credentials nobody here can find out
 * what becomes of them, so they are marked as left to the exchange, and give back what they hold.
 * Orders of credentials that the exchange refuses are kept: others can be given for the same link.
 */
final class LeftOrders {
    private static final Logger LOG = LoggerFactory.getLogger(LeftOrders.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Links links;
    private final OrderStore orders;
    private final LinkLeases leases;
    private final Ledger ledger;
    private final Timers timers;
    private Timers.Ticket looking = () -> {};

    LeftOrders(Links links, OrderStore orders, LinkLeases leases, Ledger ledger, Timers timers) {
        this.links = links;
        this.orders = orders;
        this.leases = leases;
        this.ledger = ledger;
        this.timers = timers;
    }

    void start() {
        looking = timers.every(PAUSE, this::look);
    }

    void close() {
        looking.cancel();
    }

    private void look() {
        Set<LinkId> used = orders.linksInUse();
        if (used.isEmpty()) {
            return;
        }
        for (LinkId link : links.gone(used)) {
            // Whoever has the account still gives it back in a moment.
            if (!leases.holds(link) && !leases.acquire(List.of(link), false).isEmpty()) {
                leave(link);
            }
        }
    }

    private void leave(LinkId link) {
        try {
            ledger.renumber();
            // What waits here is ended by whoever watches over it.
            orders.unfinishedOf(link).stream().filter(row -> !row.isHeld()).forEach(ledger::leave);
        } catch (NotOurs lost) {
            LOG.atWarn()
                    .addKeyValue("link_id", link.toString())
                    .log("another node took over an account that was unlinked");
        } catch (RuntimeException fault) {
            LOG.atError()
                    .addKeyValue("link_id", link.toString())
                    .setCause(fault)
                    .log("the orders of an unlinked account could not be left; it is tried again");
        } finally {
            leases.release(List.of(link));
        }
    }
}
