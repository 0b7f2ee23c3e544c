package dev.k2.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Goes through the whole chain, and holds it against what was written down outside of the database. */
final class AuditVerifier {
    private static final int AT_ONCE = 2_000;
    private static final int FINDINGS_MAX = 100;

    private final AuditStore store;
    private final AuditChain chain;

    AuditVerifier(AuditStore store, AuditChain chain) {
        this.store = store;
        this.chain = chain;
    }

    /**
     * Looks at every row.
     *
     * @param anchors read before, so that rows which are added meanwhile have none
     * @param remembered the newest row this process knows of; empty where it knows none
     */
    AuditVerification verify(AuditAnchors.Read anchors, Optional<AuditAnchors.Anchor> remembered) {
        List<AuditVerification.Finding> findings = new ArrayList<>();
        Map<Long, List<String>> expected = new HashMap<>();
        anchors.anchors()
                .forEach(
                        anchor ->
                                expected.computeIfAbsent(anchor.seq(), seq -> new ArrayList<>())
                                        .add(anchor.hash()));
        remembered.ifPresent(
                head ->
                        expected.computeIfAbsent(head.seq(), seq -> new ArrayList<>())
                                .add(head.hash()));
        if (anchors.unreadable() > 0) {
            add(findings, 0, anchors.unreadable() + " lines of the anchors cannot be read");
        }
        long rows = 0;
        long seq = 0;
        var before = AuditChain.BEGINNING;
        while (true) {
            var next = store.after(seq, AT_ONCE);
            if (next.isEmpty()) {
                break;
            }
            for (var stored : next) {
                var row = stored.row();
                rows++;
                if (row.seq() != seq + 1) {
                    add(findings, seq + 1, missing(seq + 1, row.seq() - 1));
                }
                check(findings, stored, before);
                var told = expected.remove(row.seq());
                if (told != null && told.stream().anyMatch(hash -> !hash.equals(row.hash()))) {
                    add(findings, row.seq(), "the row is not the one that was anchored");
                }
                seq = row.seq();
                before = row.hash();
            }
        }
        for (var gone : new TreeSet<>(expected.keySet())) {
            add(findings, gone, "the row was anchored and is gone");
        }
        return new AuditVerification(rows, anchors.anchors().size(), findings);
    }

    private void check(
            List<AuditVerification.Finding> findings, AuditStore.Stored stored, String before) {
        var row = stored.row();
        if (!chain.knows(row.keyVersion())) {
            add(findings, row.seq(), "the row was closed by a key that is not there");
        } else if (!stored.faithful() || !chain.holds(row, before)) {
            add(findings, row.seq(), "the row or the one before it was changed");
        }
    }

    private static String missing(long first, long last) {
        return first == last
                ? "the row is missing"
                : "the rows " + first + " to " + last + " are missing";
    }

    private static void add(List<AuditVerification.Finding> findings, long seq, String message) {
        if (findings.size() < FINDINGS_MAX) {
            findings.add(new AuditVerification.Finding(seq, message));
        }
    }
}
