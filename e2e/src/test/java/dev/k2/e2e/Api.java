package dev.k2.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** K2's REST API in the hands of somebody who is logged in. */
final class Api {
    static final Duration SETTLED_WITHIN = Duration.ofSeconds(30);
    private static final int PAGE = 100;
    private static final int PAGES_MAX = 200;
    private static final Set<String> ENDED = Set.of("filled", "cancelled", "rejected", "expired");

    private final Http http;
    private final String token;
    private final Map<String, String> authorised;

    private Api(Http http, String token) {
        this.http = http;
        this.token = token;
        this.authorised = Map.of("Authorization", "Bearer " + token);
    }

    static Api login(Http http, String email, String password) {
        String body = object().put("email", email).put("password", password).toString();
        JsonNode tokens = http.send("POST", "/v1/auth/login", body).data(200);
        return new Api(http, tokens.path("access_token").asText());
    }

    /** Says who it is once more, as dangerous calls want it. */
    Api steppedUp(String password) {
        send("POST", "/v1/auth/step-up", object().put("password", password).toString()).expect(200);
        return this;
    }

    /** The access token, for clients of other kinds. */
    String token() {
        return token;
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    Http.Answer send(String method, String path, @Nullable String body) {
        return http.send(method, path, body, authorised);
    }

    Http.Answer send(
            String method, String path, @Nullable String body, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(authorised);
        all.putAll(headers);
        return http.send(method, path, body, all);
    }

    Http.Answer attempt(String method, String path, @Nullable String body) throws IOException {
        return http.attempt(method, path, body, authorised);
    }

    Http.Answer get(String path) {
        return send("GET", path, null);
    }

    Http.Answer place(ObjectNode order) {
        return send("POST", "/v1/orders", order.toString());
    }

    /** Places an order that may be refused for a while by this code, each time under the same key. */
    JsonNode place(ObjectNode order, String notYet) {
        return Until.present(
                SETTLED_WITHIN,
                "an order that is not refused by " + notYet,
                () ->
                        Optional.of(place(order))
                                .filter(
                                        answer ->
                                                answer.status() < 400
                                                        || !notYetUsable(answer, notYet))
                                .map(answer -> answer.data(201)));
    }

    /** A link that was made a moment ago is not open at once. */
    private static boolean notYetUsable(Http.Answer answer, String notYet) {
        return Set.of(notYet, "EXCHANGE_NOT_LINKED").contains(answer.errorCode());
    }

    JsonNode order(String id) {
        return get("/v1/orders/" + id).data(200);
    }

    JsonNode executions(String id) {
        return get("/v1/orders/" + id + "/executions").data(200);
    }

    JsonNode balances() {
        return get("/v1/portfolio/balances").data(200);
    }

    /** A live price of an instrument, waited for where the feed still connects. */
    JsonNode livePrice(String instrument) {
        return live("/v1/prices/" + instrument);
    }

    JsonNode livePrice(String instrument, String exchange) {
        return live("/v1/prices/" + instrument + "?exchange=" + exchange);
    }

    private JsonNode live(String price) {
        return Until.present(
                SETTLED_WITHIN,
                "a live price at " + price,
                () ->
                        Optional.of(get(price))
                                .filter(answer -> answer.status() == 200)
                                .map(answer -> answer.body().path("data"))
                                .filter(told -> told.path("state").asText().equals("live"))
                                .filter(told -> told.path("bid").isTextual()));
    }

    /** An order once it has a status. */
    JsonNode orderOnce(String id, String status) {
        return Until.present(
                SETTLED_WITHIN,
                () -> "order " + id + " to be " + status + ", it is " + order(id),
                () ->
                        Optional.of(order(id))
                                .filter(order -> order.path("status").asText().equals(status)));
    }

    /** All orders, newest first, page by page. */
    List<JsonNode> orders() {
        List<JsonNode> all = new ArrayList<>();
        String cursor = "";
        for (int page = 0; page < PAGES_MAX; page++) {
            JsonNode body = get("/v1/orders?limit=" + PAGE + cursor).expect(200);
            body.path("data").forEach(all::add);
            JsonNode next = body.path("meta").path("next_cursor");
            if (!next.isTextual()) {
                return all;
            }
            cursor = "&cursor=" + next.asText();
        }
        throw new AssertionError("The list of orders has no end");
    }

    static boolean ended(JsonNode order) {
        return ENDED.contains(order.path("status").asText());
    }
}
