package dev.k2.audit;

import dev.k2.platform.Database;
import dev.k2.platform.MacBox;
import dev.k2.platform.Metrics;
import dev.k2.platform.StartFailure;
import dev.k2.platform.Timers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door to the audit log.
 *
 * <p>{@link #record} costs a few microseconds and waits for no disk and no database; the row follows within a moment. Whoever changes
 * something asks {@link #accepts} before, and does not where the answer is no.
 */
public final class AuditLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final Duration ANCHOR_EVERY = Duration.ofSeconds(60);
    private static final Duration EXPORT_EVERY = Duration.ofMinutes(10);
    private static final int PAGE = 1_000;

    private final AuditStore store;
    private final AuditChain chain;
    private final AuditWriter writer;
    private final AuditAnchors anchors;
    private final InstantSource clock;
    private final List<Timers.Ticket> timers = new ArrayList<>();

    private AuditLog(
            AuditStore store,
            AuditChain chain,
            AuditWriter writer,
            AuditAnchors anchors,
            InstantSource clock) {
        this.store = store;
        this.chain = chain;
        this.writer = writer;
        this.anchors = anchors;
        this.clock = clock;
    }

    /**
     * Brings the tables up to date, gives events of a run that was cut off their rows, and opens the door.
     *
     * @param box closes the chain
     * @param directory for what must lie outside of the database
     * @throws StartFailure where the log could be changed by its writer, or the directory cannot be written
     */
    public static AuditLog open(
            Database database,
            MacBox box,
            Path directory,
            InstantSource clock,
            Timers timers,
            Metrics metrics) {
        var store = AuditStore.open(database, metrics);
        try {
            var chain = new AuditChain(box);
            var journal = AuditJournal.open(directory);
            var writer = new AuditWriter(store, chain, journal, metrics);
            var log = new AuditLog(store, chain, writer, new AuditAnchors(directory), clock);
            log.recover(journal);
            writer.start();
            log.timers.add(timers.every(ANCHOR_EVERY, log::anchorSoon));
            return log;
        } catch (IOException failure) {
            store.close();
            throw new StartFailure(
                    "The audit log cannot write in " + directory + ".",
                    "Check that the disk has room and that the directory belongs to the user that"
                            + " runs K2.",
                    failure);
        } catch (RuntimeException failure) {
            store.close();
            throw failure;
        }
    }

    /** For a command that runs beside the server or without one: adds one event, and waits for its row. */
    public static void append(Database database, MacBox box, Metrics metrics, AuditEvent event) {
        try (var store = AuditStore.open(database, metrics)) {
            store.append(List.of(event), new AuditChain(box));
        }
    }

    /** For a command: looks at every row, and at the anchors of a data directory. */
    public static AuditVerification verify(
            Database database, MacBox box, Path directory, Metrics metrics) {
        try (var store = AuditStore.open(database, metrics)) {
            return new AuditVerifier(store, new AuditChain(box))
                    .verify(anchors(new AuditAnchors(directory)), Optional.empty());
        }
    }

    private void recover(AuditJournal journal) throws IOException {
        var left = journal.read();
        if (left.unclean()) {
            int rows = writer.writeNow(left.events()).size();
            writer.writeNow(
                    List.of(
                            AuditEvent.inside(
                                    clock.instant(),
                                    AuditKind.SYSTEM,
                                    "audit.recovered",
                                    Optional.empty(),
                                    "",
                                    left.unreadable() == 0 ? "ok" : "cut",
                                    Map.of(
                                            "recovered",
                                            Integer.toString(rows),
                                            "unreadable",
                                            Long.toString(left.unreadable())))));
            LOG.atWarn()
                    .addKeyValue("recovered", rows)
                    .addKeyValue("unreadable", left.unreadable())
                    .log("the last run did not end in order; its audit events have their rows now");
        }
        journal.begin();
    }

    /** Copies rows into an archive from now on. */
    public void exportTo(AuditArchive archive, Duration locked, Timers every) {
        var export = new AuditExport(store, archive, locked, clock);
        timers.add(every.every(EXPORT_EVERY, export::runSoon));
    }

    /** The same at once, for tests and commands; what fails, throws. Returns how many rows went. */
    public long exportNow(AuditArchive archive, Duration locked) {
        return new AuditExport(store, archive, locked, clock).run();
    }

    /** Whether something that must be audited may happen now. */
    public boolean accepts() {
        return writer.accepts();
    }

    /** Writes down what happened, in the order of the calls. Never fails and never waits. */
    public void record(AuditEvent event) {
        writer.add(event);
    }

    /** A part of what is wanted, the newest first. */
    public AuditPage list(AuditFilter filter, Optional<Long> before, int limit) {
        var rows = store.find(filter, before, limit + 1);
        boolean more = rows.size() > limit;
        var shown = more ? rows.subList(0, limit) : rows;
        return new AuditPage(shown, more ? Optional.of(shown.getLast().seq()) : Optional.empty());
    }

    /** All that is wanted, the newest first, piece by piece. */
    public void each(AuditFilter filter, Consumer<AuditRow> taker) {
        Optional<Long> before = Optional.empty();
        while (true) {
            var page = list(filter, before, PAGE);
            page.rows().forEach(taker);
            if (page.next().isEmpty()) {
                return;
            }
            before = page.next();
        }
    }

    /** Looks at every row; takes a while. */
    public AuditVerification verify() {
        var read = anchors(anchors);
        var head = writer.head().map(row -> new AuditAnchors.Anchor(row.seq(), row.hash()));
        return new AuditVerifier(store, chain).verify(read, head);
    }

    /** Writes the newest row's number and hash outside of the database. */
    public void anchor() throws IOException {
        var head = store.head();
        if (head.isPresent()) {
            anchors.add(head.get(), clock.instant());
        }
    }

    /** Whether everything that was recorded has its row. */
    public boolean isIdle() {
        return writer.isIdle();
    }

    private void anchorSoon() {
        try {
            anchor();
        } catch (IOException failure) {
            LOG.atError()
                    .addKeyValue("cause", failure.toString())
                    .log("the audit log's anchor cannot be written");
        }
    }

    private static AuditAnchors.Read anchors(AuditAnchors anchors) {
        try {
            return anchors.read();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Gives everything its row, anchors the last one, and closes. */
    @Override
    public void close() {
        timers.forEach(Timers.Ticket::cancel);
        writer.close();
        anchorSoon();
        store.close();
    }
}
