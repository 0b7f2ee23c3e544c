package dev.k2.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.app.ApiContract.Operation;
import dev.k2.app.RunningK2.Answered;
import dev.k2.app.RunningK2.Person;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every operation of the contract under requests that fit, nearly fit, or do not fit at all. Nothing
 * may break (5xx), and every answer has to be one that the contract names, of the form it names.
 *
 * <p>{@code -Dk2.fuzz=20000} sends that many, {@code -Dk2.fuzz.seed=…} those of a failure once more.
 */
class OperationFuzzTest {
    private static final int REQUESTS = Integer.getInteger("k2.fuzz", 2_000);
    private static final long SEED = Long.getLong("k2.fuzz.seed", 20_261_121L);
    private static final int SHOWN_MAX = 15;
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    /** What the gateway says before it knows which operation is meant. */
    private static final Set<Integer> BEFORE_OPERATIONS = Set.of(404, 405, 413, 414, 431);

    private static final Set<String> FILES = Set.of("application/jsonl", "text/csv; charset=utf-8");

    private final RunningK2 k2 = SharedK2.another();
    private final FromSchema chance = new FromSchema(SEED);
    private final List<Operation> operations = ApiContract.operations();
    private final Map<String, Integer> statuses = new TreeMap<>();
    private final Set<String> served = new TreeSet<>();
    private final List<String> wrong = new ArrayList<>();
    private Person person = k2.demo().steppedUp();

    /** By what a person's account ends or its password changes; the demo user is needed again. */
    private static final Set<String> LAST =
            Set.of("deleteMe", "changePassword", "verifySecondFactor");

    private Person last = k2.stranger().steppedUp();

    @Test
    void nothingThatIsSentBreaksAnOperation() {
        for (int at = 0; at < REQUESTS && wrong.size() < SHOWN_MAX; at++) {
            once(at, operations.get(at % operations.size()));
        }

        assertThat(wrong).as("seed %d, statuses %s", SEED, statuses).isEmpty();
        // A generator whose requests are all refused would find nothing.
        assertThat(served).as("operations that did what they are for").hasSizeGreaterThan(40);
    }

    private void once(int at, Operation operation) {
        Map<String, String> headers = headers(operation);
        String path = path(operation);
        @Nullable String body = body(operation);
        Answered answered;
        try {
            answered = k2.send(operation.method(), path, body, headers);
        } catch (IllegalArgumentException unsendable) {
            // The client itself refuses some headers and paths.
            return;
        }
        statuses.merge(Integer.toString(answered.status()), 1, Integer::sum);
        judge(at, operation, path, body, headers, answered);
        if (answered.status() < 300) {
            served.add(operation.id());
            learn(answered);
        }
        if (answered.status() == 401 && headers.containsKey("Authorization")) {
            again();
        }
    }

    private void judge(
            int at,
            Operation operation,
            String path,
            @Nullable String body,
            Map<String, String> headers,
            Answered answered) {
        boolean broken = answered.status() >= 500 && !isAway(answered);
        boolean before =
                BEFORE_OPERATIONS.contains(answered.status())
                        && ApiContract.errorComplaint(answered.body()).isEmpty();
        String complaint =
                broken
                        ? "broke"
                        : before || isFile(operation, answered)
                                ? ""
                                : ApiContract.complaint(
                                                operation,
                                                answered.status(),
                                                answered.header("content-type"),
                                                answered.body())
                                        .orElse("");
        if (!complaint.isEmpty()) {
            wrong.add(
                    "request "
                            + at
                            + ": "
                            + operation.method()
                            + " "
                            + cut(path)
                            + " "
                            + cut(String.valueOf(body))
                            + (headers.containsKey("Authorization") ? " as a person" : " as nobody")
                            + " answered "
                            + answered.status()
                            + " "
                            + cut(answered.body())
                            + ": "
                            + cut(complaint)
                            + "\n");
        }
    }

    /** The contract can name one type of content only; its words say which files there are besides. */
    private static boolean isFile(Operation operation, Answered answered) {
        return operation.at("query").stream().anyMatch(one -> one.name().equals("format"))
                && answered.status() == 200
                && answered.header("content-type").filter(FILES::contains).isPresent();
    }

    /** An exchange that does not answer, a link that is not open yet: they are named. */
    private static boolean isAway(Answered answered) {
        return answered.status() == 503
                && ApiContract.errorComplaint(answered.body()).isEmpty()
                && !answered.code().equals("UNAVAILABLE");
    }

    private void learn(Answered answered) {
        Matcher ids = UUID_TEXT.matcher(answered.body());
        Set<String> found = new TreeSet<>();
        while (ids.find() && found.size() < 20) {
            found.add(ids.group());
        }
        chance.knows(found);
    }

    /** Whoever logged out, or was deleted, makes room for another. */
    private void again() {
        if (person.send("GET", "/v1/users/me", null).status() == 401) {
            person = chance.chance(50) ? k2.demo().steppedUp() : k2.stranger();
        }
        if (last.send("GET", "/v1/users/me", null).status() == 401) {
            last = k2.stranger().steppedUp();
        }
    }

    private Person who(Operation operation) {
        return LAST.contains(operation.id()) ? last : person;
    }

    private Map<String, String> headers(Operation operation) {
        Map<String, String> headers = new HashMap<>();
        if (chance.chance(operation.open() ? 20 : 95)) {
            headers.put("Authorization", "Bearer " + who(operation).access());
        }
        for (ApiContract.Beside header : operation.at("header")) {
            if (chance.chance(40)) {
                headers.put(
                        header.name(),
                        chance.chance(80)
                                ? String.valueOf(chance.fitting(header.schema()))
                                : printable(chance.nonsense()));
            }
        }
        if (chance.chance(10)) {
            headers.put("X-Request-Id", printable(chance.nonsense()));
        }
        if (chance.chance(5)) {
            headers.put("Content-Type", printable(chance.nonsense()));
        }
        if (chance.chance(5)) {
            headers.put("Cookie", "__Host-k2-refresh=" + printable(chance.nonsense()));
        }
        if (chance.chance(5)) {
            headers.put("User-Agent", printable(chance.nonsense()));
        }
        return headers;
    }

    private String path(Operation operation) {
        String path = operation.route();
        for (ApiContract.Beside one : operation.at("path")) {
            path = path.replace("{" + one.name() + "}", encoded(value(one, 85)));
        }
        List<String> query = new ArrayList<>();
        for (ApiContract.Beside one : operation.at("query")) {
            if (one.required() || chance.chance(30)) {
                query.add(one.name() + "=" + encoded(value(one, 80)));
            }
        }
        if (chance.chance(3)) {
            query.add(encoded(chance.nonsense()) + "=" + encoded(chance.nonsense()));
        }
        return query.isEmpty() ? path : path + "?" + String.join("&", query);
    }

    private String value(ApiContract.Beside one, int fitting) {
        Object value = chance.chance(fitting) ? chance.fitting(one.schema()) : chance.nonsense();
        return value instanceof io.vertx.core.json.JsonArray several
                ? several.isEmpty() ? "" : String.valueOf(several.getValue(0))
                : String.valueOf(value);
    }

    private @Nullable String body(Operation operation) {
        JsonObject schema = operation.body();
        if (schema == null) {
            return chance.chance(3) ? chance.nonsense() : null;
        }
        if (chance.chance(60)) {
            return chance.body(schema).encode();
        }
        if (chance.chance(75)) {
            return chance.spoilt(schema).encode();
        }
        return chance.chance(50)
                ? new JsonObject().put("x", chance.anything(0)).encode()
                : chance.nonsense();
    }

    private static String printable(String text) {
        String kept = text.replaceAll("[^ -~]", "").strip();
        return kept.isEmpty() ? "x" : kept;
    }

    private static String encoded(String text) {
        String coded = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        return coded.isEmpty() ? "%20" : coded;
    }

    private static String cut(String text) {
        return text.length() <= 400 ? text : text.substring(0, 400) + "…";
    }
}
