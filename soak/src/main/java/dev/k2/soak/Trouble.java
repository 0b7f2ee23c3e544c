package dev.k2.soak;

import java.time.Duration;

/** What befalls an exchange, or the way to it, for a while. */
enum Trouble {
    /** Nothing gets through, and that is known at once. */
    UNREACHABLE(5, 90),
    /** The same for as long as a bad outage lasts. */
    UNREACHABLE_LONG(600, 600),
    /** Requests or their answers get lost, and nobody knows which. */
    SWALLOWS(5, 60),
    /** Answers are errors of the exchange's own; most requests took effect. */
    FAILS(5, 60),
    /** Too many requests: silence is wanted. */
    BANS(5, 10),
    MAINTENANCE(20, 240),
    /** Clocks are too far apart: what is signed is refused. */
    SKEWED(5, 60),
    /** What is asked shows how things were three seconds ago. */
    LAGS(10, 120),
    /** Streams are cut, and come back. */
    CUTS(1, 1),
    /** Streams say nothing and look well, until somebody notices. */
    DEAF(15, 15),
    /** Streams lose messages. */
    DROPS(10, 120),
    /** Streams tell twice and out of order. */
    SHUFFLES(10, 120),
    /** There are no prices. */
    NO_PRICES(5, 60),
    /** Prices are old. */
    OLD_PRICES(5, 60),
    /** A key is taken back, and given again. */
    REVOKED(20, 200);

    private final int shortest;
    private final int longest;

    Trouble(int shortest, int longest) {
        this.shortest = shortest;
        this.longest = longest;
    }

    Duration length(Chance chance) {
        return chance.seconds(shortest, longest);
    }
}
