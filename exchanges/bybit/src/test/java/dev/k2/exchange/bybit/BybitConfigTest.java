package dev.k2.exchange.bybit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k2.exchange.ExchangeConfig.OrderTransport;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BybitConfigTest {
    @Test
    void neverMixesEnvironments() {
        List<BybitConfig> all =
                List.of(
                        BybitConfig.live(),
                        BybitConfig.testnet(),
                        BybitConfig.demo(),
                        BybitConfig.sim(1));

        for (BybitConfig one : all) {
            for (BybitConfig other : all) {
                if (!one.equals(other)) {
                    assertThatThrownBy(() -> mixed(one, other.rest(), one.privateStream()))
                            .isInstanceOf(IllegalArgumentException.class);
                    assertThatThrownBy(() -> mixed(one, one.rest(), other.privateStream()))
                            .isInstanceOf(IllegalArgumentException.class);
                }
            }
        }
    }

    @Test
    void takesCredentialsOverSecureConnectionsOnly() {
        assertThatThrownBy(
                        () ->
                                mixed(
                                        BybitConfig.live(),
                                        URI.create("http://api.bybit.com"),
                                        BybitConfig.live().privateStream()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () ->
                                mixed(
                                        BybitConfig.testnet(),
                                        BybitConfig.testnet().rest(),
                                        URI.create("ws://stream-testnet.bybit.com/v5/private")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void countsARegionalBybitAsRealMoney() {
        BybitConfig regional = BybitConfig.regional("bybit.eu");

        assertThat(regional.rest()).isEqualTo(URI.create("https://api.bybit.eu"));
        assertThatThrownBy(
                        () ->
                                mixed(
                                        BybitConfig.sim(1),
                                        regional.rest(),
                                        BybitConfig.sim(1).privateStream()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sendsNoOrdersOverASocketThatTheDemoDoesNotHave() {
        assertThatThrownBy(() -> BybitConfig.demo().withOrderEntry(OrderTransport.WEBSOCKET))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("demo");
    }

    private static BybitConfig mixed(BybitConfig one, URI rest, URI privateStream) {
        return new BybitConfig(
                one.environment(),
                rest,
                one.publicStreams(),
                privateStream,
                Optional.empty(),
                one.recvWindow(),
                one.timeout(),
                one.clockOffsetMax(),
                one.silenceMax(),
                one.pingEvery(),
                one.connectionAgeMax(),
                one.reconnect(),
                one.bookDepth(),
                one.requestsMax(),
                one.orderEntry(),
                one.twoConnections(),
                one.stateFolder());
    }
}
