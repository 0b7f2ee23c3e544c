package dev.k2.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k2.model.UserId;
import dev.k2.platform.Eventually;
import dev.k2.platform.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditLogTest {
    @TempDir private Path home;
    private AuditBench bench;

    @BeforeEach
    void open() {
        bench = new AuditBench(home);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void keepsEventsInTheirOrderAndHolds() {
        bench.fill(700);

        var page = bench.log.list(AuditFilter.ALL, Optional.empty(), 100);

        assertThat(page.rows()).hasSize(100);
        assertThat(page.rows().getFirst().seq()).isEqualTo(700);
        assertThat(page.rows().getFirst().event().object()).isEqualTo("order-699");
        assertThat(bench.verify()).isEqualTo(new AuditVerification(700, 0, List.of()));
    }

    @Test
    void showsAPersonTheirOwnTrailPageByPageAndFiltered() {
        var other = new UserId(UUID.randomUUID());
        for (int at = 0; at < 5; at++) {
            bench.log.record(bench.event("order.place", "order-" + at));
            bench.log.record(
                    AuditEvent.inside(
                            bench.clock.instant(),
                            AuditKind.ORDER,
                            "order.filled",
                            Optional.of(other),
                            "order-" + at,
                            "ok",
                            Map.of()));
            bench.clock.advance(Duration.ofSeconds(10));
        }
        bench.settle();

        var mine = AuditFilter.of(bench.anna);
        var first = bench.log.list(mine, Optional.empty(), 3);
        var second = bench.log.list(mine, first.next(), 3);

        assertThat(objects(first)).containsExactly("order-4", "order-3", "order-2");
        assertThat(objects(second)).containsExactly("order-1", "order-0");
        assertThat(second.next()).isEmpty();
        var start = first.rows().getLast().event().at();
        var within =
                new AuditFilter(
                        Optional.empty(),
                        Optional.of("order.filled"),
                        Optional.of(start),
                        Optional.of(start.plusSeconds(20)));
        List<String> found = new ArrayList<>();
        bench.log.each(within, row -> found.add(row.event().object()));
        assertThat(found).containsExactly("order-3", "order-2");
    }

    /** ASVS 16.4.2, 13.2.2: the role that writes can do nothing else. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit.entries SET object = 'x'",
                "DELETE FROM audit.entries",
                "TRUNCATE audit.entries",
                "DROP TABLE audit.entries",
                "ALTER TABLE audit.entries DISABLE TRIGGER ALL",
                "SELECT * FROM audit.flyway_history"
            })
    void deniesTheWriterEverythingButAdding(String sql) {
        bench.fill(1);
        try (var writer = bench.database.inRole(AuditStore.ROLE, 1, new Metrics())) {
            assertThatThrownBy(() -> writer.useTransaction(handle -> handle.execute(sql)))
                    .hasMessageMatching("(?s).*(permission denied|must be owner).*");
        }

        assertThat(bench.verify().rows()).isEqualTo(1);
    }

    /** ASVS 16.4.2: even the owner of the table does not change it by a slip. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit.entries SET object = 'x'",
                "DELETE FROM audit.entries",
                "TRUNCATE audit.entries"
            })
    void refusesChangesByTheOwnerToo(String sql) {
        bench.fill(1);

        assertThatThrownBy(() -> bench.database.useTransaction(handle -> handle.execute(sql)))
                .hasMessageContaining("append-only");
    }

    /** ASVS 16.4.1: no value makes a second line, in any field. */
    @Test
    void keepsCarriageReturnsAndLineFeedsWithinOneLine() {
        var evil = "x\r\n{\"forged\":true}\n\u2028\u2029\u0085\u0000\u001b[31m\u202e=cmd|' /C'!A0";
        bench.log.record(
                new AuditEvent(
                        UUID.randomUUID(),
                        bench.clock.instant(),
                        AuditKind.REQUEST,
                        evil,
                        Optional.of(bench.anna),
                        Optional.empty(),
                        evil,
                        evil,
                        evil,
                        evil,
                        Map.of(evil, evil, "plain", evil)));
        bench.settle();

        var row = bench.log.list(AuditFilter.ALL, Optional.empty(), 1).rows().getFirst();

        var json = AuditFormat.JSONL.line(row);
        assertThat(json).endsWith("}\n");
        assertThat(json.substring(0, json.length() - 1))
                .matches("\\p{ASCII}+")
                .doesNotMatch("(?s).*\\p{Cntrl}.*");
        var csv = AuditFormat.CSV.line(row);
        assertThat(csv.substring(0, csv.length() - 2))
                .doesNotMatch("(?s).*[\\p{Cntrl}\u2028\u2029\u0085].*");
        assertThat(bench.verify().holds()).isTrue();
    }

    @Test
    void writesNoCellThatASpreadsheetTakesForAFormula() {
        var row = new AuditRow(1, bench.event("=1+1", "@x"), 1, "00");

        assertThat(AuditFormat.CSV.line(row)).contains("\"'=1+1\"").contains("\"'@x\"");
    }

    /** ASVS 16.4.3: what is asked to be written while the database is away waits, and what would have to be audited is refused. */
    @Test
    void waitsForTheDatabaseAndLosesNothing() {
        bench.fill(3);
        lockOut(
                () -> {
                    bench.log.record(bench.event("order.place", "late"));
                    Eventually.until("it refuses", () -> !bench.log.accepts());
                });

        bench.settle();
        Eventually.until("it accepts", bench.log::accepts);
        assertThat(bench.verify()).isEqualTo(new AuditVerification(4, 0, List.of()));
    }

    /** ASVS 16.4.3: a K2 that was killed between an answer and its row writes the row at its next start. */
    @Test
    void findsTheEventsOfARunThatWasKilled() throws IOException {
        bench.fill(3);
        var journal = bench.directory.resolve("journal");
        var late = bench.event("order.place", "between");
        Files.writeString(
                journal,
                Files.readString(journal) + AuditJson.event(late) + "\n{\"id\":\"cut off",
                java.nio.charset.StandardCharsets.UTF_8);
        // The log of the run that was killed is left as it is: nothing of it is closed.
        try (var next = bench.open()) {
            var rows = next.list(AuditFilter.ALL, Optional.empty(), 10).rows();

            assertThat(rows).hasSize(5);
            assertThat(rows.get(1).event()).isEqualTo(late);
            assertThat(rows.getFirst().event().action()).isEqualTo("audit.recovered");
            assertThat(rows.getFirst().event().details())
                    .isEqualTo(Map.of("recovered", "1", "unreadable", "1"));
            assertThat(bench.verify().holds()).isTrue();
        }
    }

    @Test
    void saysNothingOfARunThatEndedInOrder() {
        bench.fill(2);
        bench.log.close();

        bench.log = bench.open();

        assertThat(bench.verify().rows()).isEqualTo(2);
    }

    @Test
    void anchorsTheNewestRowOutsideOfTheDatabaseEveryMinute() throws IOException {
        bench.fill(2);
        bench.clock.advance(Duration.ofSeconds(61));
        bench.fill(1);
        bench.clock.advance(Duration.ofSeconds(61));
        bench.clock.advance(Duration.ofSeconds(61));

        var file = bench.directory.resolve("anchors");
        assertThat(Files.readAllLines(file)).hasSize(2);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(bench.verify()).isEqualTo(new AuditVerification(3, 2, List.of()));
    }

    @Test
    void goesOnAfterACrashInTheMiddleOfAnAnchor() throws IOException {
        bench.fill(2);
        bench.log.anchor();
        var file = bench.directory.resolve("anchors");
        Files.writeString(file, Files.readString(file).strip().substring(0, 30));
        bench.fill(1);
        bench.log.anchor();

        assertThat(bench.verify()).isEqualTo(new AuditVerification(3, 1, List.of()));
    }

    @Test
    void saysWhenAnchorsWereTamperedWith() throws IOException {
        bench.fill(2);
        bench.log.anchor();
        var file = bench.directory.resolve("anchors");
        Files.writeString(file, "nothing of ours\n" + Files.readString(file));

        assertThat(bench.verify().findings())
                .singleElement()
                .satisfies(one -> assertThat(one.message()).contains("cannot be read"));
    }

    @Test
    void holdsOverARotationOfItsKey() {
        bench.fill(3);
        bench.keys.rotate(dev.k2.platform.KeyName.AUDIT_LOG, Set.of());
        bench.fill(3);

        assertThat(bench.verify()).isEqualTo(new AuditVerification(6, 0, List.of()));
    }

    @Test
    void letsSeveralWritersAddToOneChain() {
        try (var second =
                AuditLog.open(
                        bench.database,
                        bench.keys.auditLog(),
                        home.resolve("second"),
                        bench.clock,
                        bench.clock,
                        new Metrics())) {
            for (int at = 0; at < 300; at++) {
                bench.log.record(bench.event("order.place", "a" + at));
                second.record(bench.event("order.place", "b" + at));
            }
            bench.settle();
            Eventually.until("the second is idle", second::isIdle);
        }
        AuditLog.append(
                bench.database,
                bench.keys.auditLog(),
                new Metrics(),
                bench.event("keys.rotate", "x"));

        assertThat(bench.verify()).isEqualTo(new AuditVerification(601, 0, List.of()));
    }

    @Test
    void copiesEveryRowOnceAndLocksTheCopies() {
        Map<String, String> stored = new HashMap<>();
        Map<String, Instant> locks = new HashMap<>();
        AuditArchive archive =
                (name, content, until) -> {
                    stored.put(name, new String(content, java.nio.charset.StandardCharsets.UTF_8));
                    locks.put(name, until);
                };
        bench.fill(3);
        assertThat(bench.log.exportNow(archive, Duration.ofDays(365))).isEqualTo(3);
        bench.fill(2);
        assertThat(bench.log.exportNow(archive, Duration.ofDays(365))).isEqualTo(2);
        assertThat(bench.log.exportNow(archive, Duration.ofDays(365))).isZero();

        assertThat(stored)
                .containsOnlyKeys(
                        "000000000001-000000000003.jsonl", "000000000004-000000000005.jsonl");
        assertThat(stored.getOrDefault("000000000004-000000000005.jsonl", "").lines()).hasSize(2);
        assertThat(locks.values()).containsOnly(bench.clock.instant().plus(Duration.ofDays(365)));
    }

    @Test
    void copiesAgainWhatTheArchiveDidNotTake() {
        bench.fill(2);
        assertThatThrownBy(
                        () ->
                                bench.log.exportNow(
                                        (name, content, until) -> {
                                            throw new IllegalStateException("away");
                                        },
                                        Duration.ofDays(1)))
                .hasMessage("away");

        List<String> names = new ArrayList<>();
        bench.log.exportNow((name, content, until) -> names.add(name), Duration.ofDays(1));
        assertThat(names).containsExactly("000000000001-000000000002.jsonl");
    }

    /** Takes the right to add away for a while. */
    private void lockOut(Runnable meanwhile) {
        bench.database.useTransaction(
                handle -> handle.execute("REVOKE INSERT ON audit.entries FROM " + AuditStore.ROLE));
        try {
            meanwhile.run();
        } finally {
            bench.database.useTransaction(
                    handle ->
                            handle.execute("GRANT INSERT ON audit.entries TO " + AuditStore.ROLE));
        }
    }

    private static List<String> objects(AuditPage page) {
        return page.rows().stream().map(row -> row.event().object()).toList();
    }
}
