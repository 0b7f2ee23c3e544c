package dev.k2.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.ExchangeConfig.Environment;
import dev.k2.exchange.binance.BinanceConfig;
import dev.k2.exchange.binance.BinanceFuturesConfig;
import dev.k2.exchange.bybit.BybitConfig;
import dev.k2.exchange.kalshi.KalshiConfig;
import dev.k2.exchange.okx.OkxConfig;
import dev.k2.model.ExchangeId;
import dev.k2.platform.K2Clock;
import dev.k2.platform.SettingProblem;
import dev.k2.platform.Settings;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PaperSettingsTest {
    @Test
    void tradesInTestNetworksOnly() {
        PaperSettings settings = read(Map.of());

        World world = new World.Paper(settings);

        assertThat(world.venues()).isEqualTo(Venues.ALL);
        for (Venue venue : world.venues()) {
            ExchangeConfig config = world.config(venue, K2Clock.system());
            assertThat(config.environment()).isIn(Environment.TESTNET, Environment.DEMO);
            assertThat(config.simulator()).isEmpty();
        }
    }

    @Test
    void knowsTheHostsOfTheTestNetworks() {
        assertThat(BinanceConfig.testnet().rest().getHost()).isEqualTo("testnet.binance.vision");
        assertThat(BinanceFuturesConfig.demo().rest().getHost()).isEqualTo("demo-fapi.binance.com");
        assertThat(BybitConfig.testnet().rest().getHost()).isEqualTo("api-testnet.bybit.com");
        assertThat(KalshiConfig.demo().rest().getHost()).endsWith(".demo.kalshi.co");
        assertThat(OkxConfig.demo(OkxConfig.Region.GLOBAL).environment())
                .isEqualTo(Environment.DEMO);
    }

    @Test
    void readsExchangesKeysAndPerson() {
        PaperSettings settings =
                read(
                        Map.of(
                                "exchanges", "okx, binance-futures",
                                "paper.okx.api-key", "k",
                                "paper.okx.api-secret", "s",
                                "paper.okx.passphrase", "p",
                                "paper.email", "ada@example.com",
                                "paper.password", "four random words: otter"));

        assertThat(settings.venues())
                .extracting(Venue::id)
                .containsExactly(ExchangeId.BINANCE_FUTURES, ExchangeId.OKX);
        assertThat(settings.keys()).containsOnlyKeys(ExchangeId.OKX);
        assertThat(settings.person()).isPresent();
        assertThat(settings.toString()).doesNotContain("otter");
    }

    @Test
    void namesWhatIsWrong() {
        Settings settings =
                Settings.load(
                        Optional.empty(),
                        Map.of(),
                        Map.of(
                                "exchanges", "okx,mtgox",
                                "paper.okx.api-key", "k",
                                "paper.bybit.api-secret", "s",
                                "paper.email", "ada@example.com"));

        PaperSettings.from(settings);

        assertThat(settings.problems())
                .extracting(SettingProblem::key)
                .containsExactlyInAnyOrder(
                        "exchanges",
                        "paper.okx.api-secret",
                        "paper.bybit.api-key",
                        "paper.password");
    }

    private static PaperSettings read(Map<String, String> flags) {
        return PaperSettings.from(Settings.load(Optional.empty(), Map.of(), flags));
    }
}
