package dev.k2.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The shape that every answer of the API has. */
final class Envelope {
    private Envelope() {}

    static Buffer data(@Nullable Object data, String requestId, Instant at) {
        return new JsonObject().put("data", data).put("meta", meta(requestId, at)).toBuffer();
    }

    static Buffer listing(Reply.Listing listing, String requestId, Instant at) {
        JsonObject meta =
                meta(requestId, at)
                        .put("next_cursor", listing.next().orElse(null))
                        .mergeIn(listing.moreMeta());
        return new JsonObject().put("data", listing.items()).put("meta", meta).toBuffer();
    }

    static Buffer problem(Problem problem, String requestId, Instant at) {
        return new JsonObject()
                .put("error", error(problem))
                .put("meta", meta(requestId, at))
                .toBuffer();
    }

    /** The part that names what is wrong; lists of refusals use it too. */
    static JsonObject error(Problem problem) {
        return new JsonObject()
                .put("code", problem.code())
                .put("message", problem.message())
                .put("details", new JsonObject(problem.details()));
    }

    /** A text, or null where there is none. */
    static @Nullable String orNull(Optional<String> text) {
        return text.orElse(null);
    }

    private static JsonObject meta(String requestId, Instant at) {
        return new JsonObject().put("request_id", requestId).put("timestamp", Times.text(at));
    }
}
