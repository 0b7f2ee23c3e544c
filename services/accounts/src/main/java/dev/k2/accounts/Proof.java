package dev.k2.accounts;

import dev.k2.platform.Secret;

/** What a person shows to say who they are: the password, or one of the second factors. */
public sealed interface Proof {
    /** The password of the account. */
    record Password(Secret password) implements Proof {}

    /** What the authenticator app shows now. */
    record Totp(Secret code) implements Proof {}

    /** One of the codes on paper. */
    record RecoveryCode(Secret code) implements Proof {}

    /** What a passkey says to the challenge of this very login, or of this very session. */
    record Passkey(PasskeyProof shown) implements Proof {}
}
