package dev.k2.app;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes values of a schema by chance: such as fit, such as nearly do, and nonsense. The same seed
 * makes the same values, but for the ids that it was told of.
 */
final class FromSchema {
    private static final List<String> TEXTS =
            List.of(
                    "BTC-USDT",
                    "ETH-USDT",
                    "SOL-USDT",
                    "0.01",
                    "1",
                    "25",
                    "64950.00",
                    "2026-11-21T09:30:00.000Z",
                    "2026-01-01T00:00:00Z",
                    "ada@example.com",
                    "correct horse battery staple",
                    "a word of more than fifteen letters",
                    "my-name",
                    "Main account",
                    "123456",
                    "ABCD-EFGH-JKLM",
                    "en",
                    "UTC",
                    "USD",
                    "https://example.com/page",
                    "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
                    "0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9");

    private static final List<String> NONSENSE =
            List.of(
                    "",
                    " ",
                    "\u0000",
                    "\r\nX-Evil: 1",
                    "' OR 1=1 --",
                    "<script>alert(1)</script>",
                    "../../etc/passwd",
                    "${jndi:ldap://127.0.0.1/a}",
                    "%00%0d%0a",
                    "NaN",
                    "-1",
                    "1e999999999",
                    "9999999999999999999999999999999999999999",
                    "0001-01-01T00:00:00Z",
                    "9999-12-31T23:59:59.999999999Z",
                    "2026-02-31T00:00:00Z",
                    "\uD83D\uDE00\u202Eabc",
                    "\u0130\u0131\u00DF",
                    "null",
                    "true",
                    "{}",
                    "[]",
                    "a".repeat(300),
                    "\u00E9".repeat(2_000));

    private final Random random;
    private final List<String> ids = new ArrayList<>();

    FromSchema(long seed) {
        random = new Random(seed);
    }

    /** Ids that exist, to be tried among others. */
    void knows(Set<String> more) {
        ids.addAll(more);
        while (ids.size() > 300) {
            ids.removeFirst();
        }
    }

    boolean chance(int inHundred) {
        return random.nextInt(100) < inHundred;
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    String nonsense() {
        return one(NONSENSE);
    }

    /** A value that fits, as far as the schema tells. */
    @Nullable Object fitting(JsonObject schema) {
        if (schema.getValue("enum") instanceof JsonArray words) {
            return words.getValue(random.nextInt(words.size()));
        }
        if (schema.containsKey("const")) {
            return schema.getValue("const");
        }
        for (String choice : List.of("oneOf", "anyOf")) {
            if (schema.getValue(choice) instanceof JsonArray kinds) {
                return fitting(kinds.getJsonObject(random.nextInt(kinds.size())));
            }
        }
        return switch (type(schema)) {
            case "object" -> object(schema);
            case "array" -> array(schema);
            case "integer", "number" -> number(schema);
            case "boolean" -> random.nextBoolean();
            case "null" -> null;
            default -> text(schema);
        };
    }

    /** A body that fits. */
    JsonObject body(JsonObject schema) {
        return fitting(schema) instanceof JsonObject body ? body : new JsonObject();
    }

    /** A fitting body that was spoilt in one place, or several. */
    JsonObject spoilt(JsonObject schema) {
        JsonObject body = body(schema);
        List<String> names = new ArrayList<>(new LinkedHashSet<>(body.fieldNames()));
        if (names.isEmpty() || chance(20)) {
            return body.put(one(List.of("user_id", "role", "id", "x", "__proto__")), anything(0));
        }
        do {
            String name = one(names);
            switch (random.nextInt(4)) {
                case 0 -> body.remove(name);
                case 1 -> body.putNull(name);
                case 2 -> body.put(name, nonsense());
                default -> body.put(name, anything(0));
            }
        } while (chance(30));
        return body;
    }

    /** Whatever JSON can say. */
    @Nullable Object anything(int depth) {
        return switch (random.nextInt(depth > 3 ? 5 : 7)) {
            case 0 -> nonsense();
            case 1 -> random.nextInt(-1_000_000, 1_000_000);
            case 2 -> random.nextBoolean();
            case 3 -> random.nextDouble() * 1e9;
            case 4 -> null;
            case 5 -> new JsonArray(Arrays.asList(anything(depth + 1), anything(depth + 1)));
            default -> new JsonObject().put(nonsense(), anything(depth + 1));
        };
    }

    private JsonObject object(JsonObject schema) {
        JsonObject object = new JsonObject();
        JsonArray required = schema.getJsonArray("required", new JsonArray());
        JsonObject properties = schema.getJsonObject("properties", new JsonObject());
        for (String name : properties.fieldNames()) {
            if (required.contains(name) || chance(35)) {
                object.put(name, fitting(properties.getJsonObject(name)));
            }
        }
        if (schema.getValue("additionalProperties") instanceof JsonObject others && chance(50)) {
            object.put("note", fitting(others));
        }
        return object;
    }

    private JsonArray array(JsonObject schema) {
        int least = schema.getInteger("minItems", 0);
        int most = Math.max(least, Math.min(3, schema.getInteger("maxItems", 3)));
        JsonArray array = new JsonArray();
        int size = random.nextInt(least, most + 1);
        for (int at = 0; at < size; at++) {
            array.add(fitting(schema.getJsonObject("items", new JsonObject())));
        }
        return array;
    }

    private Object number(JsonObject schema) {
        int least = schema.getInteger("minimum", 0);
        int most = (int) Math.min(Integer.MAX_VALUE, schema.getLong("maximum", least + 1_000L));
        return switch (random.nextInt(4)) {
            case 0 -> least;
            case 1 -> most;
            default -> (int) random.nextLong(least, most + 1L);
        };
    }

    private String text(JsonObject schema) {
        String pattern = schema.getString("pattern", "");
        if (pattern.startsWith("^[0-9a-fA-F]{8}-")) {
            return ids.isEmpty() || chance(20) ? uuid() : one(ids);
        }
        Pattern wanted = Pattern.compile(pattern);
        int least = schema.getInteger("minLength", 0);
        int most = schema.getInteger("maxLength", Integer.MAX_VALUE);
        List<String> fit =
                TEXTS.stream()
                        .filter(text -> text.length() >= least && text.length() <= most)
                        .filter(text -> wanted.matcher(text).find())
                        .toList();
        if (!fit.isEmpty()) {
            // Names that must differ do so, and the same name still comes now and then.
            String text = one(fit);
            String longer = text + "-" + random.nextInt(10_000);
            boolean may = longer.length() <= most && wanted.matcher(longer).find();
            return may && !pattern.contains("0-9]{1,20}") && chance(30) ? longer : text;
        }
        return "x".repeat(Math.max(1, least));
    }

    private String uuid() {
        return new java.util.UUID(random.nextLong(), random.nextLong()).toString();
    }

    private static String type(JsonObject schema) {
        return switch (schema.getValue("type")) {
            case String one -> one;
            case JsonArray several -> several.getString(0).toLowerCase(Locale.ROOT);
            case null, default -> schema.containsKey("properties") ? "object" : "string";
        };
    }
}
