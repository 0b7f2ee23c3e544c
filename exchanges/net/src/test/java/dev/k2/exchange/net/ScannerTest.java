package dev.k2.exchange.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScannerTest {
    private final Scanner scanner = new Scanner();

    @Test
    void walksThroughAMessage() {
        on(
                " {\"u\": 7, \"s\":\"BTCUSDT\", \"b\":[[\"64950.12\",\"0.5\"]], \"m\":true,"
                        + " \"x\":null} ");

        scanner.beginObject();
        assertThat(scanner.nextField()).isTrue();
        assertThat(scanner.nameByte()).isEqualTo('u');
        assertThat(scanner.integer()).isEqualTo(7);
        assertThat(scanner.nextField()).isTrue();
        scanner.text();
        assertThat(scanner.nameIs(bytes("BTCUSDT"))).isTrue();
        assertThat(scanner.nextField()).isTrue();
        scanner.beginArray();
        assertThat(scanner.nextElement()).isTrue();
        scanner.beginArray();
        assertThat(scanner.nextElement()).isTrue();
        assertThat(scanner.decimal(2)).isEqualTo(6495012);
        assertThat(scanner.nextElement()).isTrue();
        assertThat(scanner.decimal(3)).isEqualTo(500);
        assertThat(scanner.nextElement()).isFalse();
        assertThat(scanner.nextElement()).isFalse();
        assertThat(scanner.nextField()).isTrue();
        assertThat(scanner.booleanValue()).isTrue();
        assertThat(scanner.nextField()).isTrue();
        assertThat(scanner.nullValue()).isTrue();
        assertThat(scanner.nextField()).isFalse();
        scanner.end();
    }

    @ParameterizedTest
    @CsvSource({
        "0.04100000, 3, 41",
        "0.04100000, 8, 4100000",
        "64950.12, 2, 6495012",
        "-1.5, 1, -15",
        "0, 8, 0",
        "-0.0, 2, 0",
        "1e3, 2, 100000",
        "1.5E-3, 4, 15",
        "9223372036854775807, 0, 9223372036854775807",
        "92233720368.54775807, 8, 9223372036854775807"
    })
    void readsADecimalAsAScaledNumber(String text, int scale, long expected) {
        on("\"" + text + "\"");
        assertThat(scanner.decimal(scale)).isEqualTo(expected);
        scanner.end();

        on(text);
        assertThat(scanner.decimal(scale)).isEqualTo(expected);
        scanner.end();
    }

    @ParameterizedTest
    @CsvSource({
        "0.041, 2",
        "9223372036854775808, 0",
        "92233720369, 8",
        "1e999999999, 8",
        "1e-999999999, 8",
        "123456789012345678901234567890123456789012345678901234567890, 0",
        "1e25, 0"
    })
    void saysThatANumberDoesNotFit(String text, int scale) {
        on("\"" + text + "\"");

        assertThat(scanner.decimal(scale)).isEqualTo(Scanner.NO_DECIMAL);
        scanner.end();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                ".",
                "1.",
                ".5",
                "1.e5",
                "1e",
                "--1",
                "+1",
                "abc",
                "\"",
                "\"1",
                "1\"",
                "\"1 \"",
                "\" 1\"",
                "01",
                "1x",
                "NaN",
                "Infinity",
                "\"\"",
                "null",
                "true",
                "[1]",
                "{}",
                "\"1,5\"",
                "0x10"
            })
    void refusesWhatIsNoNumber(String text) {
        on(text);

        assertThatThrownBy(
                        () -> {
                            scanner.decimal(8);
                            scanner.end();
                        })
                .isInstanceOf(ScanException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{,}", "{\"a\" 1}",
                "{1:2}", "[1,]", "[1 2]", "[,]", "{\"a\":[1}", "{\"a\":{]}", "\"\u0001\"",
                        "{\"a\":,}"
            })
    void refusesWhatIsNoJson(String text) {
        on(text);

        assertThatThrownBy(this::walk).isInstanceOf(ScanException.class);
    }

    @Test
    void stepsOverWhatNobodyAskedFor() {
        on("{\"a\":{\"b\":[1,{\"c\":\"]}\\\"\"}],\"d\":null},\"e\":5}");

        scanner.beginObject();
        assertThat(scanner.nextField()).isTrue();
        scanner.skipValue();
        assertThat(scanner.nextField()).isTrue();
        assertThat(scanner.nameByte()).isEqualTo('e');
        assertThat(scanner.integer()).isEqualTo(5);
        assertThat(scanner.nextField()).isFalse();
        scanner.end();
    }

    @Test
    void stopsBelowSixtyFourLevels() {
        on("[".repeat(64) + "]".repeat(64));
        scanner.skipValue();
        scanner.end();

        on("[".repeat(100_000));
        assertThatThrownBy(scanner::skipValue)
                .isInstanceOf(ScanException.class)
                .hasMessageContaining("64 levels");
    }

    @Test
    void readsEscapesOfTexts() {
        on("\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\"");

        assertThat(scanner.string()).isEqualTo("a\"\\/\b\f\n\r\té😀");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\"})
    void refusesUnknownEscapes(String text) {
        on(text);

        assertThatThrownBy(scanner::string).isInstanceOf(ScanException.class);
    }

    @Test
    void findsNamesWithAndWithoutEscapes() {
        Names<String> names = new Names<>();
        names.put(bytes("币安usdt@trade"), "found");

        on("\"币安usdt@trade\"");
        scanner.text();
        assertThat(scanner.lookUp(names)).isEqualTo("found");
        on("\"\\u5e01\\u5b89usdt@trade\"");
        scanner.text();
        assertThat(scanner.lookUp(names)).isEqualTo("found");
        on("\"other\"");
        scanner.text();
        assertThat(scanner.lookUp(names)).isNull();
    }

    @Test
    void survivesBytesThatAreNoText() {
        byte[] broken = {'"', (byte) 0xC3, (byte) 0x28, (byte) 0xFF, '"'};
        scanner.over(broken, 0, broken.length);

        assertThat(scanner.string()).contains("\uFFFD");
        scanner.end();
    }

    @Test
    void goesBackToAPlaceThatItKnew() {
        on("{\"data\":[1,2],\"stream\":\"x\"}");
        scanner.beginObject();
        assertThat(scanner.nextField()).isTrue();
        int data = scanner.position();
        scanner.skipValue();

        scanner.seek(data);
        scanner.beginArray();

        assertThat(scanner.nextElement()).isTrue();
        assertThat(scanner.integer()).isEqualTo(1);
    }

    private void walk() {
        int first = scanner.position();
        scanner.skipValue();
        scanner.end();
        scanner.seek(first);
        enter();
        scanner.end();
    }

    /** Reads any value part by part. */
    private void enter() {
        int start = scanner.position();
        try {
            scanner.beginObject();
        } catch (ScanException noObject) {
            scanner.seek(start);
            enterArray(start);
            return;
        }
        while (scanner.nextField()) {
            enter();
        }
    }

    private void enterArray(int start) {
        try {
            scanner.beginArray();
        } catch (ScanException noArray) {
            scanner.seek(start);
            scanner.skipValue();
            return;
        }
        while (scanner.nextElement()) {
            enter();
        }
    }

    private void on(String text) {
        byte[] bytes = bytes(text);
        scanner.over(bytes, 0, bytes.length);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
