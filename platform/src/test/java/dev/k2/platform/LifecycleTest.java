package dev.k2.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LifecycleTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    private final Lifecycle lifecycle = new Lifecycle();

    @Test
    void stopsInTheReverseOrder() {
        part("database");
        part("services");
        part("gateway");

        var overruns = lifecycle.stop();

        assertThat(seen)
                .containsExactly(
                        "+database", "+services", "+gateway", "-gateway", "-services", "-database");
        assertThat(overruns).isEmpty();
    }

    @Test
    void stopsWhatWasStartedWhenAPartFails() {
        part("database");
        part("services");

        assertThatThrownBy(
                        () ->
                                lifecycle.start(
                                        "gateway",
                                        LIMIT,
                                        LifecycleTest::fail,
                                        part -> seen.add("-gateway")))
                .isInstanceOf(StartFailure.class)
                .hasMessage("Port 8080 is in use.");

        assertThat(seen).containsExactly("+database", "+services", "-services", "-database");
        assertThat(lifecycle.isStopping()).isTrue();
    }

    @Test
    void goesOnStoppingAfterAPartThatThrows() {
        part("database");
        lifecycle.start(
                "feeds",
                LIMIT,
                () -> "feeds",
                part -> {
                    throw new IllegalStateException("socket is gone");
                });

        lifecycle.stop();

        assertThat(seen).containsExactly("+database", "-database");
    }

    @Test
    void leavesAPartBehindThatOverrunsItsLimitAndNamesIt() {
        var never = new CountDownLatch(1);
        part("database");
        lifecycle.start("feeds", Duration.ofMillis(20), () -> "feeds", part -> never.await());

        var overruns = lifecycle.stop();

        assertThat(overruns).containsExactly("feeds");
        assertThat(seen).containsExactly("+database", "-database");
    }

    @Test
    void stopsOnceOnly() {
        part("database");

        lifecycle.stop();
        lifecycle.stop();

        assertThat(seen).containsExactly("+database", "-database");
    }

    @Test
    void startsNothingOnceItStops() {
        lifecycle.stop();

        assertThatThrownBy(() -> part("late")).isInstanceOf(IllegalStateException.class);

        assertThat(seen).isEmpty();
    }

    @Test
    void interruptsAPartThatStartsWhenItIsToStop() throws InterruptedException {
        var entered = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        part("database");
        var starter =
                Thread.ofVirtual()
                        .start(
                                () ->
                                        assertThatThrownBy(
                                                        () ->
                                                                lifecycle.start(
                                                                        "slow",
                                                                        LIMIT,
                                                                        () -> {
                                                                            entered.countDown();
                                                                            never.await();
                                                                            return "slow";
                                                                        },
                                                                        part -> seen.add("-slow")))
                                                .isInstanceOf(IllegalStateException.class));
        assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();

        lifecycle.stop();

        assertThat(starter.join(LIMIT)).isTrue();
        assertThat(seen).containsExactly("+database", "-database");
    }

    private void part(String name) {
        lifecycle.start(name, LIMIT, () -> started(name), part -> seen.add("-" + part));
    }

    private String started(String name) {
        seen.add("+" + name);
        return name;
    }

    private static String fail() {
        throw new StartFailure("Port 8080 is in use.", "Choose another with --port.");
    }
}
