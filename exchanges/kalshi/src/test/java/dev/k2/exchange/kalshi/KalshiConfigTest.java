package dev.k2.exchange.kalshi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.ExchangeConfig.Environment;
import java.net.URI;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

final class KalshiConfigTest {
    @Test
    void neverMixesEnvironments() {
        KalshiConfig live = KalshiConfig.live();
        KalshiConfig demo = KalshiConfig.demo();

        assertThatThrownBy(() -> mixed(Environment.LIVE, demo.rest(), live.socket()))
                .hasMessageContaining("is no address of LIVE");
        assertThatThrownBy(() -> mixed(Environment.DEMO, demo.rest(), live.socket()))
                .hasMessageContaining("is no address of DEMO");
        assertThatThrownBy(() -> mixed(Environment.SIM, live.rest(), live.socket()))
                .hasMessageContaining("is no address of SIM");
        assertThatThrownBy(
                        () ->
                                mixed(
                                        Environment.LIVE,
                                        URI.create("http://external-api.kalshi.com"),
                                        live.socket()))
                .hasMessageContaining("is no address of LIVE");
        assertThatThrownBy(
                        () ->
                                mixed(
                                        Environment.LIVE,
                                        URI.create("https://kalshi.com.example"),
                                        live.socket()))
                .hasMessageContaining("is no address of LIVE");
    }

    @Test
    void takesTheDemoForATestNetwork() {
        assertThat(KalshiConfig.of(ExchangeConfig.testnet(InstantSource.system())))
                .isEqualTo(KalshiConfig.demo());
    }

    @Test
    void findsASimulatorBySocketToo() {
        assertThat(KalshiConfig.sim(9_106).socket())
                .isEqualTo(URI.create("ws://127.0.0.1:9106/trade-api/ws/v2"));
    }

    static KalshiConfig mixed(Environment environment, URI rest, URI socket) {
        KalshiConfig usual = KalshiConfig.live();
        return new KalshiConfig(
                environment,
                rest,
                socket,
                usual.timeout(),
                usual.clockOffsetMax(),
                usual.silenceMax(),
                usual.pingEvery(),
                usual.connectionAgeMax(),
                usual.dataKey(),
                usual.stateFolder());
    }
}
