package dev.k2.signals;

/** How a template knows that a signal comes from whom it should. */
public enum SignalAuth {
    /** Whoever knows the address. For senders that cannot sign, such as TradingView. */
    TOKEN,
    /** The address, and a signature over id, time and body as Standard Webhooks have it. */
    SIGNED
}
