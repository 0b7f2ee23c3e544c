package dev.k2.exchange.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:10Z");

    private final SettableClock clock = new SettableClock(START);
    private final TokenBucket bucket = new TokenBucket(clock, 100, Duration.ofMinutes(1));
    private final Silence silence = new Silence(clock);

    @Test
    void keepsAFifthForWhatIsUrgent() {
        assertThat(bucket.take(80, false)).isEmpty();

        assertThat(bucket.take(1, false)).contains(Instant.parse("2026-11-21T10:01:00Z"));
        assertThat(bucket.take(20, true)).isEmpty();
        assertThat(bucket.take(1, true)).contains(Instant.parse("2026-11-21T10:01:00Z"));
        assertThat(bucket.left()).isZero();
    }

    @Test
    void isUsedUpForAsLongAsTheExchangeNamesAlsoWhenTheNextWindowBegins() {
        Instant named = START.plus(Duration.ofSeconds(70));

        assertThat(bucket.useUp(Duration.ofSeconds(70))).isEqualTo(named);
        clock.advance(Duration.ofSeconds(69));

        assertThat(bucket.take(1, true)).contains(named);
        clock.advance(Duration.ofSeconds(1));
        assertThat(bucket.take(1, true)).isEmpty();
    }

    @Test
    void isFullAgainWhenTheNextWindowBegins() {
        assertThat(bucket.take(80, false)).isEmpty();
        bucket.settle(80, OptionalLong.empty());

        clock.advance(Duration.ofSeconds(50));

        assertThat(bucket.left()).isEqualTo(100);
    }

    @Test
    void believesTheExchangesCount() {
        assertThat(bucket.take(1, false)).isEmpty();
        bucket.settle(1, OptionalLong.of(75));

        assertThat(bucket.left()).isEqualTo(25);
        assertThat(bucket.take(6, false)).isPresent();
        assertThat(bucket.take(5, false)).isEmpty();
    }

    @Test
    void countsWhatIsUnderWayBesideTheExchangesCount() {
        assertThat(bucket.take(10, false)).isEmpty();
        assertThat(bucket.take(10, false)).isEmpty();

        bucket.settle(10, OptionalLong.of(50));

        assertThat(bucket.left()).isEqualTo(40);
    }

    @Test
    void takesBackWhatWasNotSent() {
        assertThat(bucket.take(10, false)).isEmpty();

        bucket.giveBack(10);

        assertThat(bucket.left()).isEqualTo(100);
    }

    @Test
    void takesTheExchangesOwnSize() {
        bucket.resize(1_200);

        assertThat(bucket.capacity()).isEqualTo(1_200);
        assertThat(bucket.left()).isEqualTo(1_200);
    }

    @Property
    void neverSendsMoreThanTheWindowHolds(
            @ForAll @IntRange(min = 1, max = 40) int cost, @ForAll boolean urgent) {
        var fresh = new TokenBucket(clock, 100, Duration.ofMinutes(1));
        int sent = 0;
        while (fresh.take(cost, urgent).isEmpty()) {
            fresh.settle(cost, OptionalLong.empty());
            sent += cost;
        }

        assertThat(sent).isLessThanOrEqualTo(urgent ? 100 : 80).isGreaterThan(80 - 2 * cost);
    }

    @Test
    void countsAnyStretchWhereWindowsRoll() {
        TokenBucket rolling = rolling(10, false);
        clock.advance(Duration.ofMillis(900));
        assertThat(rolling.take(10, false)).isEmpty();
        rolling.settle(10, OptionalLong.empty());

        clock.advance(Duration.ofMillis(200));

        assertThat(rolling.take(1, false)).contains(START.plusMillis(2_000));
        clock.advance(Duration.ofMillis(900));
        assertThat(rolling.take(10, false)).isEmpty();
    }

    @Test
    void saysWhenEnoughOfARollingWindowIsFreeAgain() {
        TokenBucket rolling = rolling(10, false);
        rolling.settle(4, OptionalLong.empty());
        clock.advance(Duration.ofMillis(500));
        rolling.settle(6, OptionalLong.empty());

        assertThat(rolling.take(4, false)).contains(START.plusMillis(1_100));
        assertThat(rolling.take(5, false)).contains(START.plusMillis(1_600));
    }

    @Test
    void believesOnlyMoreOfARollingWindow() {
        TokenBucket rolling = rolling(10, false);
        rolling.settle(5, OptionalLong.of(2));
        assertThat(rolling.left()).isEqualTo(5);

        rolling.settle(1, OptionalLong.of(9));

        assertThat(rolling.left()).isEqualTo(1);
    }

    @Test
    void sendsNothingMoreOfAWindowThatTheExchangeCallsUsedUp() {
        TokenBucket rolling = rolling(10, false);

        Instant again = rolling.useUp(Duration.ZERO);

        assertThat(again).isEqualTo(START.plusMillis(1_100));
        assertThat(rolling.take(1, true)).contains(again);
        assertThat(bucket.useUp(Duration.ZERO)).isEqualTo(Instant.parse("2026-11-21T10:01:00Z"));
        assertThat(bucket.left()).isZero();
    }

    @Test
    void sendsNothingBeforeTheEndThatItTellsThoughSomeWasCountedEarlier() {
        TokenBucket rolling = rolling(10, false);
        assertThat(rolling.take(1, true)).isEmpty();
        rolling.settle(1, OptionalLong.empty());
        clock.advance(Duration.ofMillis(500));

        Instant again = rolling.useUp(Duration.ZERO);
        clock.advance(Duration.ofMillis(700));

        assertThat(clock.instant()).isBefore(again);
        assertThat(rolling.take(1, true)).contains(again);
    }

    @Property
    void neverSendsMoreThanARollingWindowHolds(
            @ForAll List<@IntRange(min = 0, max = 400) Integer> pauses) {
        TokenBucket rolling = rolling(5, false);
        Deque<Instant> sent = new ArrayDeque<>();

        for (int pause : pauses) {
            clock.advance(Duration.ofMillis(pause));
            if (rolling.take(1, false).isEmpty()) {
                rolling.settle(1, OptionalLong.empty());
                sent.addLast(clock.instant());
            }
            Instant aSecondAgo = clock.instant().minusSeconds(1);
            sent.removeIf(at -> !at.isAfter(aSecondAgo));

            assertThat(sent).hasSizeLessThanOrEqualTo(5);
        }
    }

    private TokenBucket rolling(int count, boolean keepsAFifth) {
        return TokenBucket.rolling(
                clock, "orders", new Rate(count, Duration.ofSeconds(1)), keepsAFifth);
    }

    @Test
    void isSilentUntilTheTimeThatWasNamed() {
        Instant end = silence.begin(Optional.of(Duration.ofSeconds(30)));

        assertThat(end).isEqualTo(START.plusSeconds(30));
        assertThat(silence.until()).contains(end);
        clock.advance(Duration.ofSeconds(30));
        assertThat(silence.until()).isEmpty();
    }

    @Test
    void doublesASilenceWithoutATime() {
        assertThat(silence.begin(Optional.empty())).isEqualTo(START.plusSeconds(60));
        assertThat(silence.begin(Optional.empty())).isEqualTo(START.plusSeconds(120));
        assertThat(silence.begin(Optional.empty())).isEqualTo(START.plusSeconds(240));
        silence.forget();
        clock.advance(Duration.ofHours(1));
        assertThat(silence.begin(Optional.empty())).isEqualTo(clock.instant().plusSeconds(60));
    }

    @Test
    void takesOverASilenceThatWasKept() {
        silence.keepUntil(START.plusSeconds(90));
        silence.keepUntil(START.plusSeconds(10));

        assertThat(silence.until()).contains(START.plusSeconds(90));
    }

    @Test
    void takesTheMedianOfFiveDifferencesOfTheClocks() {
        var exchange = new ExchangeClock(clock, Duration.ofSeconds(1));
        assertThat(exchange.isMeasured()).isFalse();
        for (long offset : new long[] {300, 310, 9_000, 290, 305}) {
            exchange.sample(START, START.plusMillis(offset + 20), START.plusMillis(40));
        }

        assertThat(exchange.offset()).isEqualTo(Duration.ofMillis(305));
        assertThat(exchange.millis()).isEqualTo(START.toEpochMilli() + 305);
        assertThat(exchange.isWithinLimit()).isTrue();
    }

    @Test
    void saysThatTheClockIsTooFarOff() {
        var exchange = new ExchangeClock(clock, Duration.ofSeconds(1));

        exchange.sample(START, START.minusSeconds(5), START);

        assertThat(exchange.isWithinLimit()).isFalse();
        assertThat(exchange.millis()).isEqualTo(START.minusSeconds(5).toEpochMilli());
    }

    @Test
    void knowsHowOldItsMeasurementIs() {
        var exchange = new ExchangeClock(clock, Duration.ofSeconds(1));
        assertThat(exchange.isOlderThan(Duration.ofDays(1))).isTrue();

        exchange.sample(START, START, START);
        assertThat(exchange.isOlderThan(Duration.ofSeconds(60))).isFalse();
        clock.advance(Duration.ofSeconds(61));
        assertThat(exchange.isOlderThan(Duration.ofSeconds(60))).isTrue();
        exchange.forget();
        assertThat(exchange.isMeasured()).isFalse();
    }

    @Property
    void waitsAtRandomUpToABoundThatDoubles(@ForAll @IntRange(min = 1, max = 1_000) int failures) {
        var backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

        Duration delay = backoff.delay(failures);

        assertThat(delay).isBetween(Duration.ofMillis(1), backoff.bound(failures));
        assertThat(backoff.bound(failures)).isLessThanOrEqualTo(Duration.ofSeconds(5));
        assertThat(backoff.bound(failures + 1)).isGreaterThanOrEqualTo(backoff.bound(failures));
    }

    @Test
    void refusesABackoffThatShrinks() {
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsQuestionsAwayAfterFiveFailuresAndTriesOne() {
        var breaker = new Breaker(clock, new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(3)));
        for (int i = 0; i < 4; i++) {
            breaker.failed();
        }
        assertThat(breaker.mayAsk()).isEmpty();

        breaker.failed();
        assertThat(breaker.mayAsk()).contains(START.plusSeconds(1));

        clock.advance(Duration.ofSeconds(1));
        assertThat(breaker.mayAsk()).isEmpty();
        assertThat(breaker.mayAsk()).as("only one tries").isPresent();
    }

    @Test
    void staysAwayLongerEachTimeAndComesBackAtOnce() {
        var breaker = new Breaker(clock, new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(3)));
        for (int i = 0; i < 5; i++) {
            breaker.failed();
        }
        clock.advance(Duration.ofSeconds(1));
        assertThat(breaker.mayAsk()).isEmpty();
        breaker.failed();
        assertThat(breaker.mayAsk()).contains(START.plusSeconds(3));

        clock.advance(Duration.ofSeconds(2));
        assertThat(breaker.mayAsk()).isEmpty();
        breaker.answered();

        assertThat(breaker.mayAsk()).isEmpty();
        assertThat(breaker.mayAsk()).isEmpty();
    }
}
