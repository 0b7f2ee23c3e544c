package dev.k2.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k2.audit.AuditEvent;
import dev.k2.audit.AuditFilter;
import dev.k2.audit.AuditKind;
import dev.k2.audit.AuditLog;
import dev.k2.platform.Database;
import dev.k2.platform.Eventually;
import dev.k2.platform.Keyset;
import dev.k2.platform.ManualClock;
import dev.k2.platform.Metrics;
import dev.k2.platform.TestPostgres;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ASVS 16.5.3: what cannot be written down is not done. */
class AuditTrailTest {
    @TempDir private Path home;
    private final Database database = TestPostgres.database();
    private final ManualClock clock = new ManualClock();
    private final AtomicInteger done = new AtomicInteger();
    private AuditLog log;
    private AuditTrail trail;

    @BeforeEach
    void open() {
        Keyset keys = Keyset.openOrCreate(home.resolve("keys"));
        log =
                AuditLog.open(
                        database,
                        keys.auditLog(),
                        home.resolve("audit"),
                        clock,
                        clock,
                        new Metrics());
        trail = new AuditTrail(log, new Sessions(House.shared().accounts), clock);
    }

    @AfterEach
    void close() {
        log.close();
        database.close();
    }

    @Test
    void refusesAChangeThatCouldNotBeWrittenDown() {
        cannotWrite(true);

        Reply refused = answer("createLink", HttpMethod.POST, "/v1/exchange-links");

        assertThat(done).hasValue(0);
        assertThat(refused)
                .isInstanceOfSatisfying(
                        Reply.Refusal.class,
                        refusal -> {
                            assertThat(refusal.problem().status()).isEqualTo(503);
                            assertThat(refusal.problem().details())
                                    .containsEntry("component", "audit");
                        });
    }

    @Test
    void readsAndMakesSaferEvenThen() {
        cannotWrite(true);

        answer("listLinks", HttpMethod.GET, "/v1/exchange-links");
        answer("previewOrder", HttpMethod.POST, "/v1/orders/preview");
        answer("cancelOrder", HttpMethod.DELETE, "/v1/orders/{id}");
        answer("cancelOrders", HttpMethod.DELETE, "/v1/orders");
        answer("activateKillSwitch", HttpMethod.POST, "/v1/risk/kill-switch");
        assertThat(done).hasValue(5);
        cannotWrite(false);

        Eventually.until("every event has its row", log::isIdle);
        assertThat(actions())
                .containsExactly("activateKillSwitch", "cancelOrders", "cancelOrder", "probe");
        answer("createLink", HttpMethod.POST, "/v1/exchange-links");
        assertThat(done).hasValue(6);
    }

    @Test
    void writesDownACallThatFailed() {
        Operation operation = operation("listLinks", HttpMethod.GET, "/v1/exchange-links");

        assertThatThrownBy(
                        () ->
                                trail.answer(
                                        operation,
                                        "r-1",
                                        asked -> {
                                            throw new IllegalStateException("canary");
                                        },
                                        asked()))
                .hasMessage("canary");

        Eventually.until("every event has its row", log::isIdle);
        AuditEvent event =
                log.list(AuditFilter.ALL, Optional.empty(), 10).rows().getFirst().event();
        assertThat(event.kind()).isEqualTo(AuditKind.ERROR);
        assertThat(event.outcome()).isEqualTo("failed");
        assertThat(event.toString()).doesNotContain("canary");
    }

    private void cannotWrite(boolean broken) {
        database.useTransaction(
                handle ->
                        handle.execute(
                                broken
                                        ? "REVOKE INSERT ON audit.entries FROM k2_audit_writer"
                                        : "GRANT INSERT ON audit.entries TO k2_audit_writer"));
        if (broken) {
            log.record(
                    AuditEvent.inside(
                            clock.instant(),
                            AuditKind.SYSTEM,
                            "probe",
                            Optional.empty(),
                            "",
                            "ok",
                            Map.of()));
            Eventually.until("it is noticed", () -> !log.accepts());
        } else {
            Eventually.until("it works again", log::accepts);
        }
    }

    private Reply answer(String id, HttpMethod method, String route) {
        return trail.answer(
                operation(id, method, route),
                "r-1",
                asked -> {
                    done.incrementAndGet();
                    return Reply.nothing();
                },
                asked());
    }

    private List<String> actions() {
        return log.list(AuditFilter.ALL, Optional.empty(), 10).rows().stream()
                .map(row -> row.event().action())
                .toList();
    }

    private static Operation operation(String id, HttpMethod method, String route) {
        return new Operation(
                id,
                method,
                route,
                Contract.segments(route),
                Scope.SESSION,
                false,
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                false,
                Map.of(),
                false);
    }

    private static Asked asked() {
        return new Asked(null, Map.of(), new JsonObject(), "203.0.113.7", "test", Buffer.buffer());
    }
}
