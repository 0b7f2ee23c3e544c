package dev.k2.accounts;

import dev.k2.platform.Secret;
import java.util.Optional;
import java.util.Set;

/** The providers that vouch for people (OpenID Connect). Calls block, within a time limit. */
public interface IdentityService {
    /** Those that are configured; nobody logs in by the others. */
    Set<IdentityProvider> providers();

    /** What tokens of a provider must say. */
    IdentityTerms terms(IdentityProvider provider);

    /**
     * Where the person's browser is to go.
     *
     * @param state comes back with the browser
     * @param challenge SHA-256 of the verifier, as PKCE wants it
     * @param nonce comes back in the id token
     */
    String address(IdentityProvider provider, String state, String challenge, String nonce);

    /** Exchanges the code that the browser came back with. */
    IdentityAnswer redeem(IdentityProvider provider, Secret code, Secret verifier);

    /** The provider's public keys, a JSON Web Key Set; empty where there was no answer. */
    Optional<String> keys(IdentityProvider provider);

    /** None is configured. */
    IdentityService NONE =
            new IdentityService() {
                @Override
                public Set<IdentityProvider> providers() {
                    return Set.of();
                }

                @Override
                public IdentityTerms terms(IdentityProvider provider) {
                    throw new IllegalArgumentException(provider + " is not configured");
                }

                @Override
                public String address(
                        IdentityProvider provider, String state, String challenge, String nonce) {
                    throw new IllegalArgumentException(provider + " is not configured");
                }

                @Override
                public IdentityAnswer redeem(
                        IdentityProvider provider, Secret code, Secret verifier) {
                    return new IdentityAnswer.Refused(provider + " is not configured");
                }

                @Override
                public Optional<String> keys(IdentityProvider provider) {
                    return Optional.empty();
                }
            };
}
