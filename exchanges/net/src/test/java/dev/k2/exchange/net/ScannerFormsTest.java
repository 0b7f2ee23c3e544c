package dev.k2.exchange.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The quick ways for what exchanges usually send say the same as the long way for all JSON. */
class ScannerFormsTest {
    private static final Literal DATA = Literal.of(",\"data\":");

    private final Scanner scanner = new Scanner();

    record Level(String price, String quantity, String rest) {
        String text(String space) {
            return "[%s%s,%s%s%s]".formatted(price, space, space, quantity, rest);
        }
    }

    @Property
    void readsLevelsAsItReadsTheirNumbers(
            @ForAll("levels") List<Level> levels,
            @ForAll("spaces") String space,
            @ForAll @IntRange(max = 12) int priceScale,
            @ForAll @IntRange(max = 12) int quantityScale) {
        String text = String.join(",", levels.stream().map(level -> level.text(space)).toList());
        on("[" + text + "],\"a\":1}          ");

        scanner.beginArray();
        List<Long> read = new ArrayList<>();
        while (scanner.nextLevel(priceScale, quantityScale)) {
            read.add(scanner.price());
            read.add(scanner.quantity());
        }

        assertThat(scanner.position()).isEqualTo(text.length() + 2);
        List<Long> expected = new ArrayList<>();
        for (Level level : levels) {
            expected.add(scaled(level.price(), priceScale));
            expected.add(scaled(level.quantity(), quantityScale));
        }
        assertThat(read).isEqualTo(expected);
        assertThat(readInRows(levels.size(), priceScale, quantityScale)).isEqualTo(expected);
    }

    /** Reads the same levels once more, as many as can be at a time. */
    private List<Long> readInRows(int room, int priceScale, int quantityScale) {
        scanner.seek(0);
        scanner.beginArray();
        var prices = new long[room];
        var quantities = new long[room];
        int count = scanner.usualLevels(prices, quantities, 0, priceScale, quantityScale);
        while (scanner.nextLevel(priceScale, quantityScale)) {
            prices[count] = scanner.price();
            quantities[count] = scanner.quantity();
            count = scanner.usualLevels(prices, quantities, count + 1, priceScale, quantityScale);
        }
        List<Long> read = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            read.add(prices[i]);
            read.add(quantities[i]);
        }
        return read;
    }

    @Test
    void readsTheLongestLevelBehindWhichThereIsNothing() {
        for (int digits = 1; digits <= 9; digits++) {
            String whole = "123456789".substring(0, digits);
            String level = "[[\"%1$s.12345678\",\"%1$s.87654321\",\"0\",\"%1$s\"]".formatted(whole);
            byte[] bytes = utf8(level);
            scanner.over(bytes, 0, bytes.length);
            scanner.beginArray();

            assertThat(scanner.nextLevel(8, 8)).as(level).isTrue();

            assertThat(scanner.price()).isEqualTo(scaled("\"" + whole + ".12345678\"", 8));
            assertThat(scanner.quantity()).isEqualTo(scaled("\"" + whole + ".87654321\"", 8));
            assertThatThrownBy(() -> scanner.nextLevel(8, 8)).isInstanceOf(ScanException.class);
        }
    }

    @Property
    void endsLevelsThatAreCutShortWithItsOwnException(
            @ForAll("levels") List<Level> levels, @ForAll @IntRange(max = 200) int length) {
        String text = "[" + String.join(",", levels.stream().map(level -> level.text("")).toList());
        on(text.substring(0, Math.min(length, text.length())));

        assertThatThrownBy(
                        () -> {
                            scanner.beginArray();
                            while (scanner.nextLevel(2, 5)) {
                                assertThat(scanner.position()).isLessThanOrEqualTo(text.length());
                            }
                        })
                .isInstanceOf(ScanException.class);
        assertThatThrownBy(() -> readInRows(levels.size(), 2, 5)).isInstanceOf(ScanException.class);
    }

    @Property
    void readsWholeNumbersOfAnyLength(
            @ForAll long number, @ForAll("ends") String end, @ForAll("behind") String behind) {
        on(number + end + behind);

        if (number == Long.MIN_VALUE) {
            assertThatThrownBy(scanner::integer).isInstanceOf(ScanException.class);
        } else {
            assertThat(scanner.integer()).isEqualTo(number);
        }
    }

    @Property
    void skipsWhatItReads(
            @ForAll("plain") String value,
            @ForAll("ends") String end,
            @ForAll("behind") String behind) {
        on(value + end + behind);

        scanner.skipValue();

        assertThat(scanner.position()).isEqualTo(value.length());
    }

    @Property
    void looksTextsUpWhereverTheyStand(
            @ForAll("names") String name,
            @ForAll("names") String other,
            @ForAll("behind") String behind) {
        Names<String> names = new Names<>();
        names.put(utf8(name), name);
        names.put(utf8(name + "."), "longer");

        for (String asked : List.of(name, other)) {
            on("\"" + asked + "\"" + behind);
            assertThat(String.valueOf(scanner.textIn(names)))
                    .isEqualTo(
                            asked.equals(name)
                                    ? name
                                    : asked.equals(name + ".") ? "longer" : "null");
            assertThat(scanner.position()).isEqualTo(asked.length() + 2);
            assertThat(scanner.nameIs(utf8(asked))).isTrue();
        }
    }

    @Property
    void looksObjectsUpJustAsTheyStand(
            @ForAll("names") String name,
            @ForAll("names") String other,
            @ForAll("behind") String behind) {
        Names<String> names = new Names<>();
        names.put(utf8("{\"a\":\"" + name + "\"}"), name);

        for (String asked : List.of(name, other)) {
            String object = "{\"a\":\"" + asked + "\"}";
            on(object + behind + "        ");
            String found = scanner.objectIn(names);

            assertThat(String.valueOf(found)).isEqualTo(asked.equals(name) ? name : "null");
            assertThat(scanner.position()).isEqualTo(found == null ? 0 : object.length());
        }
    }

    @Test
    void findsNoObjectThatIsCutShortOrNone() {
        Names<String> names = new Names<>();
        String object = "{\"channel\":\"books\",\"instId\":\"BTC-USDT\"}";
        names.put(utf8(object), "books");

        for (int length = 0; length < object.length(); length++) {
            byte[] bytes = utf8(object + "}}}}}}}}");
            scanner.over(bytes, 0, length);
            assertThat(scanner.objectIn(names)).isNull();
            assertThat(scanner.position()).isZero();
        }
        for (String other : List.of("[" + object, object.replace(",", ", "), "1}}}}}}}}")) {
            on(other);
            assertThat(scanner.objectIn(names)).as(other).isNull();
        }
    }

    @Property
    void readsNamesOfFieldsInAnyForm(
            @ForAll("fieldNames") List<String> fields, @ForAll("spaces") String space) {
        var text = new StringBuilder("{");
        for (String field : fields) {
            text.append(text.length() == 1 ? "" : ",")
                    .append(space)
                    .append('"')
                    .append(field)
                    .append("\":")
                    .append(space)
                    .append("12");
        }
        on(text.append(space).append("}        ").toString());

        scanner.beginObject();
        List<Integer> read = new ArrayList<>();
        for (int name = scanner.nextName(); name != Scanner.END; name = scanner.nextName()) {
            read.add(name);
            assertThat(scanner.integer()).isEqualTo(12);
        }

        assertThat(read)
                .isEqualTo(
                        fields.stream()
                                .map(field -> field.length() == 1 ? (int) field.charAt(0) : 0)
                                .toList());
    }

    @Test
    void takesWhatStandsNextAndNothingElse() {
        on(",\"data\":1}");

        assertThat(scanner.take(Literal.of("{\"stream\":"))).isFalse();
        assertThat(scanner.take(DATA)).isTrue();
        assertThat(scanner.integer()).isEqualTo(1);
    }

    @Property
    void takesNoPartOfWhatWasCutShort(
            @ForAll @IntRange(max = 39) int length, @ForAll @IntRange(min = 4, max = 40) int size) {
        byte[] whole = utf8("0123456789abcdefghijklmnopqrstuvwxyzABCD".substring(0, size));
        Literal literal = Literal.of(new String(whole, StandardCharsets.US_ASCII));

        for (int i = 0; i < size; i++) {
            byte[] wrong = whole.clone();
            wrong[i]++;
            scanner.over(wrong, 0, size);
            assertThat(scanner.take(literal)).isFalse();
        }
        scanner.over(whole, 0, Math.min(length, size - 1));
        assertThat(scanner.take(literal)).isFalse();
        scanner.over(whole, 0, size);
        assertThat(scanner.take(literal)).isTrue();
    }

    @Test
    void takesFourBytesAtLeast() {
        assertThatThrownBy(() -> Literal.of("abc")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void skipsAUsualPartOnlyWhereItStandsAsUsual() {
        Literal usual = Literal.of(",\"s\":\"BTCUSDT\"");

        for (String message :
                List.of(
                        "{\"u\":1,\"s\":\"BTCUSDT\",\"b\":2}",
                        "{\"u\":1, \"s\":\"BTCUSDT\",\"b\":2}",
                        "{\"u\":1,\"s\":\"BTCUSDC\",\"b\":2}",
                        "{\"u\":1,\"b\":2,\"s\":\"BTCUSDT\"}")) {
            on(message);
            scanner.beginObject();
            long b = 0;
            for (int name = scanner.nextName(); name != Scanner.END; name = scanner.nextName()) {
                switch (name) {
                    case 'u' -> {
                        assertThat(scanner.integer()).isEqualTo(1);
                        scanner.skipUsual(usual);
                    }
                    case 'b' -> b = scanner.integer();
                    default -> scanner.skipValue();
                }
            }
            scanner.end();

            assertThat(b).as(message).isEqualTo(2);
        }
    }

    @Test
    void readsTruthOnlyWhereTheWordEnds() {
        for (String wrong : List.of("truee,      ", "tru,        ", "falsey}     ", "nulll,   ")) {
            on(wrong);
            assertThatThrownBy(scanner::booleanValue).isInstanceOf(ScanException.class);
        }
        on("true}       ");
        assertThat(scanner.booleanValue()).isTrue();
        on("false,      ");
        assertThat(scanner.booleanValue()).isFalse();
    }

    @Provide
    Arbitrary<List<Level>> levels() {
        Arbitrary<String> numbers =
                Combinators.combine(
                                Arbitraries.oneOf(
                                        Arbitraries.longs().between(0, 99_999_999L),
                                        Arbitraries.longs().greaterOrEqual(0)),
                                Arbitraries.integers().between(0, 10),
                                Arbitraries.integers().between(0, 8))
                        .as(
                                (digits, scale, zeros) ->
                                        new BigDecimal(digits)
                                                .movePointLeft(scale)
                                                .setScale(Math.max(scale, zeros))
                                                .toPlainString())
                        .map(number -> "\"" + number + "\"");
        return Combinators.combine(
                        numbers, numbers, Arbitraries.oneOf(Arbitraries.just(""), rests()))
                .as(Level::new)
                .list()
                .ofMaxSize(6);
    }

    private static Arbitrary<String> rests() {
        return Arbitraries.of(
                        ",\"0\"",
                        ",\"3\"",
                        ",\"12345678\"",
                        ",\"123456789\"",
                        ",\"\"",
                        ",\"0.5\"",
                        ",\"1]\"",
                        ",\"1\\\"\"",
                        ", \"1\"",
                        ",\"1\" ",
                        ",0",
                        ",[1]",
                        ",{\"a\":[]}")
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> spaces() {
        return Arbitraries.of("", "", " ");
    }

    @Provide
    Arbitrary<String> ends() {
        return Arbitraries.of(",", "}", "]", " ,");
    }

    @Provide
    Arbitrary<String> behind() {
        return Arbitraries.of("", "1234567890123456789", "\"a\":1,\"b\":\"2.00000000\"}", "    ");
    }

    @Provide
    Arbitrary<String> plain() {
        return Arbitraries.oneOf(
                Arbitraries.longs().map(String::valueOf),
                Arbitraries.of("true", "false", "null", "1.5", "-0.25e3", "\"a,b\"", "[]", "{}"));
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of('a', 'b', '@', '.').list().ofMaxSize(20).map(ScannerFormsTest::word);
    }

    @Provide
    Arbitrary<List<String>> fieldNames() {
        return Arbitraries.of("a", "Z", "u", "ab", "stream", "x1").list().ofMaxSize(8);
    }

    private static String word(List<Character> letters) {
        var word = new StringBuilder();
        letters.forEach(word::append);
        return word.toString();
    }

    private static long scaled(String quoted, int scale) {
        BigDecimal number = new BigDecimal(quoted.replace("\"", ""));
        BigDecimal scaled = number.movePointRight(scale).stripTrailingZeros();
        return scaled.scale() > 0 || scaled.toBigInteger().bitLength() > 63
                ? Scanner.NO_DECIMAL
                : scaled.longValueExact();
    }

    private void on(String text) {
        byte[] bytes = utf8(text);
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 24);
        Arrays.fill(longer, bytes.length, longer.length, (byte) '7');
        scanner.over(longer, 0, bytes.length);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
