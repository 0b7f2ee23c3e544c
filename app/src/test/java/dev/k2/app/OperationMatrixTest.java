package dev.k2.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import dev.k2.app.ApiContract.Operation;
import dev.k2.app.RunningK2.Answered;
import dev.k2.app.RunningK2.Person;
import dev.k2.platform.Eventually;
import dev.k2.platform.K2Clock;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every operation of the contract against everybody who may not do it: ASVS 8.2.2, 8.2.3, 8.4.1
 * (other people's things), 9.1, 9.2 (tokens), 15.3.3 (mass assignment). The operations come from
 * openapi.yaml, so that a new one is held to the same without being named here.
 */
class OperationMatrixTest {
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private static final Pattern ADDRESS_NAME =
            Pattern.compile("[ _](url|uri|endpoint|callback|webhook|host|address|redirect)$");
    private static final int BODIES_MAX = 100;

    /**
     * Operations with an id of which the simulation has no example, each with the reason. For all
     * others somebody must own what is asked for, or being refused would show nothing.
     */
    private static final Map<String, String> WITHOUT_EXAMPLE =
            Map.of(
                    "renamePasskey",
                    "a passkey would lock the demo user out of the other tests; PasskeyApiTest has"
                            + " it",
                    "deletePasskey",
                    "the same");

    private final RunningK2 k2 = SharedK2.running();

    /** ASVS 9.1, 9.2: whoever brings no token, or one that is not good, gets in nowhere. */
    @Test
    void noOperationTakesATokenThatIsNotGood() {
        Person person = k2.stranger();
        Person ended = k2.stranger();
        assertThat(ended.send("POST", "/v1/auth/logout", null).status()).isEqualTo(200);
        awaitRefused(ended);
        Map<String, String> bad = new TreeMap<>(forged(person));
        bad.put("expired", SharedK2.expiredToken());
        bad.put("revoked", ended.access());
        List<String> wrong = new ArrayList<>();

        for (Operation operation : ApiContract.operations()) {
            if (operation.open()) {
                continue;
            }
            note(wrong, operation, "no token", 401, call(operation, Map.of()));
            bad.forEach(
                    (kind, token) ->
                            note(
                                    wrong,
                                    operation,
                                    kind,
                                    401,
                                    call(operation, Map.of("Authorization", "Bearer " + token))));
        }

        assertThat(wrong).isEmpty();
        assertThat(person.send("GET", "/v1/users/me", null).status()).isEqualTo(200);
    }

    /** ASVS 8.2.2, 8.4.1: what belongs to somebody else is answered as if it did not exist. */
    @Test
    void noOperationTellsAnIdOfSomebodyElseFromOneThatNobodyHas() {
        Person owner = k2.demo().steppedUp();
        Set<String> owned = new Estate(owner).ids();
        Person stranger = k2.stranger().steppedUp();
        FromSchema bodies = new FromSchema(7);
        List<String> wrong = new ArrayList<>();
        List<Operation> withIds =
                ApiContract.operations().stream()
                        .filter(Operation::hasOwnersId)
                        .sorted(
                                Comparator.comparing(OperationMatrixTest::harm)
                                        .thenComparing(OperationMatrixTest::depth))
                        .toList();
        assertThat(withIds).hasSizeGreaterThan(10);

        for (Operation operation : withIds) {
            String nobodys = UUID.randomUUID().toString();
            @Nullable String body = body(operation, bodies);
            Answered unknown = as(stranger, operation, nobodys, body);
            // Some bodies fit the schema and make no sense; those are refused before anything is
            // looked for.
            for (int more = 0; unknown.status() == 400 && more < BODIES_MAX; more++) {
                body = body(operation, bodies);
                unknown = as(stranger, operation, nobodys, body);
            }
            if (unknown.status() != 404) {
                wrong.add(operation + " answers an unknown id with " + unknown);
            }
            for (String id : owned) {
                Answered foreign = as(stranger, operation, id, body);
                if (foreign.status() != unknown.status()
                        || !foreign.said().equals(unknown.said())) {
                    wrong.add(operation + " " + id + " tells " + foreign + ", not " + unknown);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(new Estate(owner).seen())
                .as("nobody else has changed what the owner has")
                .containsAll(owned);

        // Only now, for some of these end what they are asked for.
        for (Operation operation : withIds) {
            boolean known =
                    owned.stream()
                            .anyMatch(
                                    id ->
                                            as(owner, operation, id, body(operation, bodies))
                                                            .status()
                                                    != 404);
            if (!known && !WITHOUT_EXAMPLE.containsKey(operation.id())) {
                wrong.add(operation + ": the owner has nothing that it could be asked for");
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** ASVS 8.2.1, 8.3.1: nobody but an administrator does what is for administrators. */
    @Test
    void noOperationForAdministratorsTakesAnybodyElse() {
        Person stranger = k2.stranger().steppedUp();
        List<Operation> theirs =
                ApiContract.operations().stream().filter(Operation::admin).toList();
        List<String> wrong = new ArrayList<>();

        for (Operation operation : theirs) {
            note(wrong, operation, "a person's token", 403, call(operation, bearer(stranger)));
        }

        assertThat(theirs).hasSizeGreaterThan(3);
        assertThat(wrong).isEmpty();
    }

    /** ASVS 8.2.3: what somebody lists is their own. */
    @Test
    void noListShowsWhatSomebodyElseHas() {
        Set<String> owned = new Estate(k2.demo().steppedUp()).ids();
        Person stranger = k2.stranger();

        for (Operation operation : ApiContract.operations()) {
            if (!operation.open()
                    && operation.method().equals("GET")
                    && operation.at("path").isEmpty()) {
                assertThat(UUID_TEXT.matcher(call(operation, bearer(stranger)).body()).results())
                        .as("ids in the answer to %s", operation)
                        .noneMatch(found -> owned.contains(found.group()));
            }
        }
    }

    /** ASVS 15.3.3: a field that the contract does not name is refused, wherever it stands. */
    @Test
    void noOperationTakesAFieldThatItDoesNotName() {
        Person person = k2.stranger().steppedUp();
        FromSchema bodies = new FromSchema(11);
        List<String> wrong = new ArrayList<>();

        for (Operation operation : ApiContract.operations()) {
            JsonObject schema = operation.body();
            // Administrators' calls refuse this person before they look at what is in them.
            if (schema == null
                    || operation.admin()
                    || Boolean.TRUE.equals(schema.getValue("additionalProperties"))) {
                continue;
            }
            for (String field :
                    List.of("id", "user_id", "role", "email_verified", "created_at", "mode")) {
                if (schema.getJsonObject("properties", new JsonObject()).containsKey(field)) {
                    continue;
                }
                JsonObject body = bodies.body(schema).put(field, "admin");
                Answered answered = send(operation, bearer(person), path(operation), body.encode());
                if (answered.status() != 400 || !answered.code().equals("UNKNOWN_FIELD")) {
                    wrong.add(operation + " took " + field + ": " + answered);
                }
            }
            open(operation.id(), schema, wrong);
        }

        assertThat(wrong).isEmpty();
    }

    /**
     * ASVS 1.3.6, 15.3.2: K2 calls no address that a person gives, for no operation takes one. A new
     * one that does has to be held against private and metadata addresses first.
     */
    @Test
    void noOperationTakesAnAddressToCall() {
        List<String> takers = new ArrayList<>();

        for (Operation operation : ApiContract.operations()) {
            operation
                    .beside()
                    .forEach(one -> addresses(operation + " " + one.name(), one.schema(), takers));
            if (operation.body() != null) {
                addresses(operation.toString(), operation.body(), takers);
            }
        }

        assertThat(takers).isEmpty();
        List<String> seen = new ArrayList<>();
        addresses(
                "an operation",
                new JsonObject()
                        .put("properties", new JsonObject().put("callback_url", new JsonObject())),
                seen);
        assertThat(seen).as("this test finds one where there is one").hasSize(1);
    }

    private static void addresses(String where, JsonObject schema, List<String> takers) {
        boolean named = ADDRESS_NAME.matcher(where).find();
        if (named || String.valueOf(schema.getValue("format")).startsWith("uri")) {
            takers.add(where);
        }
        if (schema.getValue("properties") instanceof JsonObject properties) {
            properties.forEach(
                    entry ->
                            addresses(
                                    where + " " + entry.getKey(),
                                    (JsonObject) entry.getValue(),
                                    takers));
        }
        if (schema.getValue("items") instanceof JsonObject items) {
            addresses(where + "[]", items, takers);
        }
        for (String choice : List.of("oneOf", "anyOf", "allOf")) {
            if (schema.getValue(choice) instanceof JsonArray kinds) {
                kinds.forEach(kind -> addresses(where, (JsonObject) kind, takers));
            }
        }
    }

    /** An object within a body names all of its fields too, or is a list of notes of one kind. */
    private static void open(String where, JsonObject schema, List<String> wrong) {
        if (schema.getValue("properties") instanceof JsonObject properties) {
            if (!Boolean.FALSE.equals(schema.getValue("additionalProperties"))) {
                wrong.add(where + " takes fields that it does not name");
            }
            for (String name : properties.fieldNames()) {
                open(where + "." + name, properties.getJsonObject(name), wrong);
            }
        }
        if (schema.getValue("items") instanceof JsonObject items) {
            open(where + "[]", items, wrong);
        }
        for (String choice : List.of("oneOf", "anyOf", "allOf")) {
            if (schema.getValue(choice) instanceof JsonArray kinds) {
                kinds.forEach(kind -> open(where, (JsonObject) kind, wrong));
            }
        }
    }

    /** Tokens that look like ours in all but one thing. */
    private Map<String, String> forged(Person person) {
        String[] parts = person.access().split("\\.");
        JsonObject header = new JsonObject(text(parts[0]));
        JsonObject claims = new JsonObject(text(parts[1]));
        Map<String, String> forged = new HashMap<>();
        for (String none : List.of("none", "None", "NONE", "nOnE")) {
            String unsigned = part(header.copy().put("alg", none)) + "." + parts[1];
            forged.put("alg " + none, unsigned + ".");
            forged.put("alg " + none + " signed", unsigned + "." + parts[2]);
        }
        forged.put("no signature", parts[0] + "." + parts[1] + ".");
        forged.put("another audience", changed(parts, claims.copy().put("aud", "k2-admin")));
        forged.put("another issuer", changed(parts, claims.copy().put("iss", "k3")));
        forged.put(
                "another person",
                changed(parts, claims.copy().put("sub", UUID.randomUUID().toString())));
        forged.put("a longer life", changed(parts, claims.copy().put("exp", 4_102_444_800L)));
        forged.put("another header", part(header.copy().put("typ", "JWT")) + tail(parts));
        forged.put(
                "a key of its own",
                part(
                                header.copy()
                                        .put("jku", "https://evil.example/keys")
                                        .put(
                                                "jwk",
                                                new JsonObject().put("kty", "oct").put("k", "AA")))
                        + tail(parts));
        forged.put(
                "a key id that is a path",
                part(header.copy().put("kid", "../../../../dev/null")) + tail(parts));
        forged.put("the refresh token", person.refresh());
        published(header.getString("kid"))
                .forEach(
                        (form, key) ->
                                forged.put(
                                        "a MAC with the published key, " + form,
                                        mac(header, claims, key)));
        // Who takes whatever algorithm a token names verifies these with what everybody knows.
        for (String known : List.of("k2", header.getString("kid", "k2"), "secret")) {
            forged.put(
                    "a MAC with " + known,
                    mac(header, claims, known.getBytes(StandardCharsets.UTF_8)));
        }
        return forged;
    }

    /** The key that checks tokens, as whoever confuses the algorithms could take it for a secret. */
    private Map<String, byte[]> published(String id) {
        JsonArray keys =
                new JsonObject(k2.send("GET", "/.well-known/jwks.json", null, Map.of()).body())
                        .getJsonArray("keys");
        JsonObject key =
                keys.stream()
                        .map(JsonObject.class::cast)
                        .filter(one -> id.equals(one.getString("kid")))
                        .findFirst()
                        .orElseThrow();
        Map<String, byte[]> forms = new TreeMap<>();
        forms.put("its JSON", key.encode().getBytes(StandardCharsets.UTF_8));
        for (String part : List.of("x", "y", "n")) {
            String text = key.getString(part);
            if (text != null) {
                forms.put(part + " as text", text.getBytes(StandardCharsets.UTF_8));
                forms.put(part + " as bytes", Base64.getUrlDecoder().decode(text));
            }
        }
        assertThat(forms).hasSizeGreaterThan(2);
        return forms;
    }

    private static String mac(JsonObject header, JsonObject claims, byte[] known) {
        try {
            JWSObject token =
                    new JWSObject(
                            new JWSHeader.Builder(JWSAlgorithm.HS256)
                                    .type(
                                            new com.nimbusds.jose.JOSEObjectType(
                                                    header.getString("typ", "JWT")))
                                    .keyID(header.getString("kid"))
                                    .build(),
                            new Payload(claims.encode()));
            byte[] key = java.util.Arrays.copyOf(known, Math.max(32, known.length));
            token.sign(new MACSigner(key));
            return token.serialize();
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String changed(String[] parts, JsonObject claims) {
        return parts[0] + "." + part(claims) + "." + parts[2];
    }

    private static String tail(String[] parts) {
        return "." + parts[1] + "." + parts[2];
    }

    private static String part(JsonObject json) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
    }

    private static String text(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    /** Within a second, on every node. */
    private static void awaitRefused(Person ended) {
        Eventually.until(
                "the ended session is refused",
                () -> ended.send("GET", "/v1/users/me", null).status() == 401);
    }

    private static void note(
            List<String> wrong, Operation operation, String kind, int wanted, Answered answered) {
        if (answered.status() != wanted) {
            wrong.add(operation + " with " + kind + " answered " + answered);
        }
        ApiContract.complaint(
                        operation,
                        answered.status(),
                        answered.header("content-type"),
                        answered.body())
                .ifPresent(complaint -> wrong.add(operation + " with " + kind + ": " + complaint));
    }

    /** Reading does no harm; what takes things away comes last. */
    private static int harm(Operation operation) {
        return List.of("GET", "PUT", "PATCH", "POST", "DELETE").indexOf(operation.method());
    }

    /** Parts are taken away before what they are parts of. */
    private static int depth(Operation operation) {
        return -operation.route().split("/").length;
    }

    private Answered call(Operation operation, Map<String, String> headers) {
        return send(operation, headers, path(operation), body(operation, new FromSchema(3)));
    }

    private Answered as(Person person, Operation operation, String id, @Nullable String body) {
        String path = filled(operation, id);
        return send(operation, bearer(person), path, body);
    }

    private Answered send(
            Operation operation, Map<String, String> headers, String path, @Nullable String body) {
        return k2.send(operation.method(), path, body, headers);
    }

    private static Map<String, String> bearer(Person person) {
        return Map.of("Authorization", "Bearer " + person.access());
    }

    private static @Nullable String body(Operation operation, FromSchema bodies) {
        JsonObject schema = operation.body();
        return schema == null ? null : bodies.body(schema).encode();
    }

    private static String path(Operation operation) {
        return filled(operation, UUID.randomUUID().toString());
    }

    private static String filled(Operation operation, String id) {
        FromSchema values = new FromSchema(5);
        String path = operation.route();
        for (ApiContract.Beside one : operation.at("path")) {
            boolean isId = one.schema().getString("pattern", "").startsWith("^[0-9a-fA-F]{8}-");
            String value = isId ? id : String.valueOf(values.fitting(one.schema()));
            path = path.replace("{" + one.name() + "}", encoded(value));
        }
        List<String> query = new ArrayList<>();
        for (ApiContract.Beside one : operation.at("query")) {
            if (one.required()) {
                query.add(one.name() + "=" + encoded(String.valueOf(values.fitting(one.schema()))));
            }
        }
        return query.isEmpty() ? path : path + "?" + String.join("&", query);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** What a person has: one of everything that ids are given to. */
    private static final class Estate {
        private final Person owner;

        Estate(Person owner) {
            this.owner = owner;
        }

        Set<String> ids() {
            JsonObject limit =
                    new JsonObject()
                            .put("exchange", "binance")
                            .put("instrument", "BTC-USDT")
                            .put("side", "buy")
                            .put("quantity", "0.001")
                            .put("confirm_duplicate", true);
            place(limit.copy().put("type", "limit").put("price", "30000.00"));
            place(limit.copy().put("type", "market"));
            owner.post(
                    "/v1/api-keys",
                    new JsonObject()
                            .put("label", "estate")
                            .put("scopes", new JsonArray().add("read"))
                            .put(
                                    "expires_at",
                                    K2Clock.system()
                                            .instant()
                                            .plus(Duration.ofDays(30))
                                            .truncatedTo(ChronoUnit.MILLIS)
                                            .toString()));
            owner.post(
                    "/v1/signals",
                    new JsonObject()
                            .put("name", "estate " + UUID.randomUUID())
                            .put("auth", "token")
                            .put("exchange", "binance")
                            .put("instruments", new JsonArray().add("BTC-USDT"))
                            .put("side", "buy")
                            .put("type", "market")
                            .put("quantity", "0.001"));
            owner.post(
                    "/v1/watchlists",
                    new JsonObject()
                            .put("name", "estate")
                            .put(
                                    "instruments",
                                    new JsonArray()
                                            .add(
                                                    new JsonObject()
                                                            .put("exchange", "binance")
                                                            .put("instrument", "BTC-USDT"))));
            Eventually.until(
                    "the owner was told of the order",
                    () ->
                            !new JsonObject(owner.send("GET", "/v1/notifications", null).body())
                                    .getJsonArray("data")
                                    .isEmpty());
            return few();
        }

        /** Placed once prices are there. */
        private void place(JsonObject order) {
            Eventually.until(
                    "the order is taken",
                    () ->
                            owner.post(
                                                    "/v1/orders",
                                                    order.copy()
                                                            .put(
                                                                    "client_order_id",
                                                                    UUID.randomUUID().toString()))
                                            .status()
                                    == 201);
        }

        /** A few of each kind are enough: the same operation judges all of them. */
        private Set<String> few() {
            Set<String> ids = new TreeSet<>();
            lists().forEach((operation, found) -> found.stream().limit(3).forEach(ids::add));
            return ids;
        }

        Set<String> seen() {
            Set<String> ids = new TreeSet<>();
            lists().values().forEach(ids::addAll);
            return ids;
        }

        private Map<String, Set<String>> lists() {
            Map<String, Set<String>> lists = new TreeMap<>();
            for (Operation operation : ApiContract.operations()) {
                boolean isList =
                        !operation.open()
                                && operation.method().equals("GET")
                                && operation.at("path").isEmpty();
                if (isList) {
                    JsonObject answer =
                            new JsonObject(owner.send("GET", operation.route(), null).body());
                    answer.remove("meta");
                    Matcher ids = UUID_TEXT.matcher(answer.encode());
                    while (ids.find()) {
                        lists.computeIfAbsent(operation.id(), id -> new TreeSet<>())
                                .add(ids.group());
                    }
                }
            }
            return lists;
        }
    }
}
