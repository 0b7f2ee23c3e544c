package dev.k2.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ReconnectBenchTest {
    private static final long STEADY_NANOS = 500_000_000L;

    @Test
    void twoConnectionsLoseNothingWhenOneIsTorn() throws IOException {
        ReconnectBench.Outcome outcome = ReconnectBench.cut(true, 1, STEADY_NANOS);

        assertThat(outcome.micros()).hasSize(1);
        assertThat(outcome.trades()).isPositive();
        assertThat(outcome.lost()).isZero();
    }

    @Test
    void tellsTradesAgainAfterTheOnlyConnectionIsTorn() throws IOException {
        ReconnectBench.Outcome outcome = ReconnectBench.cut(false, 1, STEADY_NANOS);

        assertThat(outcome.micros()).hasSize(1);
        assertThat(outcome.worst()).isPositive();
    }
}
