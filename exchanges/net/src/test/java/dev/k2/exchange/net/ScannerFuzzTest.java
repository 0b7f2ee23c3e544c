package dev.k2.exchange.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes at all: the scanner ends with a value or its own exception, and where Jackson reads
 * JSON, it reads the same. Runs on the seeds; with {@code JAZZER_FUZZ=1} in the environment and one
 * method chosen it looks for more.
 */
class ScannerFuzzTest {
    private static final int DEPTH_MAX = 60;
    private static final int SCALE = 8;
    private static final int LONG_DIGITS = 19;
    private static final int EXPONENT_MAX = 400;
    private static final byte[] BEHIND =
            "0123456789\",\"9876543210.5\"],[\"1.00000000\",\"2\"]}}"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final JsonMapper STRICT =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    private final Scanner scanner = new Scanner();

    static Stream<Arguments> seeds() {
        List<String> texts = new ArrayList<>();
        String depth =
                "{\"stream\":\"btcusdt@depth@100ms\",\"data\":{\"e\":\"depthUpdate\",\"E\":1672515782136,"
                    + "\"s\":\"BTCUSDT\",\"U\":157,\"u\":160,\"b\":[[\"0.00240000\",\"10\"],[\"0.0023\",\"0\"]],"
                    + "\"a\":[[\"0.0026\",\"100.50000000\"]],\"more\":{\"x\":[true,null,1.5e3]}}}";
        texts.add(depth);
        for (int cut = 1; cut < depth.length(); cut += 41) {
            texts.add(depth.substring(0, cut));
        }
        texts.add("[".repeat(70) + "]".repeat(70));
        texts.add("{\"a\":".repeat(64) + "1" + "}".repeat(64));
        texts.addAll(
                List.of(
                        "",
                        " ",
                        "0",
                        "-0",
                        "00",
                        "01",
                        "-",
                        ".5",
                        "5.",
                        "1e5",
                        "1E-8",
                        "1e400",
                        "1e-400",
                        "0e410",
                        "1e99999999999",
                        "9223372036854775807",
                        "9223372036854775808",
                        "-9223372036854775808",
                        "92233720368.54775807",
                        "92233720368.54775808",
                        "99999999.99999999",
                        "\"99999999.99999999\"",
                        "\"1234567.00000000\"",
                        "\"12345678.123456789\"",
                        "123456789012345678901234567890",
                        "0.000000001",
                        "\"\"",
                        "\"\\ud83d\\ude00\\u0041\\n\"",
                        "\"\\ud800\"",
                        "\"\\x\"",
                        "\"\\u12\"",
                        "\"tab\there\"",
                        "[1,2,]",
                        "[,1]",
                        "{\"a\":1,}",
                        "{\"a\" 1}",
                        "{1:2}",
                        "{\"a\":1}x",
                        "tru",
                        "truee",
                        "nul",
                        "[true,false,null]",
                        "{\"t\":true,\"m\":false,\"M\":true}",
                        "{\"a\":1}",
                        "[[\"64950.1\",\"1.5\",\"0\",\"3\"],[\"1\",\"0\",\"\",\"123456789\",5]]",
                        "[[\"64950.1\",\"1.5\",\"0\",\"3\"",
                        "[[\"64950.12000000\",\"1.50000000\"],[\"1\",\"0\"],[\"12345678.5\",\"0.5\",1]]"));
        Stream<byte[]> wrongBytes =
                Stream.of(
                        new byte[] {'"', (byte) 0xC3, '"'},
                        new byte[] {'"', (byte) 0xFF, (byte) 0xFE, '"'},
                        new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'},
                        new byte[] {'{', '"', (byte) 0x80, '"', ':', '1', '}'});
        return Stream.concat(
                        texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)),
                        wrongBytes)
                .map(bytes -> Arguments.of((Object) bytes));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void endsWithAValueOrItsOwnException(byte[] bytes) {
        Names<String> names = new Names<>();
        names.put("btcusdt@depth@100ms".getBytes(StandardCharsets.US_ASCII), "a stream");
        names.put("{\"a\":1}".getBytes(StandardCharsets.US_ASCII), "an object");
        List<Runnable> ways =
                List.of(
                        scanner::skipValue,
                        scanner::string,
                        () -> scanner.decimal(0),
                        () -> scanner.decimal(2),
                        () -> scanner.decimal(SCALE),
                        () -> scanner.signedDecimal(SCALE),
                        () -> scanner.decimal(18),
                        scanner::integer,
                        scanner::booleanValue,
                        scanner::nullValue,
                        () -> scanner.textIn(names),
                        () -> readObject(names),
                        this::readLevels,
                        () -> walk(0));
        // Followed by other bytes, as in a buffer that is used again, and by none.
        for (byte[] message : List.of(bytes, followed(bytes))) {
            for (Runnable way : ways) {
                scanner.over(message, 0, bytes.length);
                try {
                    way.run();
                    scanner.end();
                } catch (ScanException told) {
                    assertThat(told.problem()).startsWith("expected ");
                }
                assertThat(scanner.position()).isBetween(0, bytes.length);
            }
        }
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void readsWhatJacksonReads(byte[] bytes) {
        JsonNode expected = jackson(bytes).orElse(MissingNode.getInstance());
        if (expected.isMissingNode() || depth(expected) > DEPTH_MAX) {
            return;
        }
        boolean escapes = new String(bytes, StandardCharsets.UTF_8).indexOf('\\') >= 0;
        for (byte[] message : List.of(bytes, followed(bytes))) {
            scanner.over(message, 0, bytes.length);
            compare(expected, escapes);
            scanner.end();
            scanner.over(message, 0, bytes.length);
            scanner.skipValue();
            scanner.end();
        }
    }

    private static byte[] followed(byte[] bytes) {
        byte[] followed = Arrays.copyOf(bytes, bytes.length + BEHIND.length);
        System.arraycopy(BEHIND, 0, followed, bytes.length, BEHIND.length);
        return followed;
    }

    /** What Jackson makes of it; empty where it is no JSON in right UTF-8. */
    private static Optional<JsonNode> jackson(byte[] bytes) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return Optional.of(STRICT.readTree(text))
                    .filter(node -> !node.isMissingNode() && !text.startsWith("\uFEFF"));
        } catch (CharacterCodingException
                | JsonProcessingException
                | NumberFormatException notForJackson) {
            return Optional.empty();
        }
    }

    private static int depth(JsonNode node) {
        int deepest = 0;
        for (JsonNode inner : node) {
            deepest = Math.max(deepest, depth(inner));
        }
        return deepest + 1;
    }

    private void compare(JsonNode expected, boolean escapes) {
        switch (expected.getNodeType()) {
            case OBJECT -> {
                Iterator<Map.Entry<String, JsonNode>> fields = expected.properties().iterator();
                scanner.beginObject();
                for (int name = scanner.nextName();
                        name != Scanner.END;
                        name = scanner.nextName()) {
                    Map.Entry<String, JsonNode> field = fields.next();
                    byte[] utf8 = field.getKey().getBytes(StandardCharsets.UTF_8);
                    assertThat(escapes || scanner.nameIs(utf8)).isTrue();
                    assertThat(name == 0 || name == utf8[0]).isTrue();
                    compare(field.getValue(), escapes);
                }
                assertThat(fields.hasNext()).isFalse();
            }
            case ARRAY -> {
                Iterator<JsonNode> elements = expected.elements();
                scanner.beginArray();
                while (scanner.nextElement()) {
                    compare(elements.next(), escapes);
                }
                assertThat(elements.hasNext()).isFalse();
            }
            case STRING -> assertThat(scanner.string()).isEqualTo(expected.textValue());
            case BOOLEAN -> assertThat(scanner.booleanValue()).isEqualTo(expected.booleanValue());
            case NULL -> assertThat(scanner.nullValue()).isTrue();
            case NUMBER -> compare(expected.decimalValue(), scanner.decimal(SCALE));
            case BINARY, MISSING, POJO -> throw new IllegalStateException("not in JSON");
        }
    }

    private static void compare(BigDecimal number, long read) {
        if (Math.abs((long) number.scale()) > EXPONENT_MAX) {
            assertThat(read).isIn(Scanner.NO_DECIMAL, 0L);
            return;
        }
        if (read != Scanner.NO_DECIMAL) {
            assertThat(BigDecimal.valueOf(read, SCALE)).isEqualByComparingTo(number);
            return;
        }
        if (number.signum() == 0) {
            // Only zero with an exponent that no number of an exchange has.
            return;
        }
        // What has an exponent may be refused a digit earlier.
        BigDecimal scaled = number.movePointRight(SCALE).stripTrailingZeros();
        assertThat(scaled.scale() > 0 || scaled.precision() - scaled.scale() >= LONG_DIGITS)
                .as("%s does not fit", number)
                .isTrue();
    }

    private void readObject(Names<String> names) {
        if (scanner.objectIn(names) == null) {
            assertThat(scanner.position()).isZero();
            scanner.skipValue();
        }
    }

    private void readLevels() {
        scanner.beginArray();
        while (scanner.nextLevel(2, 5)) {
            assertThat(scanner.price()).isNotEqualTo(-1);
        }
    }

    private void walk(int depth) {
        scanner.beginObject();
        for (int name = scanner.nextName(); name != Scanner.END; name = scanner.nextName()) {
            int at = scanner.position();
            scanner.skipValue();
            int after = scanner.position();
            if (depth < DEPTH_MAX) {
                scanner.seek(at);
                try {
                    walk(depth + 1);
                } catch (ScanException noObject) {
                    assertThat(noObject.problem()).isNotEmpty();
                }
                scanner.seek(after);
            }
        }
    }
}
