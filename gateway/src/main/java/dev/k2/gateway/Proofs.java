package dev.k2.gateway;

import dev.k2.accounts.Proof;
import dev.k2.platform.Secret;
import java.util.Optional;

/** How people show in a body who they are, and what they are told where that fails. */
final class Proofs {
    private static final String USED_UP = "The code is wrong, or was used.";

    private Proofs() {}

    /** The factor that a body shows, where it shows one. */
    static Optional<Proof> of(Asked asked) {
        return asked.text("code")
                .<Proof>map(code -> new Proof.Totp(Secret.of(code)))
                .or(
                        () ->
                                asked.text("recovery_code")
                                        .map(code -> new Proof.RecoveryCode(Secret.of(code))))
                .or(() -> asked.object("passkey").map(PasskeyCalls::proof).map(Proof.Passkey::new));
    }

    /** The field that holds it. */
    static String field(Proof proof) {
        return switch (proof) {
            case Proof.Password password -> "password";
            case Proof.Totp totp -> "code";
            case Proof.RecoveryCode code -> "recovery_code";
            case Proof.Passkey passkey -> "passkey";
        };
    }

    /** What a person reads where it is not good. */
    static String failure(Proof proof) {
        return switch (proof) {
            case Proof.Password password -> "The password is wrong.";
            case Proof.Totp totp -> USED_UP;
            case Proof.RecoveryCode code -> USED_UP;
            case Proof.Passkey passkey -> "The passkey does not confirm you, or comes too late.";
        };
    }
}
