package dev.k2.signals;

/** How a signal that was received ended. */
public enum ReceivedOutcome {
    /** It came in, and how it ended was never written down. */
    RECEIVED,
    PLACED,
    REPEATED,
    REFUSED,
    MISREAD,
    UNAUTHORISED
}
