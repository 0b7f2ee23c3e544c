package dev.k2.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FeedBenchTest {
    @Test
    void printsALinePerContestantAndARatio() throws IOException, InterruptedException {
        var printed = new ByteArrayOutputStream();

        FeedBench.measure(10, 100, 0, 1, new PrintStream(printed, true, StandardCharsets.UTF_8));

        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .hasSize(4)
                .last()
                .asString()
                .contains(" x Vert.x 5", " x JDK 25");
    }
}
