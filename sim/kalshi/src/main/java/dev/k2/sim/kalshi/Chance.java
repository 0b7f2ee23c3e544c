package dev.k2.sim.kalshi;

/** How likely each of an event's markets is, as a function of time alone. Doubles are fine: none of this is money. */
interface Chance {
    /** From 0 to 1. */
    double yes(int place, long millis);

    /** Whether it came true, known when its time is over. */
    boolean came(int place);

    /** What the outcome was measured as. */
    String measured();
}
