package dev.k2.accounts;

import java.util.Set;

/**
 * Which second factors a person has.
 *
 * @param totp whether an authenticator app is on
 * @param methods how a second factor can be shown; empty where none is on
 */
public record FactorState(boolean totp, Set<FactorMethod> methods, int recoveryCodesLeft) {
    /** The set is copied. */
    public FactorState {
        methods = Set.copyOf(methods);
    }
}
