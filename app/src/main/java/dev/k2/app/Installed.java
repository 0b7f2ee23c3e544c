package dev.k2.app;

import dev.k2.audit.AuditEvent;
import dev.k2.audit.AuditKind;
import dev.k2.audit.AuditLog;
import dev.k2.platform.DataDirectory;
import dev.k2.platform.Database;
import dev.k2.platform.DatabaseAddress;
import dev.k2.platform.EmbeddedPostgres;
import dev.k2.platform.K2Clock;
import dev.k2.platform.K2Settings;
import dev.k2.platform.Keyset;
import dev.k2.platform.Metrics;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An installation as a command sees it, whether its server runs or not: its database, which is started for as long as the command takes
 * where nobody else runs it, and its keys.
 */
record Installed(Database database, Keyset keys, Path data, Metrics metrics) {
    private static final int POOL = 4;

    /** Does some work on it. */
    static void with(AppSettings settings, Consumer<Installed> work) {
        K2Settings program = settings.k2();
        Optional<DatabaseAddress> elsewhere =
                program.databaseUrl()
                        .map(DatabaseAddress::parse)
                        .or(() -> EmbeddedPostgres.running(program.data()));
        if (elsewhere.isPresent()) {
            at(elsewhere.get(), settings, work);
            return;
        }
        try (DataDirectory directory = DataDirectory.open(program.data());
                EmbeddedPostgres postgres = EmbeddedPostgres.start(program.home(), directory)) {
            at(postgres.address(), settings, work);
        }
    }

    private static void at(
            DatabaseAddress address, AppSettings settings, Consumer<Installed> work) {
        Path data = settings.k2().data();
        try (Metrics metrics = new Metrics();
                Database database = Database.open(address, POOL, metrics)) {
            Keyset keys = settings.keys().open(data.resolve("keys"));
            work.accept(new Installed(database, keys, data, metrics));
        }
    }

    /** Where the audit log keeps what lies outside of the database. */
    Path audit() {
        return data.resolve("audit");
    }

    /** Writes down what somebody with a shell did. */
    void audited(String action, String object, Map<String, String> details) {
        AuditLog.append(
                database,
                keys.auditLog(),
                metrics,
                AuditEvent.inside(
                        K2Clock.system().instant(),
                        AuditKind.ADMIN,
                        action,
                        Optional.empty(),
                        object,
                        "ok",
                        details));
    }
}
