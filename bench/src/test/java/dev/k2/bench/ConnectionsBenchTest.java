package dev.k2.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConnectionsBenchTest {
    @Test
    void everyConnectionIsToldEverything() throws IOException {
        var printed = new ByteArrayOutputStream();

        ConnectionsBench.measure(20, new PrintStream(printed, true, StandardCharsets.UTF_8));

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("20 open, 201 messages told to each", "KiB of heap each");
    }
}
