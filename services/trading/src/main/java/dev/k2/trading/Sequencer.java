package dev.k2.trading;

import dev.k2.model.OrderUpdated;
import dev.k2.model.UserId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Numbers changes before they are written and announces them in the order of their numbers, each
 * user's for itself. Changes may be committed side by side; one that is slow holds back only the
 * announcements of its user.
 */
final class Sequencer {
    /** As many as the database's sequence steps by. */
    private static final int BLOCK = 1000;

    private final Map<UserId, Deque<Slot>> lines = new ConcurrentHashMap<>();
    private final Announcements announcements;
    private final LongSupplier blocks;
    private long next;
    private long end;

    /** One change that is being written. */
    static final class Slot {
        private final UserId user;
        private final long number;
        private boolean done;
        private Optional<OrderRow> row = Optional.empty();

        private Slot(UserId user, long number) {
            this.user = user;
            this.number = number;
        }

        long number() {
            return number;
        }
    }

    /**
     * A sequencer.
     *
     * @param blocks gives the first number of a block that nobody else has
     */
    Sequencer(Announcements announcements, LongSupplier blocks) {
        this.announcements = announcements;
        this.blocks = blocks;
    }

    /** The number of a change that is about to be written. It must be finished, come what may. */
    Slot take(UserId user) {
        Deque<Slot> line = lines.computeIfAbsent(user, id -> new ArrayDeque<>());
        synchronized (line) {
            Slot slot = new Slot(user, number());
            line.addLast(slot);
            return slot;
        }
    }

    /**
     * The change is committed, or did not come about.
     *
     * @param row the order after it; empty where there is nothing to tell
     */
    void finish(Slot slot, Optional<OrderRow> row) {
        Deque<Slot> line = lines.computeIfAbsent(slot.user, id -> new ArrayDeque<>());
        synchronized (line) {
            slot.done = true;
            slot.row = row;
            while (!line.isEmpty() && line.getFirst().done) {
                line.removeFirst()
                        .row
                        .ifPresent(
                                told ->
                                        announcements.orderUpdated(
                                                new OrderUpdated(told.order(), told.sequence())));
            }
        }
    }

    /** The next number comes from a fresh block, above all that anybody was given before. */
    synchronized void skip() {
        next = end;
    }

    private synchronized long number() {
        if (next == end) {
            next = blocks.getAsLong();
            end = next + BLOCK;
        }
        return next++;
    }
}
