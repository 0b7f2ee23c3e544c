package dev.k2.exchange.binance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.ExchangeConfig.Environment;
import dev.k2.exchange.ExchangeConfig.OrderTransport;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinanceConfigTest {
    @Test
    void knowsEveryEnvironment() {
        assertThatCode(
                        () -> {
                            BinanceConfig.live();
                            BinanceConfig.testnet();
                            BinanceConfig.demo();
                        })
                .doesNotThrowAnyException();
        assertThat(BinanceConfig.sim(9101).webSocketApi())
                .isEqualTo(URI.create("ws://127.0.0.1:9101/ws-api/v3"));
    }

    @ParameterizedTest
    @CsvSource({
        "LIVE, https://testnet.binance.vision",
        "LIVE, https://demo-api.binance.com",
        "LIVE, http://api.binance.com",
        "LIVE, https://api.binance.com.example.org",
        "TESTNET, https://api.binance.com",
        "DEMO, https://api.binance.com",
        "SIM, https://api.binance.com",
        "SIM, https://data-api.binance.vision"
    })
    void neverMixesEnvironments(Environment environment, String rest) {
        BinanceConfig usual =
                switch (environment) {
                    case LIVE -> BinanceConfig.live();
                    case TESTNET -> BinanceConfig.testnet();
                    case DEMO -> BinanceConfig.demo();
                    case SIM -> BinanceConfig.sim(1);
                };

        assertThatThrownBy(
                        () ->
                                new BinanceConfig(
                                        environment,
                                        URI.create(rest),
                                        usual.streams(),
                                        usual.webSocketApi(),
                                        usual.recvWindow(),
                                        usual.timeout(),
                                        usual.clockOffsetMax(),
                                        usual.silenceMax(),
                                        usual.pingEvery(),
                                        usual.connectionAgeMax(),
                                        usual.reconnect(),
                                        usual.bookDepth(),
                                        usual.orderEntry(),
                                        usual.twoConnections(),
                                        usual.stateFolder()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no address of " + environment);
    }

    @Test
    void isWhatACallerOfTheLibraryAskedFor() {
        InstantSource clock = InstantSource.system();
        URI simulator = URI.create("http://127.0.0.1:9555");

        BinanceConfig sim =
                BinanceConfig.from(
                        ExchangeConfig.sim(simulator, clock)
                                .withOrderEntry(OrderTransport.WEBSOCKET)
                                .withTwoConnections()
                                .withStateFolder(Path.of("state")));

        assertThat(sim.rest()).isEqualTo(simulator);
        assertThat(sim.streams()).isEqualTo(URI.create("ws://127.0.0.1:9555"));
        assertThat(sim.webSocketApi()).isEqualTo(URI.create("ws://127.0.0.1:9555/ws-api/v3"));
        assertThat(sim.orderEntry()).isEqualTo(OrderTransport.WEBSOCKET);
        assertThat(sim.twoConnections()).isTrue();
        assertThat(sim.stateFolder()).contains(Path.of("state"));
        assertThat(BinanceConfig.from(ExchangeConfig.live(clock))).isEqualTo(BinanceConfig.live());
        assertThat(BinanceConfig.from(ExchangeConfig.testnet(clock)))
                .isEqualTo(BinanceConfig.testnet());
        assertThat(BinanceConfig.from(ExchangeConfig.demo(clock))).isEqualTo(BinanceConfig.demo());
        assertThat(
                        BinanceConfig.from(
                                        ExchangeConfig.sim(
                                                URI.create("https://localhost:9101"), clock))
                                .webSocketApi())
                .hasToString("wss://localhost:9101/ws-api/v3");
        assertThatThrownBy(
                        () ->
                                BinanceConfig.from(
                                        ExchangeConfig.sim(
                                                URI.create("https://api.binance.com"), clock)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tellsWhatAKeyMayDoOnlyWhereBinanceHasTheCall() {
        assertThat(BinanceConfig.live().tellsKeyRestrictions()).isTrue();
        assertThat(BinanceConfig.testnet().tellsKeyRestrictions()).isFalse();
        assertThat(BinanceConfig.demo().tellsKeyRestrictions()).isFalse();
    }

    @Test
    void changesOnlyWhatItIsAskedTo() {
        BinanceConfig changed =
                BinanceConfig.sim(1)
                        .withTimeout(Duration.ofSeconds(1))
                        .withClockOffsetMax(Duration.ofSeconds(9))
                        .withLiveness(
                                Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofHours(4));

        assertThat(changed.timeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(changed.clockOffsetMax()).isEqualTo(Duration.ofSeconds(9));
        assertThat(changed.silenceMax()).isEqualTo(Duration.ofSeconds(2));
        assertThat(changed.pingEvery()).isEqualTo(Duration.ofSeconds(3));
        assertThat(changed.connectionAgeMax()).isEqualTo(Duration.ofHours(4));
        assertThat(changed.rest()).isEqualTo(BinanceConfig.sim(1).rest());
    }
}
