package dev.k2.exchange;

/** What all cards share. */
interface AtVenue {
    Venue venue();

    /** Ends a card whose trouble the simulated exchange cannot make; it counts as not shown. */
    default void needs(Trouble trouble) {
        if (!venue().can(trouble)) {
            throw new CardNotShown("the simulated exchange cannot " + trouble);
        }
    }

    /** Ends a card that the exchange's capabilities rule out. */
    default void offers(boolean offered, String what) {
        if (!offered) {
            throw new CardNotOffered("the exchange offers no " + what);
        }
    }
}
