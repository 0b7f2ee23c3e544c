package dev.k2.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class FanoutBenchTest {
    @Test
    void everyContestantTellsEveryReaderTheSame() throws IOException {
        var printed = new ByteArrayOutputStream();

        FanoutBench.measure(
                new FanoutBench.Size(5, List.of(3), 100, 100, 0, 1),
                new PrintStream(printed, true, StandardCharsets.UTF_8));

        String text = printed.toString(StandardCharsets.UTF_8);
        assertThat(text.lines().filter(line -> line.endsWith("186 bytes a message"))).hasSize(4);
        assertThat(text).contains(" x Vert.x 5", " x Jetty 12", " x Tomcat 11");
    }
}
