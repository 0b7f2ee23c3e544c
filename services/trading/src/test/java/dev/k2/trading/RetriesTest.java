package dev.k2.trading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.LinkId;
import dev.k2.model.OrderId;
import dev.k2.platform.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RetriesTest {
    private final ManualClock clock = new ManualClock();
    private final OrderId order = new OrderId(UUID.randomUUID());
    private final List<String> tries = new ArrayList<>();

    @Test
    void triesAgainLessAndLessOftenUntilItIsDone() {
        Retries<String> retries =
                retries(
                        (id, memory) -> {
                            tries.add(memory);
                            return tries.size() < 4;
                        });

        retries.take(order, "first");
        retries.take(order, "second");
        clock.advance(Duration.ofMillis(499));
        int early = tries.size();
        clock.advance(Duration.ofMillis(1));
        int first = tries.size();
        clock.advance(Duration.ofSeconds(3));
        int third = tries.size();
        clock.advance(Duration.ofMinutes(10));

        assertThat(early).isZero();
        assertThat(first).isEqualTo(1);
        assertThat(third).isEqualTo(3);
        assertThat(tries).containsExactly("first", "first", "first", "first");
        assertThat(retries.count()).isZero();
    }

    @Test
    void looksAgainForWhoAskedWhileItLooked() {
        List<Retries<String>> own = new ArrayList<>();
        own.add(
                retries(
                        (id, memory) -> {
                            tries.add(memory);
                            if (tries.size() == 1) {
                                own.getFirst().take(id, "second");
                            }
                            return false;
                        }));

        own.getFirst().take(order, "first");
        clock.advance(Duration.ofSeconds(5));

        assertThat(tries).containsExactly("first", "second");
        assertThat(own.getFirst().count()).isZero();
    }

    @Test
    void goesOnAfterAFailureAndStopsForAnotherNode() {
        Retries<String> retries =
                retries(
                        (id, memory) -> {
                            tries.add(memory);
                            if (tries.size() < 3) {
                                throw new IllegalStateException("the database is away");
                            }
                            throw new NotOurs(new LinkId(UUID.randomUUID()));
                        });

        retries.take(order, "it");
        clock.advance(Duration.ofMinutes(5));

        assertThat(tries).hasSize(3);
        assertThat(retries.count()).isZero();
    }

    @Test
    void beginsNothingOnceItIsClosed() {
        Retries<String> retries = retries((id, memory) -> tries.add(memory));
        retries.take(order, "before");
        retries.close();
        retries.take(order, "after");

        clock.advance(Duration.ofMinutes(5));

        assertThat(tries).isEmpty();
    }

    private Retries<String> retries(Retries.Work<String> work) {
        return new Retries<>(clock, "work", work);
    }
}
