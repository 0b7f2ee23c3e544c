package dev.k2.trading;

import java.time.Duration;

/** Half a second, then twice as long each time, up to ten seconds. */
final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int DOUBLINGS_MAX = 5;

    private Backoff() {}

    /**
     * The pause before a try.
     *
     * @param tries how many there were
     */
    static Duration pause(int tries) {
        Duration pause = FIRST.multipliedBy(1L << Math.min(tries, DOUBLINGS_MAX));
        return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    }
}
