package dev.k2.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.Balance;
import dev.k2.model.Instrument;
import dev.k2.model.Side;
import dev.k2.model.Ticker;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

interface LimitCards extends AtVenue {
    @Card("E-02")
    default void theExchangesOwnCountCorrectsOursAndTheBudgetIsReadable() {
        // Another clock is another process, as far as limits are shared.
        try (Exchange one = venue().open();
                Exchange other = venue().open(Duration.ofMillis(1))) {
            Instrument instrument = Trader.instrument(venue(), one);
            assertThat(one.market().ticker(instrument)).isInstanceOf(Answer.Ok.class);

            assertThat(one.budgets()).isNotEmpty();
            assertThat(one.budgets())
                    .allSatisfy(
                            budget -> {
                                assertThat(budget.used()).isNotNegative();
                                assertThat(budget.left())
                                        .isEqualTo(Math.max(0, budget.capacity() - budget.used()));
                                assertThat(budget.window()).isPositive();
                            });
            if (venue().tellsWhatIsUsed()) {
                // A window may end between two questions, so it may take another round.
                Until.within(
                        Duration.ofMinutes(1),
                        "what the other one used is counted",
                        () -> isOthersUseCounted(one, other, instrument));
            }
        }
    }

    private static boolean isOthersUseCounted(Exchange one, Exchange other, Instrument instrument) {
        final int questions = 20;
        List<Budget> before = one.budgets();
        for (int asked = 0; asked < questions; asked++) {
            other.market().instruments().orThrow();
        }
        var _ = one.market().ticker(instrument).orThrow();
        return one.budgets().stream()
                .anyMatch(
                        now ->
                                before.stream()
                                        .anyMatch(
                                                then ->
                                                        then.name().equals(now.name())
                                                                && now.used() - then.used()
                                                                        > questions));
    }

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
        for (Duration offset : List.of(Duration.ofMillis(-600), Duration.ofMillis(600))) {
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

    @Card("E-07")
    default void noSecretIsShownWhateverHappens() {
        List<Object> shown = new ArrayList<>();
        List<Credentials> all = List.of(venue().credentials(), venue().strangers());
        String logged;
        try (var log = HeardLog.ofEverything("dev.k2")) {
            for (ExchangeConfig.OrderTransport transport : ExchangeConfig.OrderTransport.values()) {
                for (Credentials credentials : all) {
                    shown.add(credentials);
                    shown.addAll(troubled(credentials, transport));
                }
            }
            logged = log.text();
        }

        assertThat(logged).isNotEmpty();
        for (Credentials credentials : all) {
            assertThat(shown + logged).doesNotContain(secrets(credentials));
        }
    }

    /** Each part that is there; of a private key each line, because one is enough to harm. */
    private static List<String> secrets(Credentials credentials) {
        List<String> secrets = new ArrayList<>(List.of(credentials.apiKey()));
        secrets.add(credentials.apiSecret());
        credentials.passphrase().ifPresent(secrets::add);
        credentials
                .privateKeyPem()
                .ifPresent(pem -> pem.lines().filter(l -> !l.contains("--")).forEach(secrets::add));
        secrets.removeIf(String::isBlank);
        return secrets;
    }

    /** What can be printed of an account that has it hard. */
    private List<Object> troubled(
            Credentials credentials, ExchangeConfig.OrderTransport transport) {
        List<Object> shown = new ArrayList<>();
        HeardAccount heard = new HeardAccount();
        try (var proxy = FaultProxy.to(venue().address().getPort())) {
            ExchangeConfig config =
                    ExchangeConfig.sim(
                                    URI.create("http://127.0.0.1:" + proxy.port()),
                                    InstantSource.system())
                            .withOrderEntry(transport);
            try (Trader trader = new Trader(venue(), Exchanges.open(name(), config));
                    Account account = trader.exchange().account(credentials);
                    UserStream stream = account.stream(heard)) {
                Until.so(
                        "the stream is live or refused",
                        () -> heard.live.get() + heard.refusals.size() > 0);
                NewOrder order = trader.resting(Trader.id(), Side.BUY);
                shown.add(config);
                shown.add(account.balances());
                shown.add(account.permissions());
                shown.add(account.orders().place(order));
                shown.add(account.orders().find(order.ref()));
                proxy.next(venue().placingRequest(), new ProxyFault.ResetReply());
                shown.add(account.orders().place(trader.resting(Trader.id(), Side.BUY)));
                proxy.cut();
                shown.add(account.orders().open(Optional.empty()));
                shown.add(account.orders().cancelAll(trader.instrument()));
                shown.addAll(List.of(account, account.orders(), stream));
                shown.add(trader.exchange());
                shown.add(trader.exchange().health());
                shown.add(trader.exchange().budgets());
            }
        }
        shown.add(heard.refusals);
        shown.add(heard.orders);
        return shown;
    }
}
