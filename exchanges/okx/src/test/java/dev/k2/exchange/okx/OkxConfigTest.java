package dev.k2.exchange.okx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.okx.OkxConfig.Region;
import java.net.URI;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OkxConfigTest {
    @ParameterizedTest
    @EnumSource(Region.class)
    void neverMixesEnvironments(Region region) {
        OkxConfig live = OkxConfig.live(region);
        OkxConfig demo = OkxConfig.demo(region);

        assertThat(live.rest()).isEqualTo(demo.rest());
        assertThat(live.sockets()).isNotEqualTo(demo.sockets());
        assertThat(demo.isDemo()).isTrue();
        assertThatThrownBy(() -> mixed(live, demo.sockets()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> mixed(demo, live.sockets()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> mixed(OkxConfig.sim(1), live.sockets()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> mixed(live, URI.create("wss://ws.example.com")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> mixed(live, URI.create("ws://ws.okx.com:8443")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesThreeSockets() {
        assertThat(OkxConfig.live().socket(OkxSocket.PUBLIC))
                .isEqualTo(URI.create("wss://ws.okx.com:8443/ws/v5/public"));
        assertThat(OkxConfig.demo().socket(OkxSocket.BUSINESS))
                .isEqualTo(URI.create("wss://wspap.okx.com:8443/ws/v5/business"));
        assertThat(OkxConfig.sim(7).socket(OkxSocket.PRIVATE))
                .isEqualTo(URI.create("ws://127.0.0.1:7/ws/v5/private"));
    }

    @Test
    void hasNoTestNetwork() {
        assertThatThrownBy(() -> OkxConfig.of(ExchangeConfig.testnet(InstantSource.system())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("DEMO");
    }

    private static OkxConfig mixed(OkxConfig one, URI sockets) {
        return new OkxConfig(
                one.environment(),
                one.rest(),
                sockets,
                one.orderEntry(),
                one.twoConnections(),
                one.timeout(),
                one.clockOffsetMax(),
                one.silenceMax(),
                one.pingEvery(),
                one.connectionAgeMax(),
                one.limitPercent(),
                one.stateFolder());
    }
}
