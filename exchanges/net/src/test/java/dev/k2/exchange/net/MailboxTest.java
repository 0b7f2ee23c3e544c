package dev.k2.exchange.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private final List<Integer> handled = new CopyOnWriteArrayList<>();

    @Test
    void handlesThingsInTheirOrder() {
        try (var mailbox = new Mailbox("test", 1_000)) {
            for (int i = 0; i < 500; i++) {
                int letter = i;
                assertThat(mailbox.offer(() -> handled.add(letter))).isTrue();
            }

            Eventually.holds("all handled", () -> handled.size() == 500);

            assertThat(handled).isSorted();
        }
    }

    @Test
    void refusesMoreThanItHolds() {
        var release = new CountDownLatch(1);
        try (var mailbox = new Mailbox("test", 2)) {
            var started = new CountDownLatch(1);
            assertThat(mailbox.offer(() -> await(started, release))).isTrue();
            Eventually.holds("busy", () -> started.getCount() == 0);

            assertThat(mailbox.offer(() -> handled.add(1))).isTrue();
            assertThat(mailbox.offer(() -> handled.add(2))).isTrue();
            assertThat(mailbox.offer(() -> handled.add(3))).isFalse();

            release.countDown();
            Eventually.holds("two handled", () -> handled.size() == 2);
        }
    }

    @Test
    void saysWhatItLeftOutAndOfWhichStream() {
        var release = new CountDownLatch(1);
        List<String> told = new CopyOnWriteArrayList<>();
        var drops = new Drops("test", (stream, count) -> told.add(stream + " " + count));
        try (var mailbox = new Mailbox("test", 1, drops)) {
            var started = new CountDownLatch(1);
            assertThat(mailbox.offer("trades", () -> await(started, release))).isTrue();
            Eventually.holds("busy", () -> started.getCount() == 0);
            assertThat(mailbox.offer("trades", () -> handled.add(1))).isTrue();

            assertThat(mailbox.offer("trades", () -> handled.add(2))).isFalse();
            assertThat(mailbox.offer("quotes", () -> handled.add(3))).isFalse();
            assertThat(mailbox.offer("trades", () -> handled.add(4))).isFalse();

            assertThat(mailbox.drops().counts()).isEqualTo(Map.of("trades", 2L, "quotes", 1L));
            assertThat(mailbox.drops().total()).isEqualTo(3);
            assertThat(told).containsExactly("trades 1", "quotes 1", "trades 2");
            release.countDown();
        }
    }

    @Test
    void countsTooManyStreamsTogether() {
        var drops = new Drops("test", (stream, count) -> {});

        for (int i = 0; i < 10_050; i++) {
            drops.add("stream " + i);
        }

        assertThat(drops.counts()).hasSizeLessThanOrEqualTo(10_001).containsEntry("others", 50L);
        assertThat(drops.total()).isEqualTo(10_050);
    }

    @Test
    void goesOnAfterAFailure() {
        try (var mailbox = new Mailbox("test", 10)) {
            mailbox.offer(
                    () -> {
                        throw new IllegalStateException("a failure");
                    });
            mailbox.offer(() -> handled.add(1));

            Eventually.holds("the next is handled", () -> handled.size() == 1);
        }
    }

    @Test
    void takesNothingOnceItIsClosed() {
        var mailbox = new Mailbox("test", 10);

        mailbox.close();

        assertThat(mailbox.offer(() -> handled.add(1))).isFalse();
    }

    @Test
    void canBeClosedFromWithin() {
        var mailbox = new Mailbox("test", 10);
        mailbox.offer(
                () -> {
                    mailbox.close();
                    handled.add(1);
                });

        Eventually.holds("closed", () -> handled.size() == 1);
    }

    private static void await(CountDownLatch started, CountDownLatch release) {
        started.countDown();
        try {
            release.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
