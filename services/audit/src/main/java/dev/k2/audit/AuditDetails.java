package dev.k2.audit;

import java.io.UncheckedIOException;
import java.util.Map;

/** Details as they are stored. What somebody broke is shown as it is, and does not hold. */
final class AuditDetails {
    private AuditDetails() {}

    static Map<String, String> read(String stored) {
        try {
            var details = AuditJson.details(stored);
            return AuditJson.details(details).equals(stored)
                    ? details
                    : Map.of("unreadable", stored);
        } catch (UncheckedIOException | IllegalArgumentException broken) {
            return Map.of("unreadable", stored);
        }
    }
}
