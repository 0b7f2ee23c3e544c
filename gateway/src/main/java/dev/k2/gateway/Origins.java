package dev.k2.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which pages may call: those that K2 serves itself, and those of origins on a list. */
final class Origins {
    private static final String METHODS = "GET, POST, PUT, DELETE";
    private static final String HEADERS =
            "Authorization, Content-Type, Idempotency-Key, X-K2-Session, X-Request-Id";
    private static final String SHOWN = "X-Request-Id, RateLimit, RateLimit-Policy, Retry-After";

    /** Apple's own page posts there; the answer only sends the browser on, and trusts nothing. */
    private static final String RETURN_FROM_APPLE = "/v1/auth/oauth/apple/return";

    private final Set<String> allowed;

    Origins(Set<String> allowed) {
        this.allowed = allowed;
    }

    /** Whether a request comes from no page at all, or from one that may call. */
    boolean mayCall(HttpServerRequest request) {
        @Nullable String origin = request.getHeader("Origin");
        return origin == null
                || RETURN_FROM_APPLE.equals(request.path())
                || isOwn(origin, request.getHeader("Host"))
                || allowed.contains(origin);
    }

    /** Adds what lets a page of another, allowed origin read the answer. */
    void grant(HttpServerRequest request, MultiMap headers) {
        headers.add("Vary", "Origin");
        @Nullable String origin = request.getHeader("Origin");
        if (origin != null && allowed.contains(origin)) {
            headers.set("Access-Control-Allow-Origin", origin);
            headers.set("Access-Control-Expose-Headers", SHOWN);
        }
    }

    /** Adds what a browser wants to know before it lets a page call. */
    void grantPreflight(MultiMap headers) {
        headers.set("Access-Control-Allow-Methods", METHODS);
        headers.set("Access-Control-Allow-Headers", HEADERS);
        headers.set("Access-Control-Max-Age", "600");
    }

    /** Behind a proxy that ends TLS we cannot see the scheme, so host and port decide. */
    static boolean isOwn(String origin, @Nullable String host) {
        if (host == null) {
            return false;
        }
        try {
            URI page = URI.create(origin);
            String scheme = page.getScheme() == null ? "" : page.getScheme();
            int usual = scheme.equals("https") ? 443 : 80;
            String wanted = host.toLowerCase(Locale.ROOT);
            String found = String.valueOf(page.getHost()).toLowerCase(Locale.ROOT);
            int port = page.getPort() < 0 ? usual : page.getPort();
            return (scheme.equals("http") || scheme.equals("https"))
                    && (wanted.equals(found + ":" + port)
                            || (port == usual && wanted.equals(found)));
        } catch (IllegalArgumentException notAnOrigin) {
            return false;
        }
    }
}
