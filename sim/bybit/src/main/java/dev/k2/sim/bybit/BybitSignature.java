package dev.k2.sim.bybit;

import dev.k2.sim.ApiKey;
import dev.k2.sim.Signatures;
import java.security.GeneralSecurityException;
import java.util.HexFormat;

/** What is signed, and whether a signature is right. Pure. */
final class BybitSignature {
    private BybitSignature() {}

    /**
     * The string of a REST call.
     *
     * @param content a GET's query or a POST's body, as it came over the wire
     */
    static String payload(String timestamp, String key, String recvWindow, String content) {
        return timestamp + key + recvWindow + content;
    }

    /** The string of a WebSocket's login. */
    static String login(String expires) {
        return "GET/realtime" + expires;
    }

    /** HMAC in lower-case hexadecimals, or RSA in Base64. There are no Ed25519 keys. */
    static boolean right(ApiKey key, String payload, String signature) {
        try {
            return switch (key.kind()) {
                case HMAC -> Signatures.same(hmac(key.secret(), payload), signature);
                case RSA -> Signatures.verified(key.kind(), key.publicKey(), payload, signature);
                case ED25519 -> false;
            };
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    static String hmac(String secret, String payload) throws GeneralSecurityException {
        return HexFormat.of().formatHex(Signatures.hmac(secret, payload));
    }
}
