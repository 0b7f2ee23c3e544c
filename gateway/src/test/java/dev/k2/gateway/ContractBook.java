package dev.k2.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Holds answers against openapi.yaml, more strictly than clients may: what it does not name is
 * wrong.
 */
final class ContractBook {
    private static final JsonObject DOCUMENT = read();

    /** The calls and statuses that were seen and fit. */
    static final Set<String> SEEN = java.util.Collections.synchronizedSet(new TreeSet<>());

    private ContractBook() {}

    static Set<String> operations() {
        Set<String> ids = new TreeSet<>();
        for (String path : DOCUMENT.getJsonObject("paths").fieldNames()) {
            JsonObject methods = DOCUMENT.getJsonObject("paths").getJsonObject(path);
            methods.forEach(m -> ids.add(((JsonObject) m.getValue()).getString("operationId")));
        }
        return ids;
    }

    /** What the document itself says of who may call, by call. */
    static Map<String, String> scopes() {
        Map<String, String> scopes = new TreeMap<>();
        for (String path : DOCUMENT.getJsonObject("paths").fieldNames()) {
            JsonObject methods = DOCUMENT.getJsonObject("paths").getJsonObject(path);
            for (String method : methods.fieldNames()) {
                JsonObject call = methods.getJsonObject(method);
                if (call.containsKey("x-k2-scope")) {
                    scopes.put(call.getString("operationId"), call.getString("x-k2-scope"));
                }
            }
        }
        return scopes;
    }

    static void assertFits(String operationId, Browser.Answered answered) {
        JsonObject responses = operation(operationId).getJsonObject("responses");
        String status = Integer.toString(answered.status());
        assertThat(responses.fieldNames())
                .as("statuses of %s; the answer was %s", operationId, answered.body())
                .contains(status);
        JsonObject response = resolve(responses.getJsonObject(status));
        JsonObject content = response.getJsonObject("content");
        if (content.containsKey("application/json")) {
            assertThat(answered.header("Content-Type")).isEqualTo("application/json");
            assertValid(
                    operationId + " " + status,
                    content.getJsonObject("application/json").getJsonObject("schema"),
                    Json.decodeValue(answered.body()));
        }
        SEEN.add(operationId + " " + status);
    }

    static void assertError(Browser.Answered answered) {
        JsonObject schema =
                DOCUMENT.getJsonObject("components")
                        .getJsonObject("schemas")
                        .getJsonObject("ErrorAnswer");
        assertThat(answered.header("Content-Type")).isEqualTo("application/json");
        assertValid("ErrorAnswer", schema, answered.json());
        assertThat(answered.header("X-Request-Id"))
                .isEqualTo(answered.json().getJsonObject("meta").getString("request_id"));
        assertThat(answered.body())
                .doesNotContain("Exception")
                .doesNotContain("at dev.k2")
                .doesNotContain("canary");
    }

    private static void assertValid(String what, JsonObject schema, Object value) {
        var options =
                new JsonSchemaOptions()
                        .setBaseUri("k2://test")
                        .setDraft(Draft.DRAFT202012)
                        .setOutputFormat(OutputFormat.Basic);
        OutputUnit unit =
                Validator.create(JsonSchema.of((JsonObject) inlined(schema)), options)
                        .validate(value);
        assertThat(unit.getValid())
                .as("%s: %s in %s", what, unit.toJson(), Json.encodePrettily(value))
                .isTrue();
    }

    private static JsonObject operation(String id) {
        for (String path : DOCUMENT.getJsonObject("paths").fieldNames()) {
            JsonObject methods = DOCUMENT.getJsonObject("paths").getJsonObject(path);
            for (String method : methods.fieldNames()) {
                if (methods.getJsonObject(method).getString("operationId").equals(id)) {
                    return methods.getJsonObject(method);
                }
            }
        }
        throw new IllegalArgumentException("the contract has no " + id);
    }

    private static JsonObject resolve(JsonObject node) {
        JsonObject at = node;
        while (at.containsKey("$ref")) {
            String ref = at.getString("$ref");
            JsonObject target = DOCUMENT;
            for (String step : ref.substring(2).split("/", -1)) {
                target = target.getJsonObject(step);
            }
            at = target;
        }
        return at;
    }

    private static Object inlined(Object node) {
        if (node instanceof JsonArray array) {
            JsonArray copy = new JsonArray();
            array.forEach(entry -> copy.add(inlined(entry)));
            return copy;
        }
        if (!(node instanceof JsonObject object)) {
            return node;
        }
        JsonObject copy = new JsonObject();
        for (Map.Entry<String, Object> entry : resolve(object)) {
            copy.put(entry.getKey(), entry.getValue() == null ? null : inlined(entry.getValue()));
        }
        if (copy.getValue("properties") instanceof JsonObject
                && !copy.containsKey("additionalProperties")) {
            copy.put("additionalProperties", false);
        }
        return copy;
    }

    private static JsonObject read() {
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        Map<String, Object> document = yaml.load(WebFiles.resource("openapi.yaml"));
        return new JsonObject(new JsonObject(document).encode());
    }
}
