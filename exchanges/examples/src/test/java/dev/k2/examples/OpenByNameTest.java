package dev.k2.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.Exchanges;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenByNameTest {
    // Nobody listens there, so that an exchange which asks something when it is opened is found
    // out.
    private final ExchangeConfig nowhere =
            ExchangeConfig.sim(
                    URI.create("http://127.0.0.1:1"), InstantSource.fixed(Instant.EPOCH));

    @ParameterizedTest
    @ValueSource(strings = {"binance", "binance-futures"})
    void opensEachAdapterOfTheClasspathWithoutAskingAnything(String name) {
        assertThat(Exchanges.names()).contains(name);

        try (Exchange exchange = Exchanges.open(name, nowhere)) {
            assertThat(exchange.id().text()).isEqualTo(name);
            assertThat(exchange.capabilities().channels()).isNotEmpty();
        }
    }

    @Test
    void anUnknownNameIsAnsweredWithTheNamesThatThereAre() {
        assertThatThrownBy(() -> Exchanges.open("Binance", nowhere))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("binance, binance-futures")
                .hasMessageContaining("found Binance");
    }
}
