package dev.k2.exchange.net;

/**
 * Keeps a {@link Rate} over every stretch of time, wherever it begins: a window that starts anew
 * at full minutes would let twice as many through around its edge. Safe for several threads.
 */
final class Pace {
    private final long windowNanos;
    private final long[] times;
    private int oldest;
    private int held;

    Pace(Rate rate) {
        this.windowNanos = rate.window().toNanos();
        this.times = new long[rate.count()];
    }

    /**
     * Takes one now, where there is room.
     *
     * @param nowNanos the time by {@link System#nanoTime}
     * @return 0 when taken, else how many nanoseconds to wait before asking again
     */
    synchronized long take(long nowNanos) {
        long wait = waitNanos(nowNanos);
        if (wait == 0) {
            add(nowNanos);
        }
        return wait;
    }

    /** How many nanoseconds to wait until one more may go; 0 for none. */
    synchronized long waitNanos(long nowNanos) {
        if (held < times.length) {
            return 0;
        }
        return Math.max(0, windowNanos - (nowNanos - times[oldest]));
    }

    /** Counts one that goes out whether there is room or not. */
    synchronized void spend(long nowNanos) {
        add(nowNanos);
    }

    /** How many went out in the stretch that ends now. */
    synchronized int used(long nowNanos) {
        int used = 0;
        for (int i = 0; i < held; i++) {
            if (nowNanos - times[(oldest + i) % times.length] < windowNanos) {
                used++;
            }
        }
        return used;
    }

    private void add(long nowNanos) {
        times[(oldest + held) % times.length] = nowNanos;
        if (held < times.length) {
            held++;
        } else {
            oldest = (oldest + 1) % times.length;
        }
    }
}
