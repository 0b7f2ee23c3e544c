package dev.k2.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Parameter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The API as openapi.yaml writes it down: every call that is served stands in it, and every request
 * is held against it. Vert.x reads and checks the document; finding the call of a path and the
 * wording of refusals are ours, because its router names neither unknown parameters nor fields.
 */
final class Contract {
    private final List<Operation> operations;

    private Contract(OpenAPIContract document) {
        this.operations =
                document.operations().stream()
                        .map(Contract::operation)
                        .sorted(Comparator.comparingLong(Operation::spelledOut).reversed())
                        .toList();
    }

    static Future<Contract> load(Vertx vertx) {
        return OpenAPIContract.from(vertx, "openapi.yaml").map(Contract::new);
    }

    /** What a method and a path are. */
    sealed interface Match {
        record Found(Operation operation, Map<String, String> path) implements Match {}

        record WrongMethod(List<String> allowed) implements Match {}

        record Missing() implements Match {}
    }

    Match match(HttpMethod method, List<String> path) {
        Match found = null;
        List<String> allowed = new ArrayList<>();
        for (Operation operation : operations) {
            Optional<Map<String, String>> values = operation.match(path);
            if (values.isEmpty()) {
                continue;
            }
            allowed.add(operation.method().name());
            if (found == null && operation.method().equals(method)) {
                found = new Match.Found(operation, values.get());
            }
        }
        if (found != null) {
            return found;
        }
        return allowed.isEmpty()
                ? new Match.Missing()
                : new Match.WrongMethod(allowed.stream().distinct().sorted().toList());
    }

    List<Operation> operations() {
        return operations;
    }

    static List<String> segments(String path) {
        return List.of(path.substring(1).split("/", -1));
    }

    private static Operation operation(io.vertx.openapi.contract.Operation told) {
        Map<String, Field> body = new LinkedHashMap<>();
        boolean bodyRequired = false;
        JsonObject model = told.getOpenAPIModel();
        boolean raw = model.getBoolean("x-k2-form", false);
        if (told.getRequestBody() != null) {
            bodyRequired = told.getRequestBody().isRequired();
            raw = isRaw(json(told).getSchema());
            body = raw ? body : fields(json(told).getSchema());
        }
        return new Operation(
                told.getOperationId(),
                told.getHttpMethod(),
                told.getOpenAPIPath(),
                segments(told.getOpenAPIPath()),
                Scope.of(model.getString("x-k2-scope"), isOpen(told)),
                model.getBoolean("x-k2-step-up", false),
                parameters(told, Location.PATH),
                parameters(told, Location.QUERY),
                parameters(told, Location.HEADER),
                parameters(told, Location.COOKIE),
                bodyRequired,
                body,
                raw);
    }

    private static MediaType json(io.vertx.openapi.contract.Operation told) {
        return Objects.requireNonNull(
                told.getRequestBody().getContent().get(MediaType.APPLICATION_JSON),
                "a request body is application/json");
    }

    /** A body that may carry anything is none of the contract's business. */
    private static boolean isRaw(JsonSchema schema) {
        return Boolean.TRUE.equals(json(schema).getValue("additionalProperties"));
    }

    private static boolean isOpen(io.vertx.openapi.contract.Operation told) {
        return told.getSecurityRequirements().isEmpty();
    }

    private static Map<String, Field> parameters(
            io.vertx.openapi.contract.Operation told, Location place) {
        Map<String, Field> fields = new LinkedHashMap<>();
        for (Parameter parameter : told.getParameters()) {
            if (parameter.getIn() == place) {
                JsonObject schema = json(parameter.getSchema());
                fields.put(
                        parameter.getName(),
                        Field.of(parameter.getName(), parameter.isRequired(), schema));
            }
        }
        return fields;
    }

    private static Map<String, Field> fields(JsonSchema schema) {
        JsonObject object = json(schema);
        JsonArray required = object.getJsonArray("required", new JsonArray());
        JsonObject properties = object.getJsonObject("properties");
        if (!Boolean.FALSE.equals(object.getValue("additionalProperties")) || properties == null) {
            throw new IllegalStateException("a request body names all of its fields: " + object);
        }
        Map<String, Field> fields = new LinkedHashMap<>();
        for (String name : properties.fieldNames()) {
            fields.put(
                    name, Field.of(name, required.contains(name), properties.getJsonObject(name)));
        }
        return fields;
    }

    private static JsonObject json(JsonSchema schema) {
        JsonObject object = new JsonObject();
        for (String name : schema.fieldNames()) {
            if (!name.equals("__absolute_uri__")) {
                object.put(name, schema.get(name));
            }
        }
        return object;
    }
}
