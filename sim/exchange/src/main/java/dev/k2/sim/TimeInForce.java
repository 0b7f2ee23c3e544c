package dev.k2.sim;

/** How long an order waits: until cancelled, not at all, or all at once or not at all. */
public enum TimeInForce {
    GTC,
    IOC,
    FOK
}
