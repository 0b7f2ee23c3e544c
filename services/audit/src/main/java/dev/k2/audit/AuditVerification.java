package dev.k2.audit;

import java.util.List;

/**
 * What a look at every row found.
 *
 * @param rows how many there are
 * @param anchors how many were written outside the database
 * @param findings what is wrong, the first hundred
 */
public record AuditVerification(long rows, int anchors, List<Finding> findings) {
    /** Findings are copied. */
    public AuditVerification {
        findings = List.copyOf(findings);
    }

    /** Whether nothing is wrong. */
    public boolean holds() {
        return findings.isEmpty();
    }

    /**
     * Something that is wrong.
     *
     * @param seq where
     * @param message for a person
     */
    public record Finding(long seq, String message) {}
}
