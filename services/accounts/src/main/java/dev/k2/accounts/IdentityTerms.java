package dev.k2.accounts;

import java.util.Set;

/**
 * What id tokens of a provider must say.
 *
 * @param issuers who may have issued them
 * @param clientId whom they must be meant for
 */
public record IdentityTerms(Set<String> issuers, String clientId) {
    /** The set is copied. */
    public IdentityTerms {
        issuers = Set.copyOf(issuers);
    }
}
