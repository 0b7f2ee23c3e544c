package dev.k2.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.platform.Metrics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ASVS 16.4.2, 16.4.3: whoever changes the log in the database, with all rights there, is found out. */
class AuditMutationsTest {
    private static final int ROWS = 60;
    private static final int MUTATIONS = 1_000;

    /** Each changes the row that {@code ?} names; all that can be read of it, one at a time. */
    private static final List<String> FLIPS =
            List.of(
                    "at = at + interval '1 millisecond'",
                    "at = at + interval '1 microsecond'",
                    "kind = 'admin'",
                    "action = action || '.'",
                    "action = replace(action, '.', chr(13))",
                    "user_id = gen_random_uuid()",
                    "user_id = NULL",
                    "session_id = gen_random_uuid()",
                    "session_id = NULL",
                    "id = gen_random_uuid()",
                    "address = '198.51.100.9'",
                    "object = object || '0'",
                    "object = ''",
                    "outcome = 'failed'",
                    "request_id = upper(request_id)",
                    "details = replace(details, '0.1', '0.2')",
                    "details = details || ' '",
                    "details = '{}'",
                    "details = replace(details, '0.1', '0.1' || repeat('0', 400))",
                    "key_version = key_version + 1",
                    "hash = set_byte(hash, 7, (get_byte(hash, 7) + 1) % 256)",
                    "hash = decode(repeat('00', 32), 'hex')");

    @TempDir private Path home;

    @Test
    @DisplayName(
            "ASVS 16.4.2-3: 1,000 of 1,000 changes, deletions, insertions, swaps and cuts show")
    void showsEveryMutation() throws IOException {
        var random = new Random(20_261_121L);
        List<String> unseen = new ArrayList<>();
        try (var bench = new AuditBench(home);
                var store = AuditStore.open(bench.database, new Metrics())) {
            bench.fill(ROWS);
            bench.log.anchor();
            bench.database.useTransaction(
                    handle -> handle.execute("CREATE TABLE kept AS SELECT * FROM audit.entries"));
            var verifier = new AuditVerifier(store, new AuditChain(bench.keys.auditLog()));
            var anchors = new AuditAnchors(bench.directory).read();
            assertThat(holds(verifier, anchors)).isTrue();
            for (int round = 0; round < MUTATIONS; round++) {
                var done = mutate(bench, random);
                if (holds(verifier, anchors)) {
                    unseen.add(done);
                }
                bench.tamper(
                        "DELETE FROM audit.entries; INSERT INTO audit.entries SELECT * FROM kept");
            }

            assertThat(unseen).isEmpty();
            assertThat(holds(verifier, anchors)).isTrue();
        }
    }

    private static boolean holds(AuditVerifier verifier, AuditAnchors.Read anchors) {
        return verifier.verify(anchors, Optional.empty()).holds();
    }

    private static String mutate(AuditBench bench, Random random) {
        int seq = 1 + random.nextInt(ROWS);
        return switch (random.nextInt(6)) {
            case 0, 1 -> {
                var flip = FLIPS.get(random.nextInt(FLIPS.size()));
                yield doing(bench, "UPDATE audit.entries SET " + flip + " WHERE seq = ?", seq);
            }
            case 2 -> doing(bench, "DELETE FROM audit.entries WHERE seq = ?", seq);
            case 3 -> doing(bench, "DELETE FROM audit.entries WHERE seq >= ?", seq);
            case 4 -> {
                int other = 1 + (seq + random.nextInt(ROWS - 1)) % ROWS;
                yield doing(
                        bench,
                        """
                        UPDATE audit.entries SET seq = -seq WHERE seq IN (%1$d, %2$d);
                        UPDATE audit.entries SET seq = CASE seq WHEN -%1$d THEN %2$d ELSE %1$d END WHERE seq < 0\
                        """
                                .formatted(seq, other == seq ? 1 + seq % ROWS : other));
            }
            default ->
                    // A row of a thief's own, between others or behind the last.
                    doing(
                            bench,
                            """
                            UPDATE audit.entries SET seq = -seq - 1 WHERE seq >= %1$d;
                            UPDATE audit.entries SET seq = -seq WHERE seq < 0;
                            INSERT INTO audit.entries SELECT %1$d, gen_random_uuid(), at, kind, 'forged', user_id, session_id,
                                address, object, outcome, request_id, details, key_version, hash FROM kept WHERE seq = %2$d\
                            """
                                    .formatted(seq + random.nextInt(2), seq));
        };
    }

    private static String doing(AuditBench bench, String sql, Object... values) {
        bench.tamper(sql, values);
        return sql + " " + List.of(values);
    }
}
