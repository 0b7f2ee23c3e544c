package dev.k2.audit;

import dev.k2.platform.Metrics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns events into rows, in the order in which they came, behind the backs of those who wait for answers: one thread, one commit for
 * all that came meanwhile. What cannot be written is tried again until it can; nothing is dropped.
 */
final class AuditWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditWriter.class);
    static final int ROOM = 10_000;

    /** From here on nothing is accepted that would have to be audited, which leaves room for what is under way. */
    static final int FULL = 7_000;

    private static final int AT_ONCE = 500;
    private static final Duration LOOK = Duration.ofMillis(200);

    /** How long the first event waits for others to share its commit. */
    private static final Duration GATHER = Duration.ofMillis(20);

    private static final Duration CLOSE_MAX = Duration.ofSeconds(8);

    private final AuditStore store;
    private final AuditChain chain;
    private final AuditJournal journal;
    private final Metrics metrics;
    private final BlockingQueue<AuditEvent> queue = new ArrayBlockingQueue<>(ROOM);
    private final AtomicReference<Optional<AuditRow>> head =
            new AtomicReference<>(Optional.empty());
    private final Thread thread;
    private volatile boolean journalFails;
    private volatile boolean databaseFails;
    private volatile boolean overflowed;
    private volatile boolean closing;
    private final AtomicLong written = new AtomicLong();

    AuditWriter(AuditStore store, AuditChain chain, AuditJournal journal, Metrics metrics) {
        this.store = store;
        this.chain = chain;
        this.journal = journal;
        this.metrics = metrics;
        head.set(store.head());
        thread = Thread.ofVirtual().name("k2-audit").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    boolean accepts() {
        return !journalFails && !databaseFails && !closing && queue.size() < FULL;
    }

    /** The newest row that this process wrote or found. */
    Optional<AuditRow> head() {
        return head.get();
    }

    synchronized void add(AuditEvent event) {
        try {
            journal.append(event);
        } catch (IOException full) {
            journalFails = true;
            LOG.atError()
                    .addKeyValue("cause", full.toString())
                    .log("the audit journal cannot be written; changing requests are refused");
        }
        if (!queue.offer(event)) {
            overflowed = true;
            metrics.count("k2_audit_overflows_total");
            LOG.atError().log("the audit queue is full; events wait in the journal");
        }
    }

    /** Whether everything that was added has its row. */
    boolean isIdle() {
        return queue.isEmpty() && !overflowed && written.get() == journal.appended();
    }

    /** Writes rows and waits for them; what fails, throws. */
    List<AuditRow> writeNow(List<AuditEvent> events) {
        List<AuditRow> rows = new ArrayList<>();
        for (int from = 0; from < events.size(); from += AT_ONCE) {
            var some = events.subList(from, Math.min(events.size(), from + AT_ONCE));
            rows.addAll(store.append(some, chain));
        }
        if (!rows.isEmpty()) {
            head.set(Optional.of(rows.getLast()));
        }
        return rows;
    }

    private void run() {
        try {
            while (true) {
                var first = queue.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                if (first == null) {
                    if (closing && isIdleOrLost()) {
                        return;
                    }
                    rest();
                    continue;
                }
                if (!closing) {
                    Thread.sleep(GATHER);
                }
                List<AuditEvent> events = new ArrayList<>(List.of(first));
                queue.drainTo(events, AT_ONCE - 1);
                write(events);
                written.addAndGet(events.size());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isIdleOrLost() {
        return queue.isEmpty() && !overflowed;
    }

    private void write(List<AuditEvent> events) throws InterruptedException {
        while (true) {
            try {
                var rows = writeNow(events);
                metrics.count("k2_audit_rows_total", rows.size());
                databaseFails = false;
                return;
            } catch (RuntimeException failure) {
                if (!databaseFails) {
                    LOG.atError()
                            .setCause(failure)
                            .log("the audit log cannot be written; changing requests are refused");
                }
                databaseFails = true;
                Thread.sleep(LOOK);
            }
        }
    }

    private void rest() throws InterruptedException {
        try {
            if (overflowed) {
                overflowed = false;
                write(journal.read().events());
                written.set(journal.appended());
            }
            if (journalFails && journal.works()) {
                journalFails = false;
            }
            journal.settle(written.get());
        } catch (IOException failure) {
            journalFails = true;
            LOG.atError()
                    .addKeyValue("cause", failure.toString())
                    .log("the audit journal cannot be tidied");
        }
    }

    /** Takes no more, and gives what was taken its rows, for eight seconds at most; the rest waits in the journal. */
    @Override
    public void close() {
        closing = true;
        try {
            if (thread.join(CLOSE_MAX) && isIdle()) {
                journal.end();
            } else {
                LOG.atWarn()
                        .addKeyValue("events", queue.size())
                        .log("audit events wait in the journal for the next start");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (IOException failure) {
            LOG.atWarn()
                    .addKeyValue("cause", failure.toString())
                    .log("the audit journal could not be emptied; its events are known already");
        } finally {
            thread.interrupt();
            journal.close();
        }
    }
}
