package dev.k2.gateway;

import dev.k2.audit.AuditArchive;
import java.time.Duration;
import java.time.Instant;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;

/** Stores what must not change in a bucket with object lock. */
public final class S3Archive implements AuditArchive, AutoCloseable {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

    private final ArchiveBucket bucket;
    private final S3Client client;

    private S3Archive(ArchiveBucket bucket, S3Client client) {
        this.bucket = bucket;
        this.client = client;
    }

    /** Nothing is asked of the service as yet. */
    public static S3Archive open(ArchiveBucket bucket) {
        S3ClientBuilder builder =
                S3Client.builder()
                        .region(Region.of(bucket.login().region()))
                        .credentialsProvider(bucket.login().credentials())
                        .forcePathStyle(bucket.login().endpoint().isPresent())
                        .overrideConfiguration(limits -> limits.apiCallTimeout(ANSWER_MAX))
                        .httpClientBuilder(
                                UrlConnectionHttpClient.builder()
                                        .connectionTimeout(ANSWER_MAX)
                                        .socketTimeout(ANSWER_MAX));
        bucket.login().endpoint().ifPresent(builder::endpointOverride);
        return new S3Archive(bucket, builder.build());
    }

    @Override
    public void put(String name, byte[] content, Instant lockedUntil) {
        client.putObject(
                request ->
                        request.bucket(bucket.bucket())
                                .key(bucket.prefix() + name)
                                .contentType("application/jsonl")
                                // S3 takes a lock only with a checksum of what it locks.
                                .checksumAlgorithm(ChecksumAlgorithm.SHA256)
                                .objectLockMode(mode())
                                .objectLockRetainUntilDate(lockedUntil),
                RequestBody.fromBytes(content));
    }

    @Override
    public void close() {
        client.close();
    }

    private ObjectLockMode mode() {
        return switch (bucket.lock()) {
            case COMPLIANCE -> ObjectLockMode.COMPLIANCE;
            case GOVERNANCE -> ObjectLockMode.GOVERNANCE;
        };
    }
}
