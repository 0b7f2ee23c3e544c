package dev.k2.exchange.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

final class EightPropertyTest {
    @Property
    void countsTheDigitsInFrontAndReadsTheirNumber(@ForAll("likeNumbers") byte[] bytes) {
        int expected = 0;
        while (expected < 8 && bytes[expected] >= '0' && bytes[expected] <= '9') {
            expected++;
        }

        int digits = Eight.digits(Eight.at(bytes, 0));

        assertThat(digits).isEqualTo(expected);
        String text = new String(bytes, 0, digits, StandardCharsets.ISO_8859_1);
        assertThat(Eight.number(Eight.at(bytes, 0), digits))
                .isEqualTo(text.isEmpty() ? 0 : Long.parseLong(text));
    }

    @Property
    void knowsZerosFromOtherCharacters(
            @ForAll("likeNumbers") byte[] bytes,
            @ForAll @IntRange(max = 8) int one,
            @ForAll @IntRange(max = 8) int other) {
        int from = Math.min(one, other);
        int to = Math.max(one, other);
        boolean expected = true;
        for (int i = from; i < to; i++) {
            expected &= bytes[i] == '0';
        }

        assertThat(Eight.zeros(Eight.at(bytes, 0), from, to)).isEqualTo(expected);
    }

    @Property
    void keepsTheValuesOfTheFirstDigitsAndTellsWhatIsBehindSomeOfThem(
            @ForAll("likeNumbers") byte[] bytes, @ForAll @IntRange(max = 8) int kept) {
        long eight = Eight.at(bytes, 0);
        int digits = Eight.digits(eight);

        long values = Eight.leading(eight, digits);

        for (int i = 0; i < 8; i++) {
            int value = i < digits ? bytes[i] - '0' : 0;
            assertThat(values >>> (i * 8) & 0xFF).isEqualTo(value);
        }
        boolean zeros = kept >= digits || Eight.zeros(eight, kept, digits);
        assertThat(Eight.beyond(values, kept) == 0).isEqualTo(zeros);
    }

    @Property
    void readsNothingFromTheEndOn(
            @ForAll @Size(min = 1, max = 24) byte[] bytes,
            @ForAll @IntRange(max = 23) int from,
            @ForAll @IntRange(max = 24) int last) {
        int end = Math.min(last, bytes.length);

        long eight = Eight.upTo(end, bytes, from);

        for (int i = 0; i < 8; i++) {
            int expected = from + i < end ? bytes[from + i] & 0xFF : 0;
            assertThat(eight >>> (i * 8) & 0xFF).isEqualTo(expected);
        }
    }

    @Property
    void knowsACharacterFromAllOtherBytes(@ForAll byte found) {
        assertThat(Eight.allOnesIf(found, '.')).isEqualTo(found == '.' ? -1 : 0);
    }

    @Property
    void countsWhatStandsInFrontOfAQuoteBackslashOrControlCharacter(
            @ForAll @Size(8) byte[] bytes, @ForAll @IntRange(max = 7) int at) {
        bytes[at] = '"';
        int expected = 0;
        while (bytes[expected] != '"'
                && bytes[expected] != '\\'
                && (bytes[expected] < 0 || bytes[expected] >= ' ')) {
            expected++;
        }

        assertThat(Eight.plain(Eight.at(bytes, 0))).isEqualTo(expected);
    }

    @Provide
    Arbitrary<byte[]> likeNumbers() {
        Arbitrary<Byte> digits = Arbitraries.bytes().between((byte) '0', (byte) '9');
        Arbitrary<Byte> zeros = Arbitraries.just((byte) '0');
        return Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(5, digits),
                        net.jqwik.api.Tuple.of(5, zeros),
                        net.jqwik.api.Tuple.of(1, Arbitraries.bytes()))
                .array(byte[].class)
                .ofSize(8);
    }
}
