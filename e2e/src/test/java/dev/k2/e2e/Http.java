package dev.k2.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** HTTP as curl would speak it, with JSON read from the answer. */
final class Http {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
    private final URI origin;

    Http(URI origin) {
        this.origin = origin;
    }

    record Answer(String request, int status, HttpHeaders headers, String text, JsonNode body) {
        /** The body of an answer that has to have this status. */
        JsonNode expect(int wanted) {
            if (status != wanted) {
                throw new AssertionError(
                        request + " answered " + status + ", expected " + wanted + ": " + text);
            }
            return body;
        }

        JsonNode data(int wanted) {
            return expect(wanted).path("data");
        }

        String errorCode() {
            return body.path("error").path("code").asText();
        }
    }

    Answer get(String path) {
        return send("GET", path, null);
    }

    Answer send(String method, String path, @Nullable String body) {
        return send(method, path, body, Map.of());
    }

    /** Sends and reads whole; a server that cannot be reached fails the test. */
    Answer send(String method, String path, @Nullable String body, Map<String, String> headers) {
        try {
            return attempt(method, path, body, headers);
        } catch (IOException e) {
            throw new AssertionError(method + " " + path + " got no answer: " + e, e);
        }
    }

    /**
     * The same for a server that may die meanwhile.
     *
     * @throws IOException when no whole answer came
     */
    Answer attempt(String method, String path, @Nullable String body, Map<String, String> headers)
            throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(origin.resolve(path))
                        .timeout(ANSWER_WITHIN)
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body));
        if (body != null && !headers.containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        try {
            HttpResponse<String> answer =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    method + " " + path,
                    answer.statusCode(),
                    answer.headers(),
                    answer.body(),
                    json(answer.body()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }
}
