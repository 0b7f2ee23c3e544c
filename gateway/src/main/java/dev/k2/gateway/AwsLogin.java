package dev.k2.gateway;

import dev.k2.platform.Secret;
import dev.k2.platform.Settings;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * Who K2 is to a service of Amazon's, and where that is.
 *
 * @param endpoint another address than the region's own, for services that speak the same protocol
 * @param accessKey empty to find it as Amazon's tools do: environment, profile, role of the machine
 */
public record AwsLogin(
        String region,
        Optional<URI> endpoint,
        Optional<String> accessKey,
        Optional<Secret> secretKey) {

    static AwsLogin from(Settings settings, String prefix) {
        Optional<String> accessKey = settings.text(prefix + "access-key");
        Optional<Secret> secretKey = settings.secret(prefix + "secret-key");
        if (accessKey.isPresent() != secretKey.isPresent()) {
            settings.reject(
                    prefix + "access-key", "Give access-key and secret-key, or neither of them.");
        }
        Optional<String> endpoint = settings.text(prefix + "endpoint");
        Optional<URI> address = endpoint.flatMap(AwsLogin::address);
        if (endpoint.isPresent() && address.isEmpty()) {
            settings.reject(prefix + "endpoint", "Give an address that begins with https://.");
        }
        return new AwsLogin(
                settings.text(prefix + "region", "us-east-1"), address, accessKey, secretKey);
    }

    AwsCredentialsProvider credentials() {
        return accessKey.isPresent() && secretKey.isPresent()
                ? StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(accessKey.get(), secretKey.get().reveal()))
                : DefaultCredentialsProvider.builder().build();
    }

    /** TLS, but for this machine's own. */
    private static Optional<URI> address(String text) {
        try {
            URI address = URI.create(text);
            boolean here = "127.0.0.1".equals(address.getHost());
            return "https".equals(address.getScheme())
                            || (here && "http".equals(address.getScheme()))
                    ? Optional.of(address)
                    : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
