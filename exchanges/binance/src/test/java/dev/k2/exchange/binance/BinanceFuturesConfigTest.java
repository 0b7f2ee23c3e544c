package dev.k2.exchange.binance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.ExchangeConfig.OrderTransport;
import dev.k2.exchange.Exchanges;
import dev.k2.model.ExchangeId;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class BinanceFuturesConfigTest {
    private static final InstantSource CLOCK = InstantSource.system();

    @Test
    void neverMixesEnvironments() {
        List<BinanceFuturesConfig> all =
                List.of(
                        BinanceFuturesConfig.live(),
                        BinanceFuturesConfig.testnet(),
                        BinanceFuturesConfig.demo(),
                        BinanceFuturesConfig.sim(9_103));

        for (BinanceFuturesConfig one : all) {
            for (BinanceFuturesConfig other : all) {
                if (!one.equals(other)) {
                    assertThatThrownBy(() -> with(one, other.rest(), one.streams()))
                            .isInstanceOf(IllegalArgumentException.class);
                    assertThatThrownBy(() -> with(one, one.rest(), other.streams()))
                            .isInstanceOf(IllegalArgumentException.class);
                }
            }
        }
    }

    @Test
    void wantsRealHostsSecured() {
        BinanceFuturesConfig live = BinanceFuturesConfig.live();

        assertThatThrownBy(() -> with(live, URI.create("http://fapi.binance.com"), live.streams()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesOrdersOverAWebSocketWhereNoneIsKnown() {
        assertThatThrownBy(
                        () ->
                                BinanceFuturesConfig.of(
                                        ExchangeConfig.demo(CLOCK)
                                                .withOrderEntry(OrderTransport.WEBSOCKET)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(
                        BinanceFuturesConfig.of(
                                        ExchangeConfig.live(CLOCK)
                                                .withOrderEntry(OrderTransport.WEBSOCKET))
                                .orderEntry())
                .isEqualTo(OrderTransport.WEBSOCKET);
    }

    @Test
    void takesASimulatorsAddress() {
        var config =
                BinanceFuturesConfig.of(
                        ExchangeConfig.sim(URI.create("http://127.0.0.1:9103"), CLOCK));

        assertThat(config).isEqualTo(BinanceFuturesConfig.sim(9_103));
        assertThat(config.streams()).isEqualTo(URI.create("ws://127.0.0.1:9103"));
    }

    @Test
    void isFoundByItsName() {
        assertThat(Exchanges.names()).contains("binance-futures");
        try (Exchange exchange =
                Exchanges.open(
                        "binance-futures",
                        ExchangeConfig.sim(URI.create("http://127.0.0.1:1"), CLOCK))) {
            assertThat(exchange.id()).isEqualTo(ExchangeId.BINANCE_FUTURES);
        }
    }

    private static BinanceFuturesConfig with(BinanceFuturesConfig config, URI rest, URI streams) {
        return new BinanceFuturesConfig(
                config.environment(),
                rest,
                streams,
                config.webSocketApi(),
                config.orderEntry(),
                config.twoConnections(),
                config.recvWindow(),
                config.timeout(),
                config.clockOffsetMax(),
                config.silenceMax(),
                config.pingEvery(),
                config.connectionAgeMax(),
                config.keyKeptAliveEvery(),
                config.bookDepth(),
                config.stateFolder());
    }
}
