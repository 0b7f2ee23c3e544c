package dev.k2.trading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.k2.model.BalancesChanged;
import dev.k2.model.LinkId;
import dev.k2.model.OrderUpdated;
import dev.k2.model.PositionSettled;
import dev.k2.model.UserId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SequencerTest implements Announcements {
    private final List<Long> told = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong blocks = new AtomicLong(1);
    private final Sequencer sequencer = new Sequencer(this, () -> blocks.getAndAdd(1000));
    private final UserId user = new UserId(UUID.randomUUID());

    @Test
    void holdsAnnouncementsBackUntilTheEarlierOnesAreWritten() {
        Sequencer.Slot first = sequencer.take(user);
        Sequencer.Slot second = sequencer.take(user);
        Sequencer.Slot third = sequencer.take(user);

        sequencer.finish(third, row(third));
        sequencer.finish(second, Optional.empty());
        List<Long> before = List.copyOf(told);
        sequencer.finish(first, row(first));

        assertThat(before).isEmpty();
        assertThat(told).containsExactly(first.number(), third.number());
    }

    @Test
    void doesNotLetOneUserWaitForAnother() {
        Sequencer.Slot slow = sequencer.take(new UserId(UUID.randomUUID()));
        Sequencer.Slot own = sequencer.take(user);

        sequencer.finish(own, row(own));

        assertThat(slow.number()).isLessThan(own.number());
        assertThat(told).containsExactly(own.number());
    }

    @Test
    void tellsThousandsAtOnceInTheOrderOfTheirNumbers() throws Exception {
        PlacingTest.together(
                50,
                i -> {
                    for (int k = 0; k < 100; k++) {
                        Sequencer.Slot slot = sequencer.take(user);
                        sequencer.finish(slot, row(slot));
                    }
                    return i;
                });

        assertThat(told).hasSize(5000).isSorted().doesNotHaveDuplicates();
    }

    @Override
    public void orderUpdated(OrderUpdated event) {
        told.add(event.sequence());
    }

    @Override
    public void positionSettled(PositionSettled event) {
        throw new UnsupportedOperationException("a sequencer settles nothing");
    }

    @Override
    public void balancesChanged(BalancesChanged event) {
        throw new AssertionError("no balance changed: " + event);
    }

    private Optional<OrderRow> row(Sequencer.Slot slot) {
        Intent intent =
                Intents.limit(
                        user,
                        new LinkId(UUID.randomUUID()),
                        "k",
                        BigDecimal.TEN,
                        Instant.EPOCH,
                        Map.of());
        return Optional.of(new OrderRow(intent, Standing.SENDING, Instant.EPOCH, slot.number()));
    }
}
