package dev.k2.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Holds a request against the contract. Pure. */
final class RequestCheck {
    private RequestCheck() {}

    /** What came of it. */
    sealed interface Checked {
        record Fits(Map<String, Object> values, JsonObject body) implements Checked {}

        record Unfit(Problem problem) implements Checked {}
    }

    /**
     * Checks all of a request.
     *
     * @param path values of the names in the path
     * @param body the bytes of the body; none where it is empty
     */
    static Checked check(
            Operation operation,
            Map<String, String> path,
            MultiMap query,
            MultiMap headers,
            byte[] body) {
        Map<String, Object> values = new LinkedHashMap<>();
        Optional<Problem> problem =
                beside(operation.path().values(), name -> one(path.get(name)), values)
                        .or(() -> unknown(operation, query))
                        .or(() -> beside(operation.query().values(), query::getAll, values))
                        .or(() -> beside(operation.headers().values(), headers::getAll, values))
                        .or(
                                () ->
                                        beside(
                                                operation.cookies().values(),
                                                name -> cookies(headers, name),
                                                values));
        if (problem.isPresent()) {
            return new Checked.Unfit(problem.get());
        }
        if (body.length == 0) {
            return operation.bodyRequired()
                    ? new Checked.Unfit(Problem.missing("body", "a JSON object"))
                    : new Checked.Fits(values, new JsonObject());
        }
        if (operation.raw()) {
            return new Checked.Fits(values, new JsonObject());
        }
        if (!operation.body().isEmpty() && !isJson(headers.get("Content-Type"))) {
            return new Checked.Unfit(Problem.notJson());
        }
        return switch (StrictJson.read(body)) {
            case StrictJson.Text.Bad(Problem bad) -> new Checked.Unfit(bad);
            case StrictJson.Text.Read(JsonObject read) ->
                    inside(operation, read)
                            .<Checked>map(Checked.Unfit::new)
                            .orElseGet(() -> new Checked.Fits(values, read));
        };
    }

    private interface Source {
        List<String> texts(String name);
    }

    private static Optional<Problem> beside(
            Iterable<Field> fields, Source source, Map<String, Object> values) {
        for (Field field : fields) {
            List<String> texts = source.texts(field.name());
            if (texts.isEmpty()) {
                if (field.required()) {
                    return Optional.of(Problem.missing(field.name(), field.expected()));
                }
                if (field.usual() != null) {
                    values.put(field.name(), field.usual());
                }
                continue;
            }
            if (texts.size() > 1 && field.kind() != Field.Kind.LIST) {
                return Optional.of(Problem.invalid(field.name(), field.expected() + ", once"));
            }
            if (texts.stream().anyMatch(RequestCheck::hasControls)) {
                return Optional.of(
                        Problem.invalid(field.name(), "text without control characters"));
            }
            Object value = field.read(texts);
            Optional<Problem> problem = field.check(value);
            if (problem.isPresent()) {
                return problem;
            }
            values.put(field.name(), value);
        }
        return Optional.empty();
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(c -> c < ' ' || c == 127);
    }

    private static List<String> cookies(MultiMap headers, String name) {
        return headers.getAll("Cookie").stream()
                .flatMap(header -> Arrays.stream(header.split(";", -1)))
                .map(pair -> pair.strip().split("=", 2))
                .filter(parts -> parts.length == 2 && parts[0].equals(name))
                .map(parts -> parts[1])
                .toList();
    }

    private static Optional<Problem> unknown(Operation operation, MultiMap query) {
        List<String> known = List.copyOf(operation.query().keySet());
        for (String name : query.names()) {
            if (!operation.query().containsKey(name)) {
                return Optional.of(Problem.unknownParameter(shown(name), known));
            }
        }
        return Optional.empty();
    }

    private static Optional<Problem> inside(Operation operation, JsonObject body) {
        List<String> known = List.copyOf(operation.body().keySet());
        for (String name : body.fieldNames()) {
            if (!operation.body().containsKey(name)) {
                return Optional.of(Problem.unknownField(shown(name), known));
            }
        }
        for (Field field : operation.body().values()) {
            if (!body.containsKey(field.name())) {
                if (field.required()) {
                    return Optional.of(Problem.missing(field.name(), field.expected()));
                }
                continue;
            }
            Optional<Problem> problem = field.check(body.getValue(field.name()));
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    /** A name that somebody else chose, cut to what fits a sentence. */
    private static String shown(String name) {
        return name.length() <= 60 ? name : name.substring(0, 60) + "…";
    }

    private static List<String> one(@Nullable String text) {
        return text == null ? List.of() : List.of(text);
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        String[] parts = contentType.split(";", 2);
        String charset =
                parts.length == 1 ? "" : parts[1].strip().toLowerCase(java.util.Locale.ROOT);
        return parts[0].strip().equalsIgnoreCase("application/json")
                && (charset.isEmpty()
                        || charset.equals("charset=utf-8")
                        || charset.equals("charset=\"utf-8\""));
    }
}
