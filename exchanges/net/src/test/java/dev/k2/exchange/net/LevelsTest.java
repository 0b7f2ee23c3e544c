package dev.k2.exchange.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LevelsTest {
    private final Scanner scanner = new Scanner();
    private final Levels levels = new Levels();

    @Test
    void keepsTheLevelsOfTheLastArrayOnly() {
        read("[[\"3\",\"4\"],[\"2\",\"1\"]]");
        read("[[\"1.5\",\"0.25\",\"0\",\"7\"]]");

        assertThat(levels.size()).isEqualTo(1);
        assertThat(levels.price()).isEqualTo(150);
        assertThat(levels.quantity()).isEqualTo(25_000);
    }

    @Test
    void hasZerosWhereThereIsNoLevel() {
        read("[[\"3\",\"4\"]]");
        read("[]");

        assertThat(levels.size()).isZero();
        assertThat(levels.price()).isZero();
        assertThat(levels.quantity()).isZero();
    }

    @Test
    void refusesLevelsThatNoBookCanHold() {
        for (String wrong :
                List.of(
                        "[[\"-1\",\"4\"]]",
                        "[[\"1\",\"-4\"]]",
                        "[[\"1.001\",\"4\"]]",
                        "[[\"1\",\"0.000001\"]]",
                        "[[\"1\"]]",
                        "[[\"1\",\"2\"]",
                        "{}")) {
            assertThatThrownBy(() -> read(wrong)).as(wrong).isInstanceOf(ScanException.class);
            assertThat(levels.size()).isZero();
        }
    }

    @Test
    void takesTenThousandLevelsAndNoMore() {
        read(many(10_000));

        assertThat(levels.size()).isEqualTo(10_000);
        assertThatThrownBy(() -> read(many(10_001))).isInstanceOf(ScanException.class);
    }

    private static String many(int count) {
        return "[" + String.join(",", Collections.nCopies(count, "[\"1\",\"2\"]")) + "]";
    }

    private void read(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        scanner.over(bytes, 0, bytes.length);
        levels.read(scanner, 2, 5);
        scanner.end();
    }
}
