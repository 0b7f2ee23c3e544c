package dev.k2.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class ExchangesTest {
    @Test
    void anUnknownNameIsAnsweredWithTheNamesThatThereAre() {
        var config = ExchangeConfig.live(InstantSource.fixed(Instant.EPOCH));

        assertThatThrownBy(() -> Exchanges.open("mtgox", config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected one of " + Exchanges.names() + ", found mtgox");
        assertThat(Exchanges.names()).doesNotContain("mtgox");
    }
}
