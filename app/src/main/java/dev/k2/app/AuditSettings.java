package dev.k2.app;

import dev.k2.gateway.ArchiveBucket;
import dev.k2.platform.Settings;
import java.util.Optional;

/**
 * Where the audit log is copied to.
 *
 * @param archive a bucket with object lock; empty for none
 */
record AuditSettings(Optional<ArchiveBucket> archive) {
    static AuditSettings from(Settings settings) {
        return new AuditSettings(ArchiveBucket.from(settings));
    }
}
