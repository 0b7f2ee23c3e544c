package dev.k2.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.k2.model.SessionId;
import dev.k2.model.UserId;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Events and rows as JSON, one line each. */
final class AuditJson {
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private AuditJson() {}

    /** What is written into one object. */
    private interface Content {
        void write(JsonGenerator out) throws IOException;
    }

    static String details(Map<String, String> details) {
        return object(
                out -> {
                    for (var entry : new TreeMap<>(details).entrySet()) {
                        out.writeStringField(entry.getKey(), entry.getValue());
                    }
                });
    }

    static Map<String, String> details(String json) {
        return read(json).details();
    }

    static String event(AuditEvent event) {
        return object(out -> write(out, event));
    }

    static String row(AuditRow row) {
        return object(
                out -> {
                    out.writeNumberField("seq", row.seq());
                    write(out, row.event());
                    out.writeNumberField("key_version", row.keyVersion());
                    out.writeStringField("hash", row.hash());
                });
    }

    /** Empty where the line is not whole. */
    static Optional<AuditEvent> event(String line) {
        try {
            var found = read(line);
            var fields = found.fields();
            return AuditKind.parse(fields.getOrDefault("kind", ""))
                    .map(
                            kind ->
                                    new AuditEvent(
                                            UUID.fromString(fields.getOrDefault("id", "")),
                                            Instant.parse(fields.getOrDefault("at", "")),
                                            kind,
                                            fields.getOrDefault("action", ""),
                                            UserId.parse(fields.getOrDefault("user_id", "")),
                                            SessionId.parse(fields.getOrDefault("session_id", "")),
                                            fields.getOrDefault("address", ""),
                                            fields.getOrDefault("object", ""),
                                            fields.getOrDefault("outcome", ""),
                                            fields.getOrDefault("request_id", ""),
                                            found.details()));
        } catch (UncheckedIOException | IllegalArgumentException | DateTimeException cut) {
            return Optional.empty();
        }
    }

    private record Found(Map<String, String> fields, Map<String, String> details) {}

    /** An object of texts; those of an object inside of it, or its own where there is none, are the details. */
    private static Found read(String json) {
        Map<String, String> fields = new HashMap<>();
        Map<String, String> inner = new TreeMap<>();
        boolean nested = false;
        try (JsonParser in = JSON.createParser(json)) {
            int depth = 0;
            for (var token = in.nextToken(); token != null; token = in.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    depth++;
                    nested = nested || depth == 2;
                } else if (token == JsonToken.END_OBJECT) {
                    depth--;
                } else if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                    (depth == 2 ? inner : fields).put(in.currentName(), in.getText());
                }
            }
            if (depth != 0) {
                throw new IllegalArgumentException("a cut line");
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return new Found(fields, nested ? inner : new TreeMap<>(fields));
    }

    private static void write(JsonGenerator out, AuditEvent event) throws IOException {
        out.writeStringField("id", event.id().toString());
        out.writeStringField("at", event.at().toString());
        out.writeStringField("kind", event.kind().text());
        out.writeStringField("action", event.action());
        out.writeStringField("user_id", event.user().map(Object::toString).orElse(null));
        out.writeStringField("session_id", event.session().map(Object::toString).orElse(null));
        out.writeStringField("address", event.address());
        out.writeStringField("object", event.object());
        out.writeStringField("outcome", event.outcome());
        out.writeStringField("request_id", event.requestId());
        out.writeObjectFieldStart("details");
        for (var entry : new TreeMap<>(event.details()).entrySet()) {
            out.writeStringField(entry.getKey(), entry.getValue());
        }
        out.writeEndObject();
    }

    private static String object(Content content) {
        var text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartObject();
            content.write(out);
            out.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }
}
