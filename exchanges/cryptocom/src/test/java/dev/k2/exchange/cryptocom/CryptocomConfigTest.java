package dev.k2.exchange.cryptocom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.ExchangeConfig.Environment;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class CryptocomConfigTest {
    @Test
    void neverMixesEnvironments() {
        CryptocomConfig live = CryptocomConfig.live();
        CryptocomConfig sandbox = CryptocomConfig.sandbox();

        assertThatThrownBy(
                        () -> TestCryptocom.at(live, Environment.LIVE, live.rest(), sandbox.user()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () ->
                                TestCryptocom.at(
                                        live, Environment.TESTNET, live.rest(), sandbox.user()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () ->
                                TestCryptocom.at(
                                        live,
                                        Environment.LIVE,
                                        URI.create("https://api.crypto.com.example.org"),
                                        live.user()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () ->
                                TestCryptocom.at(
                                        live,
                                        Environment.LIVE,
                                        URI.create("http://api.crypto.com"),
                                        live.user()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CryptocomConfig.from(sim("https://api.crypto.com")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void goesToTheSandboxForTestsAndDemos() {
        for (ExchangeConfig wanted :
                List.of(
                        ExchangeConfig.testnet(InstantSource.system()),
                        ExchangeConfig.demo(InstantSource.system()))) {
            CryptocomConfig config = CryptocomConfig.from(wanted);

            assertThat(config.rest().getHost()).isEqualTo("uat-api.3ona.co");
            assertThat(config.user().toString())
                    .isEqualTo("wss://uat-stream.3ona.co/exchange/v1/user");
        }
    }

    @Test
    void leavesARealConnectionAloneForItsFirstSecond() {
        assertThat(CryptocomConfig.live().userSettings("x").firstAfter())
                .isEqualTo(Duration.ofSeconds(1));
    }

    private static ExchangeConfig sim(String address) {
        return ExchangeConfig.sim(URI.create(address), InstantSource.system());
    }
}
