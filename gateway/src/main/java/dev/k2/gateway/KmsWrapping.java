package dev.k2.gateway;

import dev.k2.platform.KeyName;
import dev.k2.platform.KeyWrapping;
import dev.k2.platform.StartFailure;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.KmsClientBuilder;

/**
 * Wraps the keys of key files with a key that never leaves its service. Each is bound to the master key whose file it seals, as
 * encryption context, which also stands in the service's own log.
 */
public final class KmsWrapping implements KeyWrapping {
    private static final String CONTEXT = "k2-key";
    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

    private final KmsKey key;

    /** With this key; nothing is asked of the service before something is wrapped or unwrapped. */
    public KmsWrapping(KmsKey key) {
        this.key = key;
    }

    @Override
    public String kind() {
        return "aws-kms";
    }

    @Override
    public byte[] wrap(byte[] plain, KeyName name) {
        try (KmsClient client = client()) {
            return client.encrypt(
                            request ->
                                    request.keyId(key.keyId())
                                            .plaintext(SdkBytes.fromByteArray(plain))
                                            .encryptionContext(Map.of(CONTEXT, name.text())))
                    .ciphertextBlob()
                    .asByteArray();
        } catch (SdkException failure) {
            throw refused(name, failure);
        }
    }

    @Override
    public byte[] unwrap(byte[] wrapped, KeyName name) {
        try (KmsClient client = client()) {
            return client.decrypt(
                            request ->
                                    request.keyId(key.keyId())
                                            .ciphertextBlob(SdkBytes.fromByteArray(wrapped))
                                            .encryptionContext(Map.of(CONTEXT, name.text())))
                    .plaintext()
                    .asByteArray();
        } catch (SdkException failure) {
            throw refused(name, failure);
        }
    }

    private KmsClient client() {
        KmsClientBuilder builder =
                KmsClient.builder()
                        .region(Region.of(key.login().region()))
                        .credentialsProvider(key.login().credentials())
                        .overrideConfiguration(limits -> limits.apiCallTimeout(ANSWER_MAX))
                        .httpClientBuilder(
                                UrlConnectionHttpClient.builder()
                                        .connectionTimeout(ANSWER_MAX)
                                        .socketTimeout(ANSWER_MAX));
        key.login().endpoint().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    private StartFailure refused(KeyName name, SdkException failure) {
        return new StartFailure(
                "The key management service does not open or seal the "
                        + name
                        + " with "
                        + key.keyId()
                        + ": "
                        + failure.getClass().getSimpleName()
                        + ".",
                "Check keys.kms.key-id, keys.kms.region, the rights kms:Encrypt and kms:Decrypt,"
                        + " and that the service answers.",
                failure);
    }
}
