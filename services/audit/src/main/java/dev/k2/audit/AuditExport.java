package dev.k2.audit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies rows into an archive, in order and each at least once, with the hashes that prove them. */
final class AuditExport {
    private static final Logger LOG = LoggerFactory.getLogger(AuditExport.class);
    private static final int ROWS_IN_ONE = 5_000;

    private final AuditStore store;
    private final AuditArchive archive;
    private final Duration locked;
    private final InstantSource clock;

    AuditExport(AuditStore store, AuditArchive archive, Duration locked, InstantSource clock) {
        this.store = store;
        this.archive = archive;
        this.locked = locked;
        this.clock = clock;
    }

    /** Everything that is not there yet. Returns how many rows went. */
    long run() {
        long sent = 0;
        while (true) {
            long from = store.exportedTo();
            var rows = store.after(from, ROWS_IN_ONE);
            if (rows.isEmpty()) {
                return sent;
            }
            long first = rows.getFirst().row().seq();
            long last = rows.getLast().row().seq();
            var name = "%012d-%012d.jsonl".formatted(first, last);
            var content =
                    rows.stream()
                            .map(stored -> AuditJson.row(stored.row()) + "\n")
                            .collect(Collectors.joining());
            var now = clock.instant();
            archive.put(name, content.getBytes(StandardCharsets.UTF_8), now.plus(locked));
            store.exported(first, last, name, now);
            sent += rows.size();
        }
    }

    /** The same from a timer: what fails is tried again at its next turn. */
    void runSoon() {
        try {
            run();
        } catch (RuntimeException failure) {
            LOG.atError()
                    .addKeyValue("cause", failure.toString())
                    .log("the audit log could not be copied to its archive");
        }
    }
}
