package dev.k2.marketdata;

/**
 * The numbers of the newest trades, to know one that comes again. A table with open addressing over
 * a ring; nothing is made per trade, and a look takes as long however many are kept.
 */
final class TradeIndex {
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final long[] ids;

    /** The place in the ring plus one; 0 for free. At most half of the slots are taken. */
    private final int[] slots;

    private final int mask;
    private long count;

    TradeIndex(int kept) {
        ids = new long[kept];
        slots = new int[Integer.highestOneBit(Math.max(1, kept)) * 4];
        mask = slots.length - 1;
    }

    /**
     * Takes a number, in place of the oldest where all are taken.
     *
     * @return its place, those go round; below 0 where it is known
     */
    int add(long id) {
        int slot = slot(id);
        if (slots[slot] != 0) {
            return -1;
        }
        int place = (int) (count % ids.length);
        if (count >= ids.length) {
            forget(ids[place]);
            slot = slot(id);
        }
        ids[place] = id;
        slots[slot] = place + 1;
        count++;
        return place;
    }

    long id(int place) {
        return ids[place];
    }

    /** How many were ever taken. */
    long count() {
        return count;
    }

    /** Where a number stands, or would. */
    private int slot(long id) {
        int slot = home(id);
        while (slots[slot] != 0 && ids[slots[slot] - 1] != id) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    /** Frees a slot, and moves back what had only made way for it. */
    private void forget(long id) {
        int free = slot(id);
        slots[free] = 0;
        for (int at = (free + 1) & mask; slots[at] != 0; at = (at + 1) & mask) {
            int home = home(ids[slots[at] - 1]);
            boolean stays = free <= at ? free < home && home <= at : free < home || home <= at;
            if (!stays) {
                slots[free] = slots[at];
                slots[at] = 0;
                free = at;
            }
        }
    }

    private int home(long id) {
        return (int) ((id * SPREAD) >>> 32) & mask;
    }
}
