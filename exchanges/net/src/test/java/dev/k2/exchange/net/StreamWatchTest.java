package dev.k2.exchange.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.net.StreamWatch.Mark;
import dev.k2.exchange.net.StreamWatch.Silent;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StreamWatchTest {
    private final StreamWatch<String> watch = new StreamWatch<>();
    private final Mark busy = watch.watch("busy", Duration.ofSeconds(5), 0);
    private final Mark quiet = watch.watch("quiet", Duration.ofMinutes(1), 0);

    @Test
    void namesOnlyTheStreamThatIsSilentForLongerThanItMay() {
        busy.heard(4_000);

        assertThat(watch.silent(9_000)).isEmpty();
        assertThat(watch.silent(9_001)).containsExactly(new Silent<>("busy", 5_001, 1));
        busy.heard(9_500);
        assertThat(watch.silent(60_001))
                .containsExactly(new Silent<>("busy", 50_501, 1), new Silent<>("quiet", 60_001, 1));
    }

    @Test
    void namesItAgainOnlyAfterItsLimitAndCounts() {
        assertThat(watch.silent(6_000)).extracting(Silent::inARow).containsExactly(1);
        assertThat(watch.silent(11_000)).isEmpty();
        assertThat(watch.silent(11_001)).containsExactly(new Silent<>("busy", 11_001, 2));

        busy.heard(12_000);

        assertThat(watch.silent(17_001)).containsExactly(new Silent<>("busy", 5_001, 1));
    }

    @Test
    void forgetsWhatIsNotSubscribedAnyMore() {
        watch.forget("busy");

        assertThat(watch.silent(50_000)).isEmpty();
    }

    @Test
    void givesEveryStreamItsTimeOnANewConnection() {
        watch.startOver(50_000);

        assertThat(watch.silent(55_000)).isEmpty();
        assertThat(quiet.heardMillis()).isEqualTo(50_000);
    }
}
