package dev.k2.gateway;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls a gateway over HTTP, as one person or as nobody. */
final class Browser {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final int port;
    private final Map<String, String> headers;

    private Browser(int port, Map<String, String> headers) {
        this.port = port;
        this.headers = headers;
    }

    static Browser of(Gateway gateway) {
        return new Browser(gateway.port(), Map.of());
    }

    /** Somebody who has just registered. */
    static Browser loggedIn() {
        return of(House.gateway()).as(House.shared().visitor().access().reveal());
    }

    /** The same person, who has just said the password once more. */
    static Browser steppedUp() {
        Browser person = loggedIn();
        person.stepUp();
        return person;
    }

    void stepUp() {
        Answered answered =
                post("/v1/auth/step-up", new JsonObject().put("password", House.PASSWORD.reveal()));
        if (answered.status() != 200) {
            throw new AssertionError("not stepped up: " + answered.body());
        }
    }

    /** The same person in another session, which has confirmed nothing. */
    Browser elsewhere() {
        JsonObject who =
                new JsonObject()
                        .put("email", get("/v1/users/me").data().getString("email"))
                        .put("password", House.PASSWORD.reveal());
        return as(post("/v1/auth/login", who).data().getString("access_token"));
    }

    Map<String, String> headers() {
        return headers;
    }

    Browser as(String token) {
        return with("Authorization", "Bearer " + token);
    }

    Browser with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Browser(port, more);
    }

    /** An answer, with what its body says where that is JSON. */
    record Answered(int status, Map<String, List<String>> headers, String body) {
        JsonObject json() {
            return new JsonObject(body);
        }

        JsonObject data() {
            return json().getJsonObject("data");
        }

        JsonObject error() {
            return json().getJsonObject("error");
        }

        String code() {
            return error().getString("code");
        }

        String field() {
            return String.valueOf(error().getJsonObject("details").getValue("field"));
        }

        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of("")).getFirst();
        }
    }

    Answered get(String path) {
        return send("GET", path, null);
    }

    Answered delete(String path) {
        return send("DELETE", path, null);
    }

    Answered post(String path, JsonObject body) {
        return send("POST", path, body.encode());
    }

    Answered put(String path, JsonObject body) {
        return send("PUT", path, body.encode());
    }

    /** Sends a body as it is, as JSON unless a header says otherwise. */
    Answered send(String method, String path, @Nullable String body) {
        return send(
                method,
                path,
                body == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body),
                body != null);
    }

    Answered send(String method, String path, HttpRequest.BodyPublisher body, boolean isJson) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(Duration.ofSeconds(60))
                        .method(method, body);
        if (isJson && !headers.containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        try {
            HttpResponse<String> response =
                    CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answered(response.statusCode(), response.headers().map(), response.body());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
