package dev.k2.accounts;

/** What became of a new passkey. */
public sealed interface PasskeyCreation {
    /** It logs in from now on. */
    record Created(Passkey passkey) implements PasskeyCreation {}

    /** It is kept already. */
    record Known() implements PasskeyCreation {}

    /** What the authenticator said does not hold, or was not asked for. */
    record Refused() implements PasskeyCreation {}

    /** The person has as many as one may have. */
    record TooMany(int most) implements PasskeyCreation {}

    /** A field is not as it must be. */
    record Invalid(String field, String expected) implements PasskeyCreation {}
}
