package dev.k2.trading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.ExchangeOrderId;
import dev.k2.model.OrderStatus;
import dev.k2.model.Resolution;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class StandingTest {
    private static final ExchangeOrderId ID = new ExchangeOrderId("x1");
    private static final BigDecimal TEN = BigDecimal.TEN;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** An order of ten of which 3 + 2.5 are filled before it is cancelled: seven events. */
    private static final List<Event> SEVEN =
            List.of(
                    report(OrderStatus.OPEN, "0", 1),
                    report(OrderStatus.PARTIAL, "3", 2),
                    fill("a", "3"),
                    report(OrderStatus.PARTIAL, "5.5", 3),
                    fill("b", "2.5"),
                    report(OrderStatus.CANCELLED, "5.5", 4),
                    report(OrderStatus.CANCELLED, "5.5", 4));

    private sealed interface Event {}

    private record Report(Told told) implements Event {}

    private record Trade(String id, BigDecimal quantity) implements Event {}

    /** The mirror as the store keeps it: fills by their ids, and the standing. */
    private static final class Mirror {
        private final Map<String, BigDecimal> fills = new HashMap<>();
        private Standing standing = Standing.SENDING;
        private final List<Standing> history = new ArrayList<>(List.of(standing));

        void take(Event event) {
            switch (event) {
                case Report(Told told) -> standing = standing.hear(ID, told, TEN);
                case Trade(String id, BigDecimal quantity) -> {
                    if (fills.putIfAbsent(id, quantity) == null) {
                        standing = standing.fill(ID, sum(), BigDecimal.ONE, TEN);
                    }
                }
            }
            history.add(standing);
        }

        BigDecimal sum() {
            return fills.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        }
    }

    @Test
    void endsTheSameInAllOrdersOfSevenEvents() {
        int[] count = new int[1];

        permute(
                new ArrayList<>(SEVEN),
                0,
                order -> {
                    Mirror mirror = new Mirror();
                    order.forEach(mirror::take);
                    count[0]++;
                    assertThat(mirror.standing.status()).isEqualTo(OrderStatus.CANCELLED);
                    assertThat(mirror.standing.filled()).isEqualByComparingTo("5.5");
                    assertThat(mirror.standing.isBehind()).isFalse();
                });

        assertThat(count[0]).isEqualTo(5040);
    }

    @Property(tries = 500)
    void neverGoesBackAndNeverCountsTwice(@ForAll("doubledAndShuffled") List<Event> events) {
        Mirror mirror = new Mirror();

        events.forEach(mirror::take);

        for (int i = 1; i < mirror.history.size(); i++) {
            Standing before = mirror.history.get(i - 1);
            Standing after = mirror.history.get(i);
            assertThat(after.status().rank()).isGreaterThanOrEqualTo(before.status().rank());
            assertThat(after.filled()).isGreaterThanOrEqualTo(before.filled());
            if (before.status().isFinal()) {
                assertThat(after.status()).isEqualTo(before.status());
            }
            if (after.status() == OrderStatus.CANCELLED) {
                assertThat(after.isBehind()).isFalse();
            }
        }
        assertThat(mirror.standing.filled()).isEqualByComparingTo(mirror.sum());
    }

    @Provide
    Arbitrary<List<Event>> doubledAndShuffled() {
        List<Event> doubled = new ArrayList<>(SEVEN);
        doubled.addAll(SEVEN);
        return Arbitraries.shuffle(doubled);
    }

    @Test
    void holdsACancelUntilEveryFillThatTheExchangeCountsIsHere() {
        Mirror mirror = new Mirror();

        mirror.take(report(OrderStatus.CANCELLED, "3", 2));
        OrderStatus before = mirror.standing.status();
        mirror.take(fill("a", "3"));

        assertThat(before).isEqualTo(OrderStatus.OPEN);
        assertThat(mirror.standing.status()).isEqualTo(OrderStatus.CANCELLED);
    }

    @Test
    void takesAFillThatComesAfterTheCancel() {
        Mirror mirror = new Mirror();

        mirror.take(report(OrderStatus.CANCELLED, "0", 2));
        mirror.take(fill("late", "1"));

        assertThat(mirror.standing.status()).isEqualTo(OrderStatus.CANCELLED);
        assertThat(mirror.standing.filled()).isEqualByComparingTo("1");
    }

    @Test
    void keepsEvidenceAgainstAQuestion() {
        Standing open = Standing.SENDING.hear(ID, told(OrderStatus.OPEN, "0", 1), TEN);

        Standing asked = open.question(Resolution.PENDING);

        assertThat(asked).isEqualTo(open);
    }

    @Test
    void callsAPersonWhenAnOrderGivenUpTurnsUp() {
        Standing givenUp = Standing.SENDING.refuse("NOT_SENT");

        Standing contradicted = givenUp.hear(ID, told(OrderStatus.OPEN, "0", 1), TEN);

        assertThat(contradicted.status()).isEqualTo(OrderStatus.REJECTED);
        assertThat(contradicted.resolution()).contains(Resolution.ATTENTION);
        assertThat(contradicted.hear(ID, told(OrderStatus.OPEN, "0", 2), TEN).resolution())
                .contains(Resolution.ATTENTION);
    }

    @Test
    void staysQuietWhenARejectionIsToldTwice() {
        Standing rejected = Standing.SENDING.refuse("no money");

        Standing again = rejected.hear(ID, told(OrderStatus.REJECTED, "0", 1), TEN);

        assertThat(again.resolution()).isEmpty();
    }

    @Test
    void isFilledByItsFillsAlone() {
        Mirror mirror = new Mirror();

        mirror.take(fill("a", "4"));
        OrderStatus partly = mirror.standing.status();
        mirror.take(fill("b", "6"));

        assertThat(partly).isEqualTo(OrderStatus.PARTIAL);
        assertThat(mirror.standing.status()).isEqualTo(OrderStatus.FILLED);
    }

    private static Report report(OrderStatus status, String filled, int second) {
        return new Report(told(status, filled, second));
    }

    private static Told told(OrderStatus status, String filled, int second) {
        return new Told(
                status, new BigDecimal(filled), Optional.empty(), START.plusSeconds(second));
    }

    private static Trade fill(String id, String quantity) {
        return new Trade(id, new BigDecimal(quantity));
    }

    private static void permute(List<Event> events, int from, Consumer<List<Event>> use) {
        if (from == events.size()) {
            use.accept(events);
            return;
        }
        for (int i = from; i < events.size(); i++) {
            Collections.swap(events, from, i);
            permute(events, from + 1, use);
            Collections.swap(events, from, i);
        }
    }
}
