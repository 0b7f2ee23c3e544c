package dev.k2.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SlowBenchTest {
    private static final SlowBench.Size SMALL = new SlowBench.Size(2, 1, 2, 1, 3, 1);

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void allContestantsBringTheNewestStateToReadersThatStalled() throws IOException {
        SlowBench.cost(SMALL, new PrintStream(printed, true, StandardCharsets.UTF_8));

        assertThat(text().lines())
                .hasSize(4)
                .last()
                .asString()
                .contains(" x a queue per connection", " x Vert.x 5");
    }

    @Test
    void tellsTheOthersEverythingWhileOneStalls() throws IOException {
        SlowBench.harm(SMALL, new PrintStream(printed, true, StandardCharsets.UTF_8));

        assertThat(text()).contains("one stalls", "300 messages", "x that without");
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
