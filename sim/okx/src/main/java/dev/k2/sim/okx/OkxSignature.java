package dev.k2.sim.okx;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

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
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] digest = mac.doFinal(payload.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks HmacSHA256", e);
        }
    }

    static boolean right(String secret, String payload, String signature) {
        return !secret.isEmpty()
                && MessageDigest.isEqual(
                        of(secret, payload).getBytes(StandardCharsets.UTF_8),
                        signature.getBytes(StandardCharsets.UTF_8));
    }
}
