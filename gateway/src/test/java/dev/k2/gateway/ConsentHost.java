package dev.k2.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.k2.model.ExchangeId;
import dev.k2.platform.Secret;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An authorisation server that checks what RFC 6749 and RFC 7636 ask it to check. */
final class ConsentHost implements AutoCloseable {
    static final String CLIENT = "k2-client";
    static final String SECRET = "canary-client-secret";

    final List<Map<String, String>> asked = new CopyOnWriteArrayList<>();
    final List<String> ended = new CopyOnWriteArrayList<>();
    volatile int status = 200;

    private final HttpServer server;
    private final Map<String, Map<String, String>> visits = new ConcurrentHashMap<>();
    private final List<String> good = new CopyOnWriteArrayList<>();

    ConsentHost() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/token", this::token);
        server.createContext("/revoke", this::revoke);
        server.start();
    }

    ConsentServer as(ExchangeId exchange) {
        URI site = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new ConsentServer(
                exchange,
                CLIENT,
                Optional.of(Secret.of(SECRET)),
                site.resolve("/authorize"),
                site.resolve("/token"),
                Optional.of(site.resolve("/revoke")),
                List.of("read", "trade"),
                URI.create("https://k2.example/links/return"));
    }

    /** A person who gives consent where they were sent: the code that they come back with. */
    String consent(String address) {
        Map<String, String> query = form(URI.create(address).getRawQuery());
        String code = "code-" + visits.size();
        visits.put(code, query);
        return code;
    }

    static Map<String, String> form(String text) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : text.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            fields.put(decode(parts[0]), parts.length > 1 ? decode(parts[1]) : "");
        }
        return fields;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> fields = read(exchange);
        asked.add(fields);
        if (status != 200) {
            answer(exchange, status, new JsonObject().put("error", "temporarily_unavailable"));
            return;
        }
        boolean known = isClient(exchange);
        boolean fits =
                switch (String.valueOf(fields.get("grant_type"))) {
                    case "authorization_code" -> redeems(fields);
                    case "refresh_token" -> good.remove(fields.get("refresh_token"));
                    default -> false;
                };
        if (!known || !fits) {
            answer(
                    exchange,
                    known ? 400 : 401,
                    new JsonObject().put("error", known ? "invalid_grant" : "invalid_client"));
            return;
        }
        String nonce =
                Optional.ofNullable(visits.remove(fields.getOrDefault("code", "")))
                        .map(visit -> visit.get("nonce"))
                        .orElse("");
        String refresh = "canary-refresh-" + asked.size();
        good.add(refresh);
        answer(
                exchange,
                200,
                new JsonObject()
                        .put("access_token", "canary-access-" + asked.size())
                        .put("token_type", "Bearer")
                        .put("expires_in", 3600)
                        .put("refresh_token", refresh)
                        .put("id_token", idToken(nonce)));
    }

    private void revoke(HttpExchange exchange) throws IOException {
        String token = String.valueOf(read(exchange).get("token"));
        ended.add(token);
        good.remove(token);
        answer(exchange, 200, new JsonObject());
    }

    private boolean redeems(Map<String, String> fields) {
        Map<String, String> visit = visits.get(String.valueOf(fields.get("code")));
        return visit != null
                && "S256".equals(visit.get("code_challenge_method"))
                && challenge(String.valueOf(fields.get("code_verifier")))
                        .equals(visit.get("code_challenge"))
                && String.valueOf(visit.get("redirect_uri")).equals(fields.get("redirect_uri"));
    }

    private static boolean isClient(HttpExchange exchange) {
        String expected =
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString(
                                        (CLIENT + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
        return expected.equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    private static String idToken(String nonce) {
        return encoded("{\"alg\":\"none\"}")
                + "."
                + encoded(new JsonObject().put("nonce", nonce).put("sub", "somebody").encode())
                + "."
                + encoded("no signature");
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static Map<String, String> read(HttpExchange exchange) throws IOException {
        try (var body = exchange.getRequestBody()) {
            return form(new String(body.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static void answer(HttpExchange exchange, int status, JsonObject body)
            throws IOException {
        byte[] bytes = body.encode().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
