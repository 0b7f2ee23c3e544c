package dev.k2.accounts;

/** What the secret of a key is worth. */
public sealed interface ApiKeyVerdict {
    /** It is good, for the key's scopes. */
    record Valid(ApiKey key) implements ApiKeyVerdict {}

    /** It is none, or none any more. */
    record Unknown() implements ApiKeyVerdict {}

    /** It was good and is too old. */
    record Expired() implements ApiKeyVerdict {}
}
