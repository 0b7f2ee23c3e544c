package dev.k2.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventBusTest {
    private static final Duration WIDE = Duration.ofSeconds(30);

    private final Metrics metrics = new Metrics();
    private final EventBus bus = new EventBus(metrics);

    private sealed interface Event {}

    private record Happened(int number) implements Event {}

    private record Other(int number) implements Event {}

    @AfterEach
    void close() {
        bus.close();
        metrics.close();
    }

    @Test
    void keepsTheOrderForEachSubscriber() {
        List<Integer> first = Collections.synchronizedList(new ArrayList<>());
        List<Integer> second = Collections.synchronizedList(new ArrayList<>());
        bus.subscribe("first", Happened.class, 1000, event -> first.add(event.number));
        bus.subscribe("second", Happened.class, 1000, event -> second.add(event.number));

        IntStream.range(0, 1000).forEach(number -> bus.publish(new Happened(number)));

        assertThat(bus.awaitIdle(WIDE)).isTrue();
        assertThat(first).containsExactlyElementsOf(IntStream.range(0, 1000).boxed().toList());
        assertThat(second).containsExactlyElementsOf(first);
    }

    @Test
    void bringsOnlyTheTypeThatWasAskedForAndItsSubtypes() {
        List<Event> all = Collections.synchronizedList(new ArrayList<>());
        List<Event> others = Collections.synchronizedList(new ArrayList<>());
        bus.subscribe("all", Event.class, 10, all::add);
        bus.subscribe("others", Other.class, 10, others::add);

        bus.publish(new Happened(1));
        bus.publish(new Other(2));
        bus.publish("something else");

        assertThat(bus.awaitIdle(WIDE)).isTrue();
        assertThat(all).containsExactly(new Happened(1), new Other(2));
        assertThat(others).containsExactly(new Other(2));
    }

    @Test
    void countsAndTellsWhatASlowSubscriberLost() throws InterruptedException {
        var entered = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        List<Long> lost = Collections.synchronizedList(new ArrayList<>());
        List<Integer> received = Collections.synchronizedList(new ArrayList<>());
        var subscription =
                bus.subscribe(
                        "slow",
                        Happened.class,
                        2,
                        event -> {
                            received.add(event.number);
                            entered.countDown();
                            await(release);
                        },
                        lost::add);
        bus.publish(new Happened(0));
        assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();

        IntStream.range(1, 6).forEach(number -> bus.publish(new Happened(number)));
        release.countDown();

        assertThat(bus.awaitIdle(WIDE)).isTrue();
        assertThat(received).containsExactly(0, 1, 2);
        assertThat(lost).containsExactly(3L);
        assertThat(subscription.dropped()).isEqualTo(3);
        assertThat(metrics.scrape()).contains("k2_events_dropped_total{subscriber=\"slow\"} 3.0");
    }

    @Test
    void goesOnAfterAReceiverThrew() {
        List<Integer> received = Collections.synchronizedList(new ArrayList<>());
        bus.subscribe(
                "throws",
                Happened.class,
                10,
                event -> {
                    if (event.number == 1) {
                        throw new IllegalArgumentException("one is too many");
                    }
                    received.add(event.number);
                });

        IntStream.range(0, 3).forEach(number -> bus.publish(new Happened(number)));

        assertThat(bus.awaitIdle(WIDE)).isTrue();
        assertThat(received).containsExactly(0, 2);
        assertThat(metrics.scrape()).contains("k2_event_failures_total{subscriber=\"throws\"} 1.0");
    }

    @Test
    void receivesNothingAfterCancelling() {
        List<Integer> received = Collections.synchronizedList(new ArrayList<>());
        var subscription =
                bus.subscribe("gone", Happened.class, 10, event -> received.add(event.number));

        subscription.cancel();
        bus.publish(new Happened(1));

        assertThat(bus.awaitIdle(WIDE)).isTrue();
        assertThat(received).isEmpty();
    }

    @Test
    void letsWaitingEventsThroughWhenItCloses() {
        List<Integer> received = Collections.synchronizedList(new ArrayList<>());
        bus.subscribe("late", Happened.class, 100, event -> received.add(event.number));
        IntStream.range(0, 100).forEach(number -> bus.publish(new Happened(number)));

        bus.close();
        bus.publish(new Happened(100));

        assertThat(received).hasSize(100);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
