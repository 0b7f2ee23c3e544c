package dev.k2.accounts;

import dev.k2.platform.Secret;

/** What became of the wish for a key. */
public sealed interface ApiKeyCreation {
    /**
     * Here it is.
     *
     * @param secret what the program sends; it is not kept and cannot be shown again
     */
    record Created(ApiKey key, Secret secret) implements ApiKeyCreation {}

    /** A field is not as it must be. */
    record Invalid(String field, String expected) implements ApiKeyCreation {}

    /** The person has as many as one may have. */
    record TooMany(int most) implements ApiKeyCreation {}
}
