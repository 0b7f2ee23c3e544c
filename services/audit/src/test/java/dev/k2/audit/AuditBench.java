package dev.k2.audit;

import dev.k2.model.SessionId;
import dev.k2.model.UserId;
import dev.k2.platform.Database;
import dev.k2.platform.Eventually;
import dev.k2.platform.Keyset;
import dev.k2.platform.ManualClock;
import dev.k2.platform.Metrics;
import dev.k2.platform.TestPostgres;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A database of its own, keys, a directory and a log. */
final class AuditBench implements AutoCloseable {
    final Database database = TestPostgres.database();
    final ManualClock clock = new ManualClock();
    final Metrics metrics = new Metrics();
    final Path directory;
    final Keyset keys;
    final UserId anna = new UserId(UUID.randomUUID());
    AuditLog log;

    AuditBench(Path home) {
        directory = home.resolve("audit");
        keys = Keyset.openOrCreate(home.resolve("keys"));
        log = open();
    }

    AuditLog open() {
        return AuditLog.open(database, keys.auditLog(), directory, clock, clock, new Metrics());
    }

    AuditEvent event(String action, String object) {
        return new AuditEvent(
                UUID.randomUUID(),
                clock.instant(),
                AuditKind.REQUEST,
                action,
                Optional.of(anna),
                Optional.of(new SessionId(UUID.randomUUID())),
                "203.0.113.7",
                object,
                "ok",
                "request-1",
                Map.of("instrument", "BTC-USDT", "quantity", "0.1"));
    }

    void fill(int rows) {
        for (int at = 0; at < rows; at++) {
            log.record(event("order.place", "order-" + at));
        }
        settle();
    }

    void settle() {
        Eventually.until("all events have rows", log::isIdle);
    }

    AuditVerification verify() {
        return AuditLog.verify(database, keys.auditLog(), directory, new Metrics());
    }

    /** As a thief of the owner's password would. */
    void tamper(String sql, Object... values) {
        database.useTransaction(
                handle -> {
                    handle.execute("ALTER TABLE audit.entries DISABLE TRIGGER ALL");
                    handle.execute(sql, values);
                    handle.execute("ALTER TABLE audit.entries ENABLE TRIGGER ALL");
                });
    }

    @Override
    public void close() {
        log.close();
        database.close();
    }
}
