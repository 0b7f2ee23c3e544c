package dev.k2.accounts;

import dev.k2.platform.Secret;

/** What became of the wish to use an authenticator app. */
public sealed interface FactorStart {
    /**
     * Show this to the app; nothing is on before its first code came back.
     *
     * @param secret in Base32, for typing
     * @param uri an otpauth address, for a QR code; holds the secret too
     */
    record Begun(Secret secret, Secret uri) implements FactorStart {}

    /** One is on; it has to be turned off first. */
    record AlreadyOn() implements FactorStart {}
}
