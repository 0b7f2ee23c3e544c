package dev.k2.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OrdersBenchTest {
    @Test
    void everyContestantTakesEveryOrder() throws Exception {
        var written = new ByteArrayOutputStream();

        OrdersBench.measure(
                new OrdersBench.Size(150, 1, 10, 150),
                new PrintStream(written, true, StandardCharsets.UTF_8));

        String text = written.toString(StandardCharsets.UTF_8);
        assertThat(text)
                .contains("one durable INSERT", "the exchange alone", "K2 with both")
                .contains("32 callers", "128 callers")
                .contains("INSERT, then the exchange adds", "K2 adds", "x one durable INSERT")
                .contains("with 128 callers K2 takes");
    }
}
