package dev.k2.trading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AbsenceTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void provesByCountAndTimeTogether() {
        Absence twice = Absence.NONE.absent(START).absent(START.plusSeconds(60));
        Absence often = Absence.NONE.absent(START).absent(START).absent(START).absent(START);
        Absence both = twice.absent(START.plusSeconds(61));

        assertThat(twice.isProof(3, MINUTE)).isFalse();
        assertThat(often.isProof(3, MINUTE)).isFalse();
        assertThat(both.isProof(3, MINUTE)).isTrue();
    }

    @Test
    void doesNotCountTimeAroundASilence() {
        Absence absence =
                Absence.NONE
                        .absent(START)
                        .silent()
                        .absent(START.plusSeconds(600))
                        .absent(START.plusSeconds(610));

        assertThat(absence.absent()).isEqualTo(Duration.ofSeconds(10));
        assertThat(absence.reachable()).isEqualTo(Duration.ofSeconds(10));
        assertThat(absence.isProof(3, MINUTE)).isFalse();
    }

    @Test
    void countsUnclearAnswersAsReachableOnly() {
        Absence absence =
                Absence.NONE
                        .absent(START)
                        .unclear(START.plusSeconds(30))
                        .absent(START.plusSeconds(60));

        assertThat(absence.absent()).isZero();
        assertThat(absence.reachable()).isEqualTo(MINUTE);
    }

    @Test
    void waitsLongerEachTimeUpToTenSeconds() {
        assertThat(Backoff.pause(0)).isEqualTo(Duration.ofMillis(500));
        assertThat(Backoff.pause(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(Backoff.pause(4)).isEqualTo(Duration.ofSeconds(8));
        assertThat(Backoff.pause(5)).isEqualTo(Duration.ofSeconds(10));
        assertThat(Backoff.pause(1000)).isEqualTo(Duration.ofSeconds(10));
    }
}
