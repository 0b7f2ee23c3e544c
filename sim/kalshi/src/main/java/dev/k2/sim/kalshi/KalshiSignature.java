package dev.k2.sim.kalshi;

import dev.k2.sim.Signatures;
import java.security.GeneralSecurityException;
import java.security.PublicKey;

/** What is signed: the time, the method, and the path without its query. Pure. */
final class KalshiSignature {
    private KalshiSignature() {}

    static String payload(String timestamp, String method, String path) {
        int query = path.indexOf('?');
        return timestamp + method + (query < 0 ? path : path.substring(0, query));
    }

    static boolean right(PublicKey key, String payload, String signature) {
        try {
            return Signatures.verifiedPss(key, payload, signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot check RSASSA-PSS", e);
        }
    }
}
