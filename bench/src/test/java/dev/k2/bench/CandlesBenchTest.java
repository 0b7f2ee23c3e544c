package dev.k2.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CandlesBenchTest {
    @Test
    void allContestantsBringTheSameCandles() throws Exception {
        var written = new ByteArrayOutputStream();

        CandlesBench.measure(
                new CandlesBench.Size(20_000, 1, 1),
                new PrintStream(written, true, StandardCharsets.UTF_8));

        assertThat(written.toString(StandardCharsets.UTF_8))
                .contains("20000 trades into candles, K2", "a year of candles read, K2")
                .contains("candles: GROUP BY takes");
    }
}
