package dev.k2.gateway;

import dev.k2.platform.Settings;
import java.time.Duration;
import java.util.Optional;

/**
 * A bucket at Amazon S3, or at a service that speaks its protocol, with object lock switched on.
 *
 * @param prefix stands before the names of objects
 * @param locked how long an object can be neither changed nor deleted
 * @param lock whether even administrators of the bucket cannot shorten that
 */
public record ArchiveBucket(
        String bucket, String prefix, Duration locked, Lock lock, AwsLogin login) {
    private static final int DAYS = 365;
    private static final int DAYS_MAX = 36_500;

    /** How firmly. */
    public enum Lock {
        /** Nobody can. */
        COMPLIANCE,
        /** Those who have a right of its own can. */
        GOVERNANCE
    }

    /** Reads the keys under {@code audit.s3}; empty where none names a bucket. */
    public static Optional<ArchiveBucket> from(Settings settings) {
        AwsLogin login = AwsLogin.from(settings, "audit.s3.");
        String prefix = settings.text("audit.s3.prefix", "audit/");
        int days = settings.number("audit.s3.lock-days", DAYS, 1, DAYS_MAX);
        Lock lock = settings.choice("audit.s3.lock", Lock.COMPLIANCE);
        return settings.text("audit.s3.bucket")
                .map(
                        bucket ->
                                new ArchiveBucket(
                                        bucket, prefix, Duration.ofDays(days), lock, login));
    }
}
