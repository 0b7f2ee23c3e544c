package dev.k2.accounts;

import dev.k2.platform.Secret;
import java.util.List;

/** What became of a new passkey. */
public sealed interface PasskeyCreation {
    /**
     * It logs in from now on.
     *
     * @param recoveryCodes where it is the first second factor; told this once
     */
    record Created(Passkey passkey, List<Secret> recoveryCodes) implements PasskeyCreation {
        /** The list is copied. */
        public Created {
            recoveryCodes = List.copyOf(recoveryCodes);
        }
    }

    /** It is kept already. */
    record Known() implements PasskeyCreation {}

    /** What the authenticator said does not hold, or was not asked for. */
    record Refused() implements PasskeyCreation {}

    /** The person has as many as one may have. */
    record TooMany(int most) implements PasskeyCreation {}

    /** A field is not as it must be. */
    record Invalid(String field, String expected) implements PasskeyCreation {}
}
