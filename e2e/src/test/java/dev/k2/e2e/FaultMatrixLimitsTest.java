package dev.k2.e2e;

import static dev.k2.e2e.Outcomes.WITHIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.exchange.Answer;
import dev.k2.exchange.Channel;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.HeardAccount;
import dev.k2.exchange.HeardFeed;
import dev.k2.exchange.MarketFeed;
import dev.k2.exchange.NewOrder;
import dev.k2.exchange.Placement;
import dev.k2.exchange.UserStream;
import dev.k2.model.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The rows of the fault matrix about limits and time: when we have to be silent, and when we must not sign. */
class FaultMatrixLimitsTest {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();
    private static final int SILENCE_SECONDS = 6;

    /** A ban that lasts longer than this is not waited for: the clock is moved to its end. */
    private static final Duration WAITED_FOR_MAX = Duration.ofSeconds(30);

    private static final Duration LISTENED_TO = Duration.ofSeconds(3);

    @Row
    void whatWasTooMuchIsNotAskedAgainBeforeItsTime(Stage stage) {
        Wire.Limit words = stage.wire().limit();
        try (Customer customer = new Customer(stage).settled()) {
            NewOrder order = customer.resting(Customer.id());
            stage.put(
                    "RATE_LIMIT",
                    Map.of(
                            "operation",
                            "account*",
                            "account",
                            customer.name(),
                            "retry_after_s",
                            SILENCE_SECONDS));

            Instant asked = CLOCK.instant();
            Instant until = until(customer.account().balances(), words.told());
            stage.heal();
            assertNamed(words, asked, until);

            Placement placed = customer.place(order);
            assertSilentUntil(
                    until,
                    CLOCK,
                    () ->
                            words.silencesAll()
                                    ? customer.proxy().seen().size()
                                    : customer.proxy().seen(words.question()),
                    () -> customer.account().balances());
            Until.holds(
                    WITHIN,
                    "answers again",
                    () -> customer.account().balances() instanceof Answer.Ok<?>);
            if (words.silencesAll()) {
                assertThat(placed).isInstanceOf(Placement.Rejected.class);
                assertThat(customer.ledger()).isEmpty();
            } else {
                assertThat(placed).isInstanceOf(Placement.Accepted.class);
                assertThat(customer.ledger()).hasSize(1);
            }
        }
    }

    @Row
    void anOrderTooManyIsRejectedAndNoneFollowsBeforeItsTime(Stage stage) {
        try (Customer customer = new Customer(stage).settled()) {
            NewOrder order = customer.resting(Customer.id());
            stage.put(
                    "RATE_LIMIT",
                    Map.of(
                            "operation",
                            "order.place",
                            "account",
                            customer.name(),
                            "retry_after_s",
                            SILENCE_SECONDS));

            Instant asked = CLOCK.instant();
            var last = new AtomicReference<>(customer.place(order));
            stage.heal();

            Instant until =
                    limit(((Placement.Rejected) last.get()).reason(), stage.wire().limit().told());
            assertNamed(stage.wire().limit(), asked, until);
            assertSilentUntil(
                    until,
                    CLOCK,
                    customer::ordersSent,
                    () -> last.updateAndGet(said -> unlessTaken(said, customer, order)));
            Until.holds(
                    WITHIN,
                    "an order to be taken again",
                    () ->
                            last.updateAndGet(said -> unlessTaken(said, customer, order))
                                    instanceof Placement.Accepted);
            assertThat(customer.ledger()).hasSize(1);
        }
    }

    @Row
    void aBannedAddressIsSilentUntilItsTime(Stage stage) {
        Wire.Ban ban = banOf(stage);
        var clock = new MovedClock();
        var heard = new HeardFeed();
        var account = new HeardAccount();
        try (Customer customer = new Customer(stage, clock).settled();
                MarketFeed feed = customer.exchange().feed(heard);
                UserStream stream = customer.account().stream(account)) {
            feed.subscribe(customer.instrument(), Channel.BOOK);
            Until.holds(WITHIN, "a book", () -> heard.book().isPresent());
            Until.holds(WITHIN, "the stream", () -> account.live.get() == 1);
            NewOrder order = customer.resting(Customer.id());
            ban(stage);

            Instant until = until(ticker(customer, customer.exchange()), ban.told());
            boolean waits = !isLong(until, clock);
            stage.heal();
            customer.proxy().cut();

            var refused = (Placement.Rejected) customer.place(order);
            assertThat(refused.reason().category()).isEqualTo(ErrorCategory.RATE_LIMIT);
            assertSilentUntil(
                    until,
                    clock,
                    () -> customer.proxy().seen().size(),
                    () -> ticker(customer, customer.exchange()));
            Until.holds(
                    WITHIN,
                    "answers again",
                    () -> ticker(customer, customer.exchange()) instanceof Answer.Ok<Ticker>);
            if (waits) {
                // Connections wait by the time that really passes, whatever a clock says.
                Until.holds(WITHIN, "the stream again", () -> account.live.get() > 1);
                assertThat(stream.state()).isEqualTo(ConnectionState.LIVE);
            }
            assertThat(customer.ledger()).isEmpty();
        }
    }

    @Row
    void aBannedAddressIsSilentAfterARestartToo(Stage stage) {
        Wire.Ban ban = banOf(stage);
        var clock = new MovedClock();
        try (var folder = new Folder();
                Customer customer = new Customer(stage, clock, folder.path()).settled()) {
            ban(stage);
            Instant until = until(ticker(customer, customer.exchange()), ban.told());
            customer.exchange().close();
            stage.heal();

            // Another clock is another process, as far as limits are shared.
            var later = new MovedClock();
            try (Exchange restarted = customer.reopened(later)) {
                assertSilentUntil(
                        until,
                        later,
                        () -> customer.proxy().seen().size(),
                        () -> ticker(customer, restarted));
                Until.holds(
                        WITHIN,
                        "answers again",
                        () -> ticker(customer, restarted) instanceof Answer.Ok<Ticker>);
            }
        }
    }

    @Row
    void withAClockThatIsFiveSecondsOffNothingIsSigned(Stage stage) {
        for (long offset : new long[] {-5_000, 5_000}) {
            InstantSource off = InstantSource.offset(CLOCK, Duration.ofMillis(offset));
            try (Customer customer = new Customer(stage, off)) {
                var refused = (Placement.Rejected) customer.place(customer.resting(Customer.id()));

                assertThat(refused.reason().details()).containsKey("clock_offset_ms");
                assertThat(customer.account().balances()).isInstanceOf(Answer.Failed.class);
                assertThat(customer.ordersSent()).isZero();
                assertThat(customer.ledger()).isEmpty();
            }
        }
    }

    @Row
    void withAClockThatIsALittleOffTheMeasuredTimeIsSigned(Stage stage) {
        for (long offset : new long[] {-800, 800}) {
            InstantSource off = InstantSource.offset(CLOCK, Duration.ofMillis(offset));
            try (Customer customer = new Customer(stage, off)) {
                Placement placed = customer.place(customer.resting(Customer.id()));

                assertThat(placed).as("%s ms", offset).isInstanceOf(Placement.Accepted.class);
                assertThat(customer.ledger()).hasSize(1);
            }
        }
    }

    /** What was rejected for being too much may be sent again. */
    private static Placement unlessTaken(Placement said, Customer customer, NewOrder order) {
        return said instanceof Placement.Rejected ? customer.place(order) : said;
    }

    private static Wire.Ban banOf(Stage stage) {
        if (stage.wire().ban().isEmpty()) {
            stage.cannot("it bans no address for asking too much: each window ends by itself");
        }
        return stage.wire().ban().orElseThrow();
    }

    private static void ban(Stage stage) {
        stage.put("BAN", Map.of("operation", "ticker", "retry_after_s", SILENCE_SECONDS));
    }

    private static Answer<Ticker> ticker(Customer customer, Exchange exchange) {
        return exchange.market().ticker(customer.instrument());
    }

    private static Instant until(Answer<?> answer, Map.Entry<String, String> told) {
        return limit(((Answer.Failed<?>) answer).error(), told);
    }

    private static Instant limit(ExchangeError error, Map.Entry<String, String> told) {
        assertThat(error.details()).contains(told);
        return ((ExchangeError.RateLimit) error).until().orElseThrow();
    }

    /** The time that an exchange names is kept; our clock may be off by a little. */
    private static void assertNamed(Wire.Limit words, Instant asked, Instant until) {
        if (words.namesTheTime()) {
            assertThat(until).isAfterOrEqualTo(asked.plusSeconds(SILENCE_SECONDS - 1));
        }
    }

    private static boolean isLong(Instant until, InstantSource clock) {
        return Duration.between(clock.instant(), until).compareTo(WAITED_FOR_MAX) > 0;
    }

    private static void assertSilentUntil(
            Instant until, MovedClock clock, LongSupplier seen, Supplier<Object> asking) {
        Instant heardUntil = isLong(until, clock) ? clock.instant().plus(LISTENED_TO) : until;
        assertSilentUntil(heardUntil, (InstantSource) clock, seen, asking);
        clock.reach(until);
    }

    /** Goes on asking, and looks at what arrives at the network. */
    private static void assertSilentUntil(
            Instant until, InstantSource clock, LongSupplier seen, Supplier<Object> asking) {
        long before = seen.getAsLong();
        var asked = new AtomicInteger();
        var over = new AtomicBoolean();
        Thread asker =
                Thread.startVirtualThread(
                        () -> {
                            while (!over.get()) {
                                asked.incrementAndGet();
                                Object _ = asking.get();
                                LockSupport.parkNanos(PAUSE_NANOS);
                            }
                        });
        try {
            while (true) {
                // Looked at before the clock, so that what came was there before the time.
                long now = seen.getAsLong();
                if (!clock.instant().isBefore(until)) {
                    break;
                }
                assertThat(now).as("requests at the network").isEqualTo(before);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            Until.holds(WITHIN, "somebody to have asked", () -> asked.get() > 0);
        } finally {
            over.set(true);
            join(asker);
        }
    }

    private static void join(Thread thread) {
        try {
            assertThat(thread.join(WITHIN)).as("the asking has ended").isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
