package dev.k2.accounts;

import dev.k2.model.ExchangeId;
import dev.k2.platform.Secret;
import java.util.Set;

/**
 * The authorisation servers of exchanges that let a person give consent in place of a key (OAuth 2
 * with PKCE). Calls block, within a time limit.
 */
public interface TokenService {
    /** The exchanges that are configured for it; all others are linked by key. */
    Set<ExchangeId> exchanges();

    /**
     * Where the person's browser is to go.
     *
     * @param state comes back with the person
     * @param challenge SHA-256 of the verifier, as PKCE wants it
     * @param nonce comes back in the id token, where there is one
     */
    String consentAddress(ExchangeId exchange, String state, String challenge, String nonce);

    /** Exchanges the code that the person came back with. */
    TokenGrant redeem(ExchangeId exchange, Secret code, Secret verifier);

    /** New tokens for old ones. */
    TokenGrant refresh(ExchangeId exchange, Secret refreshToken);

    /** Ends tokens at their server. False where it did not say so. */
    boolean revoke(ExchangeId exchange, Secret token);

    /** None: every exchange is linked by key. */
    TokenService NONE =
            new TokenService() {
                @Override
                public Set<ExchangeId> exchanges() {
                    return Set.of();
                }

                @Override
                public String consentAddress(
                        ExchangeId exchange, String state, String challenge, String nonce) {
                    throw new IllegalArgumentException(exchange + " is linked by key");
                }

                @Override
                public TokenGrant redeem(ExchangeId exchange, Secret code, Secret verifier) {
                    return new TokenGrant.Refused(exchange + " is linked by key");
                }

                @Override
                public TokenGrant refresh(ExchangeId exchange, Secret refreshToken) {
                    return new TokenGrant.Refused(exchange + " is linked by key");
                }

                @Override
                public boolean revoke(ExchangeId exchange, Secret token) {
                    return false;
                }
            };
}
