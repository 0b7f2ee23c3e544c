package dev.k2.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a call answers. */
sealed interface Reply {
    /** One thing, or nothing where {@code data} is null. */
    record Data(int status, @Nullable Object data) implements Reply {}

    /**
     * A list.
     *
     * @param next the cursor of the next page; empty at the end
     * @param moreMeta what stands beside it in the answer's meta
     */
    record Listing(JsonArray items, Optional<String> next, JsonObject moreMeta) implements Reply {}

    /** A refusal. */
    record Refusal(Problem problem) implements Reply {}

    /** An answer with a header of its own beside what every answer has. */
    record WithHeader(Reply reply, String name, String value) implements Reply {}

    /** Something that is no envelope: figures, a document, a file. */
    record Raw(int status, String contentType, Buffer body) implements Reply {}

    /**
     * A file that is written while it is made.
     *
     * @param body hands out piece after piece; each waits until the client took the ones before
     */
    record Streamed(String contentType, String fileName, Consumer<Consumer<Buffer>> body)
            implements Reply {}

    static Reply ok(Object data) {
        return new Data(200, data);
    }

    static Reply nothing() {
        return new Data(200, null);
    }

    static Reply listing(List<JsonObject> items, Optional<String> next) {
        return new Listing(new JsonArray(items), next, new JsonObject());
    }

    static Reply whole(List<JsonObject> items) {
        return listing(items, Optional.empty());
    }

    static Reply refused(Problem problem) {
        return new Refusal(problem);
    }
}
