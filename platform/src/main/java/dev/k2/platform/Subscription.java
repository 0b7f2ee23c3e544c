package dev.k2.platform;

/** One subscriber's place on the bus. */
public interface Subscription {
    /** How many events were lost because the queue was full, ever. */
    long dropped();

    /** How many events wait now. */
    int waiting();

    /** Ends it: what waits is discarded, and no event is received after the current one. */
    void cancel();
}
