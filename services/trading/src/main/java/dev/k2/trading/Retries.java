package dev.k2.trading;

import dev.k2.model.OrderId;
import dev.k2.platform.Timers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work on orders that is tried again, less and less often, until it is done; on each order one try
 * at a time.
 *
 * @param <M> what is remembered of an order from one try to the next
 */
final class Retries<M> {
    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);

    private final Timers timers;
    private final String what;
    private final Work<M> work;
    private final Map<OrderId, Case<M>> cases = new HashMap<>();
    private boolean closed;

    /** One try. */
    interface Work<M> {
        /** Whether the order needs another try. It does also where this throws, which is logged. */
        boolean goesOn(OrderId id, M memory);
    }

    private static final class Case<M> {
        private M memory;
        private int tries;
        private boolean underWay;

        /** Asked for while a try was under way that may have looked too early. */
        private Optional<M> next = Optional.empty();

        private Case(M memory) {
            this.memory = memory;
        }
    }

    /**
     * Nothing to do yet.
     *
     * @param what the work, for the log
     */
    Retries(Timers timers, String what, Work<M> work) {
        this.timers = timers;
        this.what = what;
        this.work = work;
    }

    /** Begins with an order, a moment later; what is begun already goes on with its own memory. */
    void take(OrderId id, M memory) {
        begin(id, memory).ifPresent(fresh -> later(id, fresh, 0));
    }

    /** The same without the moment. */
    void takeAtOnce(OrderId id, M memory) {
        begin(id, memory).ifPresent(fresh -> timers.after(Duration.ZERO, () -> attempt(id, fresh)));
    }

    /** How many orders are worked on. */
    synchronized int count() {
        return cases.size();
    }

    /** No try begins from now on. */
    synchronized void close() {
        closed = true;
    }

    private synchronized Optional<Case<M>> begin(OrderId id, M memory) {
        Case<M> known = cases.get(id);
        if (closed) {
            return Optional.empty();
        }
        if (known != null) {
            if (known.underWay) {
                known.next = Optional.of(memory);
            }
            return Optional.empty();
        }
        Case<M> fresh = new Case<>(memory);
        cases.put(id, fresh);
        return Optional.of(fresh);
    }

    private void later(OrderId id, Case<M> open, int tries) {
        timers.after(Backoff.pause(tries), () -> attempt(id, open));
    }

    private void attempt(OrderId id, Case<M> open) {
        if (!isBegun(open)) {
            return;
        }
        boolean goesOn = true;
        try {
            goesOn = work.goesOn(id, open.memory);
        } catch (NotOurs lost) {
            // Whoever holds the account takes its orders up.
            goesOn = false;
        } catch (RuntimeException fault) {
            // The database may be away; the order is still nobody else's.
            LOG.atError()
                    .addKeyValue("order_id", id.toString())
                    .addKeyValue("work", what)
                    .setCause(fault)
                    .log("work on an order failed; it will be tried again");
        }
        if (isLeft(id, open, goesOn)) {
            later(id, open, open.tries);
        }
    }

    private synchronized boolean isBegun(Case<M> open) {
        open.underWay = !closed;
        return open.underWay;
    }

    private synchronized boolean isLeft(OrderId id, Case<M> open, boolean goesOn) {
        open.underWay = false;
        if (goesOn) {
            open.tries++;
            open.next = Optional.empty();
            return !closed;
        }
        if (open.next.isEmpty()) {
            cases.remove(id);
            return false;
        }
        open.memory = open.next.get();
        open.next = Optional.empty();
        open.tries = 0;
        return !closed;
    }
}
