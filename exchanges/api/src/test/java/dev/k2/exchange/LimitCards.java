package dev.k2.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.Balance;
import dev.k2.model.Instrument;
import dev.k2.model.Ticker;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

interface LimitCards extends AtVenue {
    @Card("E-03")
    default void aRateLimitIsToldAsSuchAndEnds() {
        needs(Trouble.RATE_LIMIT);
        try (Exchange exchange = venue().open()) {
            Instrument instrument = Trader.instrument(venue(), exchange);
            venue().strike(Trouble.RATE_LIMIT);
            Answer<Ticker> limited = exchange.market().ticker(instrument);
            venue().calm();

            assertThat(limited).isInstanceOf(Answer.Failed.class);
            ExchangeError error = ((Answer.Failed<Ticker>) limited).error();
            assertThat(error).isInstanceOf(ExchangeError.RateLimit.class);
            assertThat(((ExchangeError.RateLimit) error).until()).isPresent();
            Until.so(
                    "it answers again",
                    () -> exchange.market().ticker(instrument) instanceof Answer.Ok<Ticker>);
        }
    }

    @Card("E-03")
    default void aBanIsKeptUntilTheTimeThatItNamesAndAfterARestart(@TempDir Path folder) {
        needs(Trouble.BAN);
        try (var proxy = FaultProxy.to(venue().address().getPort())) {
            ExchangeConfig config =
                    ExchangeConfig.sim(
                                    URI.create("http://127.0.0.1:" + proxy.port()),
                                    InstantSource.system())
                            .withStateFolder(folder);
            Instant until;
            try (Exchange exchange = Exchanges.open(name(), config)) {
                Instrument instrument = Trader.instrument(venue(), exchange);
                venue().strike(Trouble.BAN);
                until = banned(exchange.market().ticker(instrument));
                venue().calm();
                long asked = proxy.seen().size();
                assertThat(banned(exchange.market().ticker(instrument))).isEqualTo(until);
                assertThat(proxy.seen()).hasSize((int) asked);
            }
            // Another clock is another process, as far as limits are shared.
            InstantSource later =
                    InstantSource.offset(InstantSource.system(), Duration.ofMillis(1));
            ExchangeConfig again =
                    ExchangeConfig.sim(URI.create("http://127.0.0.1:" + proxy.port()), later)
                            .withStateFolder(folder);
            try (Exchange exchange = Exchanges.open(name(), again)) {
                long asked = proxy.seen().size();
                Answer<List<Instrument>> early = exchange.market().instruments();
                if (InstantSource.system().instant().isBefore(until)) {
                    assertThat(banned(early)).isEqualTo(until);
                    assertThat(proxy.seen()).hasSize((int) asked);
                }
                Until.so(
                        "it answers again",
                        () -> exchange.market().instruments() instanceof Answer.Ok<?>);
                assertThat(later.instant()).isAfterOrEqualTo(until);
            }
        }
    }

    private static Instant banned(Answer<?> answer) {
        assertThat(answer).isInstanceOf(Answer.Failed.class);
        ExchangeError error = ((Answer.Failed<?>) answer).error();
        assertThat(error).isInstanceOf(ExchangeError.RateLimit.class);
        return ((ExchangeError.RateLimit) error).until().orElseThrow();
    }

    @Card("E-04")
    default void aClockThatIsOffIsMeasuredAndBeyondTheLimitNothingIsSigned() {
        for (Duration offset : List.of(Duration.ofMillis(-800), Duration.ofMillis(800))) {
            try (Exchange exchange = venue().open(offset)) {
                Answer<List<Balance>> balances = exchange.account(venue().credentials()).balances();

                assertThat(balances).as("%s", offset).isInstanceOf(Answer.Ok.class);
            }
        }
        for (Duration offset : List.of(Duration.ofSeconds(-5), Duration.ofSeconds(5))) {
            try (Exchange exchange = venue().open(offset)) {
                Answer<List<Balance>> balances = exchange.account(venue().credentials()).balances();

                assertThat(balances).as("%s", offset).isInstanceOf(Answer.Failed.class);
            }
        }
    }

    @Card("E-06")
    default void maintenanceIsToldAsSuchAndEndsByItself() {
        needs(Trouble.MAINTENANCE);
        try (Exchange exchange = venue().open()) {
            Instrument instrument = Trader.instrument(venue(), exchange);
            venue().strike(Trouble.MAINTENANCE);
            Answer<Ticker> closed = exchange.market().ticker(instrument);
            venue().calm();

            assertThat(closed).isInstanceOf(Answer.Failed.class);
            assertThat(((Answer.Failed<Ticker>) closed).error().category())
                    .isIn(ErrorCategory.EXCHANGE_MAINTENANCE, ErrorCategory.EXCHANGE_ERROR);
            Until.so(
                    "it answers again",
                    () -> exchange.market().ticker(instrument) instanceof Answer.Ok<Ticker>);
        }
    }

    @Card(value = "E-07", part = "errors and texts")
    default void noSecretIsInAnErrorOrAText() {
        Credentials strangers = venue().strangers();
        try (Exchange exchange = venue().open()) {
            Account account = exchange.account(strangers);
            Answer<List<Balance>> refused = account.balances();

            assertThat(refused).isInstanceOf(Answer.Failed.class);
            String told =
                    ((Answer.Failed<List<Balance>>) refused).error().toString()
                            + strangers
                            + account
                            + exchange;
            assertThat(told).doesNotContain(strangers.apiSecret(), strangers.apiKey());
        }
    }
}
