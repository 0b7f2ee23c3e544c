package dev.k2.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.Answer;
import dev.k2.exchange.Channel;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.HeardAccount;
import dev.k2.exchange.HeardFeed;
import dev.k2.exchange.MarketFeed;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.Placement;
import dev.k2.exchange.UserStream;
import dev.k2.exchange.binance.BinanceExchange;
import dev.k2.model.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of the fault matrix about limits and time: when we have to be silent, and when we must not sign. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultMatrixLimitsTest {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

    private Simulation simulation;

    @BeforeAll
    void start() {
        simulation = Simulation.start();
    }

    @AfterEach
    void heal() {
        simulation.heal();
    }

    @AfterAll
    void stop() {
        simulation.close();
    }

    @ParameterizedTest
    @CsvSource({"RATE_LIMIT,429", "BAN,418"})
    void nothingIsSentBeforeTheTimeNamed(String kind, String status) {
        var heard = new HeardFeed();
        var account = new HeardAccount();
        try (Customer customer = new Customer(simulation).settled();
                MarketFeed feed = customer.exchange().feed(heard);
                UserStream stream = customer.account().stream(account)) {
            feed.subscribe(customer.instrument(), Channel.BOOK);
            Until.holds(Outcomes.HEALED_WITHIN, "a book", () -> heard.book().isPresent());
            Until.holds(Outcomes.HEALED_WITHIN, "the stream", () -> account.live.get() == 1);
            NewOrder order = customer.resting(Customer.id());
            simulation.put(limit(kind));

            Instant until = until(ticker(customer, customer.exchange()), status);
            simulation.heal();
            customer.proxy().cut();

            var refused = (Placement.Rejected) customer.place(order);
            assertThat(refused.reason().category()).isEqualTo(ErrorCategory.RATE_LIMIT);
            assertSilentUntil(until, customer, () -> ticker(customer, customer.exchange()));
            Until.holds(
                    Outcomes.HEALED_WITHIN,
                    "answers again",
                    () -> ticker(customer, customer.exchange()) instanceof Answer.Ok<Ticker>);
            Until.holds(Outcomes.HEALED_WITHIN, "the stream again", () -> account.live.get() > 1);
            assertThat(customer.ledger()).isEmpty();
            assertThat(stream.state()).isEqualTo(ConnectionState.LIVE);
        }
    }

    @ParameterizedTest
    @CsvSource({"RATE_LIMIT,429", "BAN,418"})
    void nothingIsSentBeforeTheTimeNamedAfterARestartEither(
            String kind, String status, @TempDir Path state) {
        try (Customer customer = new Customer(simulation, state).settled()) {
            simulation.put(limit(kind));
            Instant until = until(ticker(customer, customer.exchange()), status);
            customer.exchange().close();
            simulation.heal();

            try (BinanceExchange restarted = customer.reopened(CLOCK)) {
                assertSilentUntil(until, customer, () -> ticker(customer, restarted));
                Until.holds(
                        Outcomes.HEALED_WITHIN,
                        "answers again",
                        () -> ticker(customer, restarted) instanceof Answer.Ok<Ticker>);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-5_000, 5_000})
    void withAClockThatIsFiveSecondsOffNothingIsSigned(long offsetMillis) {
        InstantSource off = InstantSource.offset(CLOCK, Duration.ofMillis(offsetMillis));
        try (Customer customer = new Customer(simulation, off)) {
            var refused = (Placement.Rejected) customer.place(customer.resting(Customer.id()));

            assertThat(refused.reason().details()).containsKey("clock_offset_ms");
            assertThat(customer.account().balances()).isInstanceOf(Answer.Failed.class);
            assertThat(customer.proxy().seen(Customer.PLACE)).isZero();
            assertThat(customer.ledger()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-800, 800})
    void withAClockThatIsALittleOffTheMeasuredTimeIsSigned(long offsetMillis) {
        InstantSource off = InstantSource.offset(CLOCK, Duration.ofMillis(offsetMillis));
        try (Customer customer = new Customer(simulation, off)) {
            Placement placed = customer.place(customer.resting(Customer.id()));

            assertThat(placed).isInstanceOf(Placement.Accepted.class);
            assertThat(customer.ledger()).hasSize(1);
        }
    }

    private static String limit(String kind) {
        return "{\"kind\":\"%s\",\"operation\":\"ticker\",\"retry_after_s\":6}".formatted(kind);
    }

    private static Answer<Ticker> ticker(Customer customer, BinanceExchange exchange) {
        return exchange.market().ticker(customer.instrument());
    }

    private static Instant until(Answer<Ticker> answer, String status) {
        ExchangeError error = ((Answer.Failed<Ticker>) answer).error();
        assertThat(error.details()).containsEntry("http_status", status);
        return ((ExchangeError.RateLimit) error).until().orElseThrow();
    }

    /** Goes on asking, and looks at what arrives at the network. */
    private static void assertSilentUntil(
            Instant until, Customer customer, Supplier<Answer<Ticker>> asking) {
        int before = customer.proxy().seen().size();
        int asked = 0;
        while (true) {
            Answer<Ticker> answer = asking.get();
            int now = customer.proxy().seen().size();
            if (!CLOCK.instant().isBefore(until)) {
                assertThat(asked).as("asked in the time of silence").isPositive();
                return;
            }
            assertThat(answer).isInstanceOf(Answer.Failed.class);
            assertThat(customer.proxy().seen().subList(before, now))
                    .as("requests at the network")
                    .isEmpty();
            asked++;
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
