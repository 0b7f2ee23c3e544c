package dev.k2.sim.okx;

import dev.k2.sim.Signatures;
import java.security.GeneralSecurityException;
import java.util.Base64;

/** OKX's only kind of signature: HMAC-SHA256 over time, method, path and body, in Base64. Pure. */
final class OkxSignature {
    private static final String LOGIN_METHOD = "GET";
    private static final String LOGIN_PATH = "/users/self/verify";

    private OkxSignature() {}

    /**
     * What a REST call must have signed.
     *
     * @param path with its query, as it stands in the request line
     * @param body empty for GET
     */
    static String payload(String timestamp, String method, String path, String body) {
        return timestamp + method + path + body;
    }

    /** What a login over WebSocket must have signed; the time is in whole seconds. */
    static String loginPayload(String timestamp) {
        return payload(timestamp, LOGIN_METHOD, LOGIN_PATH, "");
    }

    static String of(String secret, String payload) {
        try {
            return Base64.getEncoder().encodeToString(Signatures.hmac(secret, payload));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks HmacSHA256", e);
        }
    }

    static boolean right(String secret, String payload, String signature) {
        return !secret.isEmpty() && Signatures.same(of(secret, payload), signature);
    }
}
