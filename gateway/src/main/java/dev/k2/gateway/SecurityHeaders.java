package dev.k2.gateway;

import io.vertx.core.MultiMap;

/** What every answer tells a browser to forbid. */
final class SecurityHeaders {
    /** Styles may be inline, because the component library writes them so; scripts may not. */
    static final String PAGE_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src"
                + " 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self';"
                + " worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
                + " object-src 'none'";

    static final String DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

    private static final String POWERS =
            "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(),"
                    + " gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(),"
                    + " publickey-credentials-create=(self), publickey-credentials-get=(self),"
                    + " usb=()";

    /**
     * Adds them.
     *
     * @param page whether the answer is a page or one of its parts
     * @param secure whether it goes over TLS, so that the browser may be told to insist on that
     */
    void add(MultiMap headers, boolean page, boolean secure) {
        headers.set("Content-Security-Policy", page ? PAGE_POLICY : DATA_POLICY);
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
