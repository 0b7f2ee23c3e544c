package dev.k2.gateway;

import io.vertx.core.MultiMap;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** What every answer tells a browser to forbid. */
final class SecurityHeaders {
    /** Stands in a page where the word is to come by which its own styles are known. */
    static final String NONCE = "{k2-nonce}";

    /**
     * Scripts come from files. Styles too, but for those that the component library writes into the
     * page with the nonce, and for one of the chart, known by its hash.
     */
    static final String PAGE_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-"
                    + NONCE
                    + "' 'sha256-3pRED1tOXas1FXFoPb9TGCjmYe9XQsmO9OV23khV2nY='; img-src 'self'"
                    + " data:; font-src 'self'; connect-src 'self'; manifest-src 'self';"
                    + " worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors"
                    + " 'none'; object-src 'none'";

    static final String DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

    private static final int NONCE_BYTES = 18;
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final String POWERS =
            "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(),"
                    + " gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(),"
                    + " publickey-credentials-create=(self), publickey-credentials-get=(self),"
                    + " usb=()";

    /** A word that nobody guesses, for one page. */
    static String nonce() {
        byte[] bytes = new byte[NONCE_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Adds them.
     *
     * @param nonce of a page, or of one of its parts; empty where the answer is neither
     * @param secure whether it goes over TLS, so that the browser may be told to insist on that
     */
    void add(MultiMap headers, Optional<String> nonce, boolean secure) {
        headers.set(
                "Content-Security-Policy",
                nonce.map(word -> PAGE_POLICY.replace(NONCE, word)).orElse(DATA_POLICY));
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Permissions-Policy", POWERS);
        if (secure) {
            headers.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        }
    }
}
