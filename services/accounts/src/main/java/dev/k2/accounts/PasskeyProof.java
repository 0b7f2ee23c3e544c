package dev.k2.accounts;

import java.util.Base64;
import java.util.Optional;

/**
 * What an authenticator says to a challenge, all in Base64 for addresses.
 *
 * @param credentialId which key it signed with
 * @param clientData what the browser saw, as JSON: challenge and origin
 * @param authenticatorData what the authenticator saw
 * @param signature over both
 * @param userHandle whose key the authenticator takes it for
 */
public record PasskeyProof(
        String credentialId,
        String clientData,
        String authenticatorData,
        String signature,
        Optional<String> userHandle) {
    /**
     * The bytes behind one of them.
     *
     * @throws IllegalArgumentException where it is none
     */
    static byte[] bytes(String text) {
        return Base64.getUrlDecoder().decode(text);
    }
}
