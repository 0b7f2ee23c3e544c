package dev.k2.sim.okx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.sim.Interval;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BarsTest {
    @ParameterizedTest
    @CsvSource({
        "1m, 2026-11-21T09:47:12Z, 2026-11-21T09:47:00Z",
        "4H, 2026-11-21T09:47:12Z, 2026-11-21T08:00:00Z",
        "6H, 2026-11-21T09:47:12Z, 2026-11-21T04:00:00Z",
        "6Hutc, 2026-11-21T09:47:12Z, 2026-11-21T06:00:00Z",
        "1D, 2026-11-21T09:47:12Z, 2026-11-20T16:00:00Z",
        "1Dutc, 2026-11-21T09:47:12Z, 2026-11-21T00:00:00Z",
        "1Mutc, 2026-11-21T09:47:12Z, 2026-11-01T00:00:00Z"
    })
    void opensWhereOkxOpensIt(String name, Instant at, Instant opens) {
        Interval bar = Bars.named(name);

        assertThat(bar).isNotNull();
        assertThat(Instant.ofEpochMilli(bar.openMillis(at.toEpochMilli()))).isEqualTo(opens);
    }

    @Test
    void knowsNoOtherNames() {
        assertThat(Bars.named("7m")).isNull();
        assertThat(Bars.named("1h")).isNull();
        assertThat(Bars.named("1mutc")).isNull();
    }
}
