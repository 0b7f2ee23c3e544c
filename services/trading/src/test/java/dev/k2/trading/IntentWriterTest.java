package dev.k2.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IntentWriterTest {
    private final List<List<Integer>> lots = Collections.synchronizedList(new ArrayList<>());
    private UnaryOperator<List<Integer>> disk = lot -> lot;

    @Test
    void letsAllWhoWaitForADiskShareTheNextCommit() throws Exception {
        var writer = writer(256);
        disk = once(() -> waitFor(writer, 63));

        List<Integer> answers = PlacingTest.together(64, writer::write);

        assertThat(answers).isEqualTo(IntStream.range(0, 64).boxed().toList());
        assertThat(lots).hasSize(2);
        assertThat(lots.getFirst()).hasSize(1);
        assertThat(lots.getLast()).hasSize(63);
    }

    @Test
    void writesAtOnceOnTheThreadOfACallerAlone() {
        List<Thread> threads = new ArrayList<>();
        var writer = writer(256);
        disk =
                lot -> {
                    threads.add(Thread.currentThread());
                    return lot;
                };

        writer.write(1);
        writer.write(2);

        assertThat(threads).containsExactly(Thread.currentThread(), Thread.currentThread());
        assertThat(lots).containsExactly(List.of(1), List.of(2));
    }

    @Test
    void takesNoMoreThanALotHolds() throws Exception {
        var writer = writer(4);
        disk = once(() -> waitFor(writer, 40));

        List<Integer> answers = PlacingTest.together(41, writer::write);

        assertThat(answers).doesNotHaveDuplicates().hasSize(41);
        assertThat(lots).hasSize(11);
        assertThat(lots).allSatisfy(lot -> assertThat(lot).hasSizeLessThanOrEqualTo(4));
    }

    @Test
    void acknowledgesNobodyOfALotThatFailed() throws Exception {
        var writer = writer(256);
        UnaryOperator<List<Integer>> first = once(() -> waitFor(writer, 15));
        disk =
                lot -> {
                    if (lots.size() == 2) {
                        throw new IllegalStateException("the disk is full");
                    }
                    return first.apply(lot);
                };

        List<Boolean> acknowledged = PlacingTest.together(16, n -> isWritten(writer, n));

        assertThat(lots).extracting(List::size).containsExactly(1, 15);
        for (int n = 0; n < 16; n++) {
            assertThat(acknowledged.get(n)).isEqualTo(lots.getFirst().contains(n));
        }
    }

    @Test
    void goesOnAfterAFailure() {
        var writer = writer(256);
        disk =
                lot -> {
                    if (lots.size() == 1) {
                        throw new IllegalStateException("the disk is full");
                    }
                    return lot;
                };

        assertThatThrownBy(() -> writer.write(1)).hasRootCauseMessage("the disk is full");

        assertThat(writer.write(2)).isEqualTo(2);
    }

    @Test
    void takesALotThatComesBackIncompleteForAFailure() {
        var writer = writer(256);
        disk = lot -> List.of();

        assertThatThrownBy(() -> writer.write(1)).hasRootCauseMessage("a lot came back incomplete");
    }

    private IntentWriter<Integer, Integer> writer(int lotMax) {
        return new IntentWriter<>(
                lotMax,
                lot -> {
                    lots.add(List.copyOf(lot));
                    return disk.apply(lot);
                });
    }

    /** A disk whose first commit takes as long as some work. */
    private UnaryOperator<List<Integer>> once(Runnable work) {
        return lot -> {
            if (lots.size() == 1) {
                work.run();
            }
            return lot;
        };
    }

    private static boolean isWritten(IntentWriter<Integer, Integer> writer, int n) {
        try {
            return writer.write(n) == n;
        } catch (IllegalStateException failed) {
            return false;
        }
    }

    private static void waitFor(IntentWriter<Integer, Integer> writer, int count) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (writer.waiting() < count) {
            if (System.nanoTime() > end) {
                throw new AssertionError("only " + writer.waiting() + " came");
            }
            Thread.onSpinWait();
        }
    }
}
