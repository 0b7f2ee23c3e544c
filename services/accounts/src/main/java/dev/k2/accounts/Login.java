package dev.k2.accounts;

import dev.k2.platform.Secret;
import java.time.Duration;
import java.util.Set;

/** What became of a login. */
public sealed interface Login {
    /** Come in. */
    record LoggedIn(User user, Tokens tokens) implements Login {}

    /**
     * The password is right, and a second factor is wanted. This is no session.
     *
     * @param challenge good for one login, by {@link Accounts#completeLogin}
     * @param life how long it is
     */
    record SecondFactorNeeded(User user, Secret challenge, Duration life, Set<FactorMethod> methods)
            implements Login {
        /** The set is copied. */
        public SecondFactorNeeded {
            methods = Set.copyOf(methods);
        }
    }

    /** The password is right, and somebody else chose it: another one has to be set first, by {@link PasswordChanges#replace}. */
    record PasswordChangeNeeded() implements Login {}

    /** No such user, another password, or an address that is not confirmed: which of them is not said. */
    record WrongCredentials() implements Login {}

    /** Too many failures for this account or from this address; try again after this long. */
    record Throttled(Duration retryAfter) implements Login {}
}
