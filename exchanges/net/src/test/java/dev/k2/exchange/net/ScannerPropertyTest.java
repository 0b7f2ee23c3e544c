package dev.k2.exchange.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Whatever comes over the wire, the scanner ends, and never gives a wrong number. */
class ScannerPropertyTest {
    private static final byte[] DEPTH =
            ("{\"stream\":\"btcusdt@depth@100ms\",\"data\":{\"e\":\"depthUpdate\",\"E\":1672515782136,"
                 + "\"s\":\"BTCUSDT\",\"U\":157,\"u\":160,\"b\":[[\"0.0024\",\"10\"],[\"0.0023\",\"0\"]],"
                 + "\"a\":[[\"0.0026\",\"100.50000000\"]],\"more\":{\"x\":[true,null,1.5e3]}}}")
                    .getBytes(StandardCharsets.UTF_8);

    private final Scanner scanner = new Scanner();

    @Property
    void givesTheExactNumberOrSaysThatItDoesNotFit(
            @ForAll BigInteger digits,
            @ForAll @IntRange(min = 0, max = 25) int point,
            @ForAll @IntRange(min = 0, max = 18) int scale,
            @ForAll boolean quoted) {
        BigDecimal number = new BigDecimal(digits, point);
        String text = number.toPlainString();
        String json = quoted ? "\"" + text + "\"" : text;
        on(json);

        long read = scanner.decimal(scale);

        scanner.end();
        assertThat(read).isEqualTo(expected(number, scale));
        on(json);
        assertThat(scanner.signedDecimal(scale)).isEqualTo(read);
        scanner.end();
    }

    @Property
    void readsExponentsExactlyOrSaysThatTheyDoNotFit(
            @ForAll long mantissa,
            @ForAll @IntRange(min = -40, max = 40) int exponent,
            @ForAll @IntRange(min = 0, max = 18) int scale) {
        on(mantissa + "e" + exponent);

        long read = scanner.decimal(scale);

        scanner.end();
        if (read != Scanner.NO_DECIMAL) {
            BigDecimal number = new BigDecimal(mantissa).scaleByPowerOfTen(exponent);
            assertThat(BigDecimal.valueOf(read, scale)).isEqualByComparingTo(number);
        }
    }

    @Property
    void endsWithItsOwnExceptionOnAnyBytes(@ForAll byte[] bytes) {
        readAll(bytes, bytes.length);
    }

    @Property
    void endsWithItsOwnExceptionOnAMessageCutShort(
            @ForAll @IntRange(min = 0, max = 400) int length) {
        readAll(DEPTH, Math.min(length, DEPTH.length));
    }

    @Property
    void readsTheSameWhateverStandsBehindTheMessage(
            @ForAll("values") Object value,
            @ForAll @IntRange(min = 0, max = 200) int length,
            @ForAll byte behind,
            @ForAll @IntRange(min = 0, max = 18) int scale)
            throws JsonProcessingException {
        byte[] whole = Json.lenient().writeValueAsString(value).getBytes(StandardCharsets.UTF_8);
        byte[] exact = Arrays.copyOf(whole, Math.min(length, whole.length));
        byte[] longer = Arrays.copyOf(exact, exact.length + 40);
        Arrays.fill(longer, exact.length, longer.length, behind);

        assertThat(outcomes(longer, exact.length, scale))
                .isEqualTo(outcomes(exact, exact.length, scale));
    }

    @Property
    void readsTheSameNumberWhateverDigitsStandBehindIt(
            @ForAll BigDecimal number,
            @ForAll boolean quoted,
            @ForAll("behind") String behind,
            @ForAll @IntRange(min = 0, max = 18) int scale) {
        String text = quoted ? "\"" + number.toPlainString() + "\"" : number.toPlainString();
        for (int length = 0; length <= text.length(); length++) {
            byte[] exact = text.substring(0, length).getBytes(StandardCharsets.US_ASCII);
            byte[] longer =
                    (text.substring(0, length) + behind).getBytes(StandardCharsets.US_ASCII);

            assertThat(outcomes(longer, exact.length, scale))
                    .isEqualTo(outcomes(exact, exact.length, scale));
        }
    }

    @Provide
    Arbitrary<String> behind() {
        return Arbitraries.of(
                "1234567890123456", ".5\",1111111111", "\",\"0000000000", "000000000000,");
    }

    private List<String> outcomes(byte[] bytes, int length, int scale) {
        List<String> outcomes = new ArrayList<>();
        outcomes.add(outcome(bytes, length, () -> Long.toString(scanner.decimal(scale))));
        outcomes.add(outcome(bytes, length, () -> Long.toString(scanner.signedDecimal(scale))));
        outcomes.add(outcome(bytes, length, scanner::string));
        outcomes.add(
                outcome(
                        bytes,
                        length,
                        () -> {
                            scanner.skipValue();
                            return "skipped";
                        }));
        return outcomes;
    }

    private String outcome(byte[] bytes, int length, Supplier<String> way) {
        scanner.over(bytes, 0, length);
        try {
            String read = way.get();
            scanner.end();
            return read;
        } catch (ScanException told) {
            return "told";
        }
    }

    @Property
    void endsWithItsOwnExceptionOnAMessageWithWrongBytes(
            @ForAll @IntRange(min = 0, max = 400) int place, @ForAll byte wrong) {
        byte[] damaged = DEPTH.clone();
        damaged[place % damaged.length] = wrong;

        readAll(damaged, damaged.length);
    }

    @Property
    void stepsOverAllThatIsJson(@ForAll("values") Object value) throws JsonProcessingException {
        on(Json.lenient().writeValueAsString(value));

        scanner.skipValue();

        scanner.end();
    }

    @Property
    void readsTheTextThatWasWritten(@ForAll("texts") String text) throws JsonProcessingException {
        on(Json.lenient().writeValueAsString(text));

        assertThat(scanner.string()).isEqualTo(text);
    }

    @Test
    void makesNoObjects() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < 20_000; i++) {
            readDepth();
        }

        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 20_000; i++) {
            readDepth();
        }
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(bytes / 20_000).isZero();
    }

    @Provide
    Arbitrary<Object> values() {
        Arbitrary<Object> leaf =
                Arbitraries.oneOf(
                        Arbitraries.strings().ofMaxLength(10).map(text -> (Object) text),
                        Arbitraries.bigDecimals().map(number -> (Object) number),
                        Arbitraries.of(true, false).map(truth -> (Object) truth));
        return Arbitraries.recursive(
                () -> leaf,
                inner ->
                        Arbitraries.oneOf(
                                inner.list().ofMaxSize(4).map(list -> (Object) list),
                                Arbitraries.maps(Arbitraries.strings().ofMaxLength(5), inner)
                                        .ofMaxSize(4)
                                        .map(map -> (Object) map)),
                0,
                4);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of("a", "é", "币", "😀", "\"", "\\", "/", "\n", "\u0001", "\u2028")
                .list()
                .ofMaxSize(20)
                .map(parts -> String.join("", parts));
    }

    private static long expected(BigDecimal number, int scale) {
        BigDecimal scaled = number.movePointRight(scale).stripTrailingZeros();
        if (scaled.scale() > 0
                || scaled.toBigInteger().bitLength() > 63
                || scaled.compareTo(BigDecimal.valueOf(Long.MIN_VALUE)) == 0) {
            return Scanner.NO_DECIMAL;
        }
        return scaled.longValueExact();
    }

    private void readDepth() {
        scanner.over(DEPTH, 0, DEPTH.length);
        scanner.beginObject();
        long sum = 0;
        while (scanner.nextField()) {
            if (scanner.nameByte() != 0) {
                throw new IllegalStateException("no such field is in the message");
            }
            int at = scanner.position();
            scanner.skipValue();
            if (DEPTH[at] == '{') {
                scanner.seek(at);
                scanner.beginObject();
                while (scanner.nextField()) {
                    switch (scanner.nameByte()) {
                        case 'U', 'u', 'E' -> sum += scanner.integer();
                        default -> scanner.skipValue();
                    }
                }
            }
        }
        if (sum != 1672515782136L + 157 + 160) {
            throw new IllegalStateException("the numbers were read wrong: " + sum);
        }
    }

    /** Reads in every way there is; only the scanner's own exception may come out. */
    private void readAll(byte[] bytes, int length) {
        List<Runnable> ways =
                List.of(
                        scanner::skipValue,
                        scanner::string,
                        () -> scanner.decimal(8),
                        scanner::integer,
                        scanner::booleanValue,
                        scanner::nullValue,
                        this::walkObject);
        for (Runnable way : ways) {
            scanner.over(Arrays.copyOf(bytes, length), 0, length);
            try {
                way.run();
                scanner.end();
            } catch (ScanException told) {
                assertThat(told.problem()).startsWith("expected ");
            }
        }
    }

    private void walkObject() {
        scanner.beginObject();
        while (scanner.nextField()) {
            int at = scanner.position();
            scanner.skipValue();
            int after = scanner.position();
            scanner.seek(at);
            scanner.skipValue();
            assertThat(scanner.position()).isEqualTo(after);
        }
    }

    private void on(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        scanner.over(bytes, 0, bytes.length);
    }

    @Property
    void namesAreFoundAfterAnyChanges(@ForAll List<@IntRange(min = 0, max = 40) Integer> changes) {
        Names<Integer> names = new Names<>();
        Map<Integer, Integer> model = new HashMap<>();
        for (int change : changes) {
            byte[] key = ("name" + change % 20).getBytes(StandardCharsets.UTF_8);
            if (change < 20) {
                names.put(key, change);
                model.put(change % 20, change);
            } else {
                names.remove(key);
                model.remove(change % 20);
            }
        }

        for (int i = 0; i < 20; i++) {
            byte[] key = ("name" + i).getBytes(StandardCharsets.UTF_8);
            assertThat(Tuple.of(names.find(key, 0, key.length))).isEqualTo(Tuple.of(model.get(i)));
        }
        assertThat(names.size()).isEqualTo(model.size());
    }
}
