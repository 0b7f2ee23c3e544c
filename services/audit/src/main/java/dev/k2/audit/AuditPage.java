package dev.k2.audit;

import java.util.List;
import java.util.Optional;

/**
 * Rows, the newest first.
 *
 * @param next what to ask for to go on; empty at the end
 */
public record AuditPage(List<AuditRow> rows, Optional<Long> next) {
    /** Rows are copied. */
    public AuditPage {
        rows = List.copyOf(rows);
    }
}
