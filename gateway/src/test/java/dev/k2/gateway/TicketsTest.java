package dev.k2.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.platform.ManualClock;
import dev.k2.platform.Secret;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TicketsTest {
    private final ManualClock clock = new ManualClock();
    private final Tickets tickets = new Tickets(clock);

    @Test
    void areGoodOnce() {
        Secret token = Secret.of("token");
        String ticket = tickets.issue(token);

        assertThat(tickets.redeem(ticket)).contains(token);
        assertThat(tickets.redeem(ticket)).isEmpty();
    }

    @Test
    void areGoodForThirtySeconds() {
        String early = tickets.issue(Secret.of("token"));
        String late = tickets.issue(Secret.of("token"));

        clock.advance(Duration.ofSeconds(29));
        assertThat(tickets.redeem(early)).isPresent();
        clock.advance(Duration.ofSeconds(1));
        assertThat(tickets.redeem(late)).isEmpty();
    }

    @Test
    void areNotKeptWithoutLimit() {
        Set<String> all = new HashSet<>();
        for (int i = 0; i < 10_001; i++) {
            all.add(tickets.issue(Secret.of("token")));
        }

        assertThat(all).hasSize(10_001);
        assertThat(all.stream().filter(t -> tickets.redeem(t).isPresent())).hasSize(10_000);
    }
}
