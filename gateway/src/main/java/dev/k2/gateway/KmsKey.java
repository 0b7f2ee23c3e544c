package dev.k2.gateway;

import dev.k2.platform.Settings;
import java.util.Optional;

/**
 * A key at AWS KMS, or at a service that speaks its protocol.
 *
 * @param keyId its id, its ARN, or an alias
 */
public record KmsKey(String keyId, AwsLogin login) {
    /** Reads the keys under {@code keys.kms}; empty where none names a key. */
    public static Optional<KmsKey> from(Settings settings) {
        AwsLogin login = AwsLogin.from(settings, "keys.kms.");
        return settings.text("keys.kms.key-id").map(id -> new KmsKey(id, login));
    }
}
