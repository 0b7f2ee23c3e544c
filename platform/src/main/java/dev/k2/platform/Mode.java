package dev.k2.platform;

/** Where orders go. Nothing ever falls back from one mode to another by itself. */
public enum Mode {
    /** Simulated exchanges: no key, no money. */
    SIM,
    /** The exchanges' own test networks. */
    PAPER,
    /** Real exchanges, real money. */
    LIVE
}
