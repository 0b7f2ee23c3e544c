package dev.k2.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomTokenTest {
    @Test
    void isAnotherEachTimeAndMayStandInAnAddress() {
        assertThat(IntStream.range(0, 100).mapToObj(i -> RandomToken.fresh().reveal()))
                .doesNotHaveDuplicates()
                .allMatch(text -> text.matches("[A-Za-z0-9_-]{43}"));
    }

    @Test
    void isKeptAsItsSha256() {
        // The first example of FIPS 180-2.
        assertThat(RandomToken.hash(Secret.of("abc")))
                .isEqualTo(
                        HexFormat.of()
                                .parseHex(
                                        "ba7816bf8f01cfea414140de5dae2223"
                                                + "b00361a396177a9cb410ff61f20015ad"));
    }
}
