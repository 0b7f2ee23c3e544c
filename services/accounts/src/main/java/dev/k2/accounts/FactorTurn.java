package dev.k2.accounts;

import dev.k2.platform.Secret;
import java.time.Duration;
import java.util.List;

/** What became of turning an authenticator app on. */
public sealed interface FactorTurn {
    /** It is on. The codes are told this once. */
    record On(List<Secret> recoveryCodes) implements FactorTurn {
        /** The list is copied. */
        public On {
            recoveryCodes = List.copyOf(recoveryCodes);
        }
    }

    /** The code is not the app's. */
    record Wrong() implements FactorTurn {}

    /** It was on before. */
    record AlreadyOn() implements FactorTurn {}

    /** No app was shown a secret. */
    record NotBegun() implements FactorTurn {}

    /** Too many wrong codes; try again after this long. */
    record Throttled(Duration retryAfter) implements FactorTurn {}
}
