package dev.k2.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class IntentWriterTest {
    private final List<List<Integer>> lots = Collections.synchronizedList(new ArrayList<>());

    @Test
    void letsCallersWhoWaitShareACommit() throws Exception {
        var first = new CountDownLatch(1);
        var writer =
                new IntentWriter<Integer, String>(
                        256,
                        lot -> {
                            lots.add(List.copyOf(lot));
                            // The first one's commit takes until all others wait.
                            await(first);
                            return lot.stream().map(n -> "wrote " + n).toList();
                        });
        var begun = new AtomicInteger();

        List<String> answers =
                PlacingTest.together(
                        64,
                        n -> {
                            if (begun.incrementAndGet() == 64) {
                                first.countDown();
                            }
                            return writer.write(n);
                        });

        assertThat(answers).hasSize(64);
        for (int n = 0; n < 64; n++) {
            assertThat(answers.get(n)).isEqualTo("wrote " + n);
        }
        assertThat(lots.stream().mapToInt(List::size).sum()).isEqualTo(64);
        assertThat(lots).hasSizeLessThan(32);
    }

    @Test
    void writesAtOnceOnTheThreadOfACallerAlone() {
        Thread caller = Thread.currentThread();
        var writer =
                new IntentWriter<Integer, Thread>(
                        256,
                        lot -> {
                            lots.add(List.copyOf(lot));
                            return List.of(Thread.currentThread());
                        });

        Thread one = writer.write(1);
        Thread two = writer.write(2);

        assertThat(one).isSameAs(caller);
        assertThat(two).isSameAs(caller);
        assertThat(lots).containsExactly(List.of(1), List.of(2));
    }

    @Test
    void takesNoMoreThanALotHolds() throws Exception {
        var first = new CountDownLatch(1);
        var writer =
                new IntentWriter<Integer, Integer>(
                        4,
                        lot -> {
                            lots.add(List.copyOf(lot));
                            await(first);
                            return lot;
                        });
        var begun = new AtomicInteger();

        List<Integer> answers =
                PlacingTest.together(
                        40,
                        n -> {
                            if (begun.incrementAndGet() == 40) {
                                first.countDown();
                            }
                            return writer.write(n);
                        });

        assertThat(answers).doesNotHaveDuplicates().hasSize(40);
        assertThat(lots).allSatisfy(lot -> assertThat(lot).hasSizeLessThanOrEqualTo(4));
    }

    @Test
    void acknowledgesNobodyOfALotThatFailed() throws Exception {
        var first = new CountDownLatch(1);
        var writer =
                new IntentWriter<Integer, Integer>(
                        256,
                        lot -> {
                            lots.add(List.copyOf(lot));
                            await(first);
                            if (lots.size() == 2) {
                                throw new IllegalStateException("the disk is full");
                            }
                            return lot;
                        });
        var begun = new AtomicInteger();

        List<Boolean> acknowledged =
                PlacingTest.together(
                        16,
                        n -> {
                            if (begun.incrementAndGet() == 16) {
                                first.countDown();
                            }
                            try {
                                return writer.write(n).equals(n);
                            } catch (IllegalStateException failed) {
                                return false;
                            }
                        });

        for (int n = 0; n < 16; n++) {
            assertThat(acknowledged.get(n)).isEqualTo(!lots.get(1).contains(n));
        }
    }

    @Test
    void goesOnAfterAFailure() {
        var calls = new AtomicInteger();
        var writer =
                new IntentWriter<Integer, Integer>(
                        256,
                        lot -> {
                            if (calls.incrementAndGet() == 1) {
                                throw new IllegalStateException("the disk is full");
                            }
                            return lot;
                        });

        assertThatThrownBy(() -> writer.write(1)).hasRootCauseMessage("the disk is full");

        assertThat(writer.write(2)).isEqualTo(2);
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("the others did not come");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
