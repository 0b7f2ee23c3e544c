package dev.k2.gateway;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the refresh token of a page where its scripts cannot read it: in a cookie. A page asks for
 * that with the header {@code X-K2-Session: cookie} on whatever call hands out tokens; without the
 * header a program finds the token in the answer.
 *
 * <p>The cookie is worth something to the call {@code refresh} and to nothing else: all that reads
 * or trades needs the access token, which no browser adds by itself.
 */
final class WebSession {
    static final String COOKIE = "__Host-k2-refresh";
    static final String HEADER = "X-K2-Session";

    private static final String REFRESH = "refresh_token";
    private static final String RULES = "; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=";
    private static final int TOKEN_MAX = 512;

    /** How long a browser keeps it; how long it is worth something the accounts know. */
    private static final Duration KEPT = Duration.ofDays(7);

    private WebSession() {}

    /** What a request without a refresh token of its own is to be refreshed by. */
    sealed interface Found {
        record Token(String token) implements Found {}

        record None(Problem problem) implements Found {}
    }

    static boolean isAsked(HttpServerRequest request) {
        return "cookie".equals(request.getHeader(HEADER));
    }

    /**
     * The token in the cookie of a request that comes from a page of K2 itself. Other pages cannot
     * send the header without being asked first, are named in Origin, and are told by the browser.
     */
    static Found token(HttpServerRequest request) {
        @Nullable String origin = request.getHeader("Origin");
        @Nullable String site = request.getHeader("Sec-Fetch-Site");
        boolean own =
                origin != null
                        && Origins.isOwn(origin, request.getHeader("Host"))
                        && (site == null || site.equals("same-origin"));
        if (!isAsked(request) || !own) {
            return new Found.None(
                    isAsked(request)
                            ? Problem.originNotAllowed()
                            : Problem.missing(REFRESH, "a refresh token"));
        }
        List<String> tokens = cookies(request);
        return tokens.size() == 1 && tokens.getFirst().length() <= TOKEN_MAX
                ? new Found.Token(tokens.getFirst())
                : new Found.None(
                        new Problem(401, "REFRESH_REFUSED", "There is no session; log in."));
    }

    /** The same answer, its refresh token moved into the cookie where the page asked for that. */
    static Reply kept(Visit visit, Operation operation, Reply reply) {
        if (reply instanceof Reply.Data(int status, Object told)
                && told instanceof JsonObject data
                && data.getValue(REFRESH) instanceof String token
                && isAsked(visit.request())) {
            set(visit, token, KEPT);
            return new Reply.Data(status, data.copy().putNull(REFRESH));
        }
        boolean over =
                switch (operation.id()) {
                    case "logout" -> !(reply instanceof Reply.Refusal);
                    case "refresh" ->
                            reply instanceof Reply.Refusal(Problem p) && p.status() == 401;
                    default -> false;
                };
        if (over && isAsked(visit.request())) {
            set(visit, "", Duration.ZERO);
        }
        return reply;
    }

    private static void set(Visit visit, String token, Duration life) {
        visit.headers().add("Set-Cookie", COOKIE + "=" + token + RULES + life.toSeconds());
    }

    /** Whoever sends two of one name may have been given one by somebody else. */
    private static List<String> cookies(HttpServerRequest request) {
        List<String> found = new ArrayList<>();
        for (String header : request.headers().getAll("Cookie")) {
            for (String pair : header.split(";", -1)) {
                String[] parts = pair.strip().split("=", 2);
                if (parts.length == 2 && parts[0].equals(COOKIE)) {
                    found.add(parts[1]);
                }
            }
        }
        return List.copyOf(found);
    }
}
