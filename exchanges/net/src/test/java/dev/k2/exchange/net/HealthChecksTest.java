package dev.k2.exchange.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.Health;
import dev.k2.exchange.HealthStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HealthChecksTest {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void isHealthyWhereAllPartsAre() {
        var checks = new HealthChecks("binance", LONG);
        checks.add("rest", () -> part("rest", HealthStatus.HEALTHY));
        checks.add("feed", () -> part("feed", HealthStatus.HEALTHY));

        Health whole = checks.check();

        assertThat(whole.status()).isEqualTo(HealthStatus.HEALTHY);
        assertThat(whole.parts()).extracting(Health::name).containsExactly("rest", "feed");
    }

    @Test
    void doesNotWaitForAPartThatHangs() {
        var release = new CountDownLatch(1);
        var asked = new AtomicInteger();
        var checks = new HealthChecks("binance", SHORT);
        checks.add("rest", () -> part("rest", HealthStatus.HEALTHY));
        checks.add("hung", () -> hang(asked, release));

        Health first = checks.check();
        Health second = checks.check();

        assertThat(first.status()).isEqualTo(HealthStatus.DEGRADED);
        assertThat(first.parts().getLast().status()).isEqualTo(HealthStatus.UNKNOWN);
        assertThat(second.parts().getLast().status()).isEqualTo(HealthStatus.UNKNOWN);
        assertThat(asked).as("not asked again before it answered").hasValue(1);
        release.countDown();
        Eventually.holds(
                "it is asked again and answers",
                () -> checks.check().parts().getLast().status() == HealthStatus.HEALTHY);
    }

    @Test
    void isUnhealthyWhereItsOnlyCheckFails() {
        var checks = new HealthChecks("binance", LONG);
        checks.add(
                "rest",
                () -> {
                    throw new IllegalStateException("broken");
                });

        Health whole = checks.check();

        assertThat(whole.status()).isEqualTo(HealthStatus.UNHEALTHY);
        assertThat(whole.parts().getFirst().facts().get("failure")).contains("broken");
    }

    @Test
    void forgetsAPartThatIsTakenOut() {
        var checks = new HealthChecks("binance", LONG);
        Runnable takeOut = checks.add("feed", () -> part("feed", HealthStatus.HEALTHY));

        takeOut.run();

        assertThat(checks.check().parts()).isEmpty();
    }

    @Test
    void tellsAConnectionsHealthByItsState() {
        assertThat(status(ConnectionState.LIVE, 2)).isEqualTo(HealthStatus.HEALTHY);
        assertThat(status(ConnectionState.BACKING_OFF, 1)).isEqualTo(HealthStatus.DEGRADED);
        assertThat(status(ConnectionState.CONNECTING, 3)).isEqualTo(HealthStatus.UNHEALTHY);
        assertThat(status(ConnectionState.BREAKER_OPEN, 8)).isEqualTo(HealthStatus.UNHEALTHY);
        assertThat(status(ConnectionState.CLOSED, 0)).isEqualTo(HealthStatus.UNKNOWN);
        assertThat(link(ConnectionState.BACKING_OFF, 1).health().facts())
                .containsEntry("last_failure", "cut")
                .containsEntry("failures_in_a_row", "1")
                .containsEntry("state", "backing_off");
    }

    @Test
    void isDegradedWhileOneOfTwoConnectionsIsCut() {
        Health health =
                LinkStatus.health(
                        "feed",
                        List.of(
                                link(ConnectionState.LIVE, 0),
                                link(ConnectionState.BREAKER_OPEN, 8)));

        assertThat(health.status()).isEqualTo(HealthStatus.DEGRADED);
    }

    /** Waits whatever comes, as a socket without a time limit would. */
    private static Health hang(AtomicInteger asked, CountDownLatch release) {
        asked.incrementAndGet();
        boolean released = false;
        while (!released) {
            try {
                release.await();
                released = true;
            } catch (InterruptedException ignored) {
                // The point of this part is that it does not listen.
                released = release.getCount() == 0;
            }
        }
        return part("hung", HealthStatus.HEALTHY);
    }

    private static HealthStatus status(ConnectionState state, int failuresInARow) {
        return link(state, failuresInARow).health().status();
    }

    private static LinkStatus link(ConnectionState state, int failuresInARow) {
        return new LinkStatus("one", state, 4, 9, failuresInARow, Optional.of("cut"));
    }

    private static Health part(String name, HealthStatus status) {
        return new Health(name, status, Map.of(), List.of());
    }
}
