package dev.k2.app;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** openapi.yaml as a stranger reads it, apart from the gateway's own reading. */
final class ApiContract {
    private static final JsonObject DOCUMENT = read();

    private static final Map<String, Validator> VALIDATORS = new ConcurrentHashMap<>();

    private ApiContract() {}

    /**
     * One thing beside the body.
     *
     * @param place path, query or header
     */
    record Beside(String name, String place, boolean required, JsonObject schema) {}

    /**
     * One call.
     *
     * @param scope who may call it
     * @param body the schema of its body; null where it takes none
     */
    record Operation(
            String id,
            String method,
            String route,
            String scope,
            List<Beside> beside,
            @Nullable JsonObject body,
            JsonObject responses) {
        List<Beside> at(String place) {
            return beside.stream().filter(one -> one.place().equals(place)).toList();
        }

        /** Whether it needs no token. */
        boolean open() {
            return scope.equals("open");
        }

        /** Whether it is for administrators alone. */
        boolean admin() {
            return scope.equals("admin");
        }

        /** Whether its path carries the id of something that belongs to a person. */
        boolean hasOwnersId() {
            return !open()
                    && !admin()
                    && at("path").stream()
                            .anyMatch(
                                    one ->
                                            one.schema()
                                                    .getString("pattern", "")
                                                    .startsWith("^[0-9a-fA-F]{8}-"));
        }

        @Override
        public String toString() {
            return id;
        }
    }

    static List<Operation> operations() {
        List<Operation> all = new ArrayList<>();
        for (String route : DOCUMENT.getJsonObject("paths").fieldNames()) {
            JsonObject methods = DOCUMENT.getJsonObject("paths").getJsonObject(route);
            for (String method : methods.fieldNames()) {
                if (List.of("get", "post", "put", "delete", "patch").contains(method)) {
                    all.add(operation(route, method, methods.getJsonObject(method)));
                }
            }
        }
        return all;
    }

    /** What is wrong with an answer to this call; empty where nothing is. */
    static Optional<String> complaint(
            Operation operation, int status, Optional<String> contentType, String body) {
        JsonObject response = operation.responses().getJsonObject(Integer.toString(status));
        if (response == null) {
            return Optional.of("the contract has no " + status + " for it");
        }
        JsonObject content = resolve(response).getJsonObject("content", new JsonObject());
        if (!content.containsKey("application/json")) {
            return Optional.empty();
        }
        if (!contentType.equals(Optional.of("application/json"))) {
            return Optional.of("its content type is " + contentType);
        }
        return validate(
                operation.id() + " " + status,
                content.getJsonObject("application/json").getJsonObject("schema"),
                body);
    }

    /** The same for a refusal that comes before a call is known. */
    static Optional<String> errorComplaint(String body) {
        return validate(
                "error", new JsonObject().put("$ref", "#/components/schemas/ErrorAnswer"), body);
    }

    private static Optional<String> validate(String key, JsonObject schema, String body) {
        Validator validator =
                VALIDATORS.computeIfAbsent(
                        key,
                        k ->
                                Validator.create(
                                        JsonSchema.of((JsonObject) inlined(schema, true)),
                                        new JsonSchemaOptions()
                                                .setBaseUri("k2://test")
                                                .setDraft(Draft.DRAFT202012)
                                                .setOutputFormat(OutputFormat.Basic)));
        Object value;
        try {
            value = Json.decodeValue(body);
        } catch (DecodeException broken) {
            return Optional.of("it is no JSON: " + body);
        }
        OutputUnit unit = validator.validate(value);
        return Boolean.TRUE.equals(unit.getValid())
                ? Optional.empty()
                : Optional.of(unit.toJson() + " in " + body);
    }

    private static Operation operation(String route, String method, JsonObject told) {
        List<Beside> beside = new ArrayList<>();
        for (Object one : told.getJsonArray("parameters", new JsonArray())) {
            JsonObject parameter = resolve((JsonObject) one);
            beside.add(
                    new Beside(
                            parameter.getString("name"),
                            parameter.getString("in"),
                            parameter.getBoolean("required", false),
                            schema(parameter)));
        }
        JsonObject request = told.getJsonObject("requestBody");
        return new Operation(
                told.getString("operationId"),
                method.toUpperCase(java.util.Locale.ROOT),
                route,
                told.getString("x-k2-scope"),
                List.copyOf(beside),
                request == null ? null : body(resolve(request)),
                told.getJsonObject("responses"));
    }

    private static JsonObject schema(JsonObject parameter) {
        Object schema = inlined(parameter.getJsonObject("schema"), false);
        return (JsonObject) Objects.requireNonNull(schema, "a parameter has a schema");
    }

    private static @Nullable JsonObject body(JsonObject request) {
        JsonObject json = request.getJsonObject("content").getJsonObject("application/json");
        return json == null ? null : (JsonObject) inlined(json.getJsonObject("schema"), false);
    }

    private static JsonObject resolve(JsonObject node) {
        JsonObject at = node;
        while (at.containsKey("$ref")) {
            JsonObject target = DOCUMENT;
            for (String step : at.getString("$ref").substring(2).split("/", -1)) {
                target = target.getJsonObject(step);
            }
            at = target;
        }
        return at;
    }

    /**
     * With every reference followed.
     *
     * @param closed whether an answer may carry nothing that is not named
     */
    private static @Nullable Object inlined(@Nullable Object node, boolean closed) {
        if (node instanceof JsonArray array) {
            JsonArray copy = new JsonArray();
            array.forEach(entry -> copy.add(inlined(entry, closed)));
            return copy;
        }
        if (!(node instanceof JsonObject object)) {
            return node;
        }
        JsonObject copy = new JsonObject();
        for (Map.Entry<String, Object> entry : resolve(object)) {
            copy.put(entry.getKey(), inlined(entry.getValue(), closed));
        }
        if (closed
                && copy.getValue("properties") instanceof JsonObject
                && !copy.containsKey("additionalProperties")) {
            copy.put("additionalProperties", false);
        }
        return copy;
    }

    private static JsonObject read() {
        try (InputStream stream =
                Objects.requireNonNull(
                        ApiContract.class.getResourceAsStream("/openapi.yaml"),
                        "the gateway brings openapi.yaml")) {
            Map<String, Object> document =
                    new Yaml(new SafeConstructor(new LoaderOptions())).load(stream);
            return new JsonObject(new JsonObject(document).encode());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
