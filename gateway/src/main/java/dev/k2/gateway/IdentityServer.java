package dev.k2.gateway;

import dev.k2.accounts.IdentityProvider;
import dev.k2.accounts.IdentityTerms;
import dev.k2.platform.Secret;
import dev.k2.platform.Settings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A provider that vouches for people, and who K2 is to it.
 *
 * @param authorize where a person says yes
 * @param token where codes are redeemed
 * @param keys where its public keys are
 * @param redirect where browsers come back to: a page of the web app, for Apple {@code /v1/auth/oauth/apple/return}
 */
public record IdentityServer(
        IdentityProvider provider,
        IdentityTerms terms,
        ClientProof proof,
        URI authorize,
        URI token,
        URI keys,
        URI redirect) {
    /** How K2 shows the provider that it is K2. */
    public sealed interface ClientProof {
        /** A secret that the provider gave. */
        record Shared(Secret secret) implements ClientProof {}

        /** A key whose public half Apple has; a short-lived secret is signed with it each time. */
        record Signed(AppleKey key) implements ClientProof {}
    }

    /**
     * Reads the keys under {@code auth.oauth.<provider>}; a provider without a client id is off. Addresses are those of TLS, but for
     * this machine's own.
     */
    public static List<IdentityServer> from(Settings settings) {
        List<IdentityServer> servers = new ArrayList<>();
        google(settings).ifPresent(servers::add);
        apple(settings).ifPresent(servers::add);
        return servers;
    }

    private static Optional<IdentityServer> google(Settings settings) {
        String key = "auth.oauth.google.";
        Optional<Secret> secret = settings.secret(key + "client-secret");
        return server(
                settings,
                IdentityProvider.GOOGLE,
                key,
                Set.of("https://accounts.google.com", "accounts.google.com"),
                "https://accounts.google.com/o/oauth2/v2/auth",
                "https://oauth2.googleapis.com/token",
                "https://www.googleapis.com/oauth2/v3/certs",
                secret.map(ClientProof.Shared::new),
                "Give client-secret and redirect-url beside it.");
    }

    private static Optional<IdentityServer> apple(Settings settings) {
        String key = "auth.oauth.apple.";
        Optional<String> team = settings.text(key + "team-id");
        Optional<String> name = settings.text(key + "key-id");
        Optional<Secret> pem = settings.secret(key + "private-key");
        String client = settings.text(key + "client-id", "");
        Optional<AppleKey> signer =
                team.isEmpty() || name.isEmpty()
                        ? Optional.empty()
                        : pem.flatMap(text -> AppleKey.of(team.get(), name.get(), client, text));
        return server(
                settings,
                IdentityProvider.APPLE,
                key,
                Set.of("https://appleid.apple.com"),
                "https://appleid.apple.com/auth/authorize",
                "https://appleid.apple.com/auth/token",
                "https://appleid.apple.com/auth/keys",
                signer.map(ClientProof.Signed::new),
                "Give team-id, key-id, private-key (a PEM of an EC key) and redirect-url beside"
                        + " it.");
    }

    private static Optional<IdentityServer> server(
            Settings settings,
            IdentityProvider provider,
            String key,
            Set<String> issuers,
            String authorize,
            String token,
            String keys,
            Optional<? extends ClientProof> proof,
            String remedy) {
        Optional<String> client = settings.text(key + "client-id");
        Optional<String> issuer = settings.text(key + "issuer");
        Optional<URI> redirect = ConsentServer.parse(settings.text(key + "redirect-url", ""));
        Optional<URI> first = ConsentServer.parse(settings.text(key + "authorize-url", authorize));
        Optional<URI> second = ConsentServer.parse(settings.text(key + "token-url", token));
        Optional<URI> third = ConsentServer.parse(settings.text(key + "keys-url", keys));
        if (client.isEmpty()) {
            return Optional.empty();
        }
        if (proof.isEmpty()
                || redirect.isEmpty()
                || first.isEmpty()
                || second.isEmpty()
                || third.isEmpty()) {
            settings.reject(key + "client-id", remedy + " Addresses begin with https://.");
            return Optional.empty();
        }
        return Optional.of(
                new IdentityServer(
                        provider,
                        new IdentityTerms(issuer.map(Set::of).orElse(issuers), client.get()),
                        proof.get(),
                        first.get(),
                        second.get(),
                        third.get(),
                        redirect.get()));
    }
}
