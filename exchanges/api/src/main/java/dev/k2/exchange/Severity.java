package dev.k2.exchange;

/** How much a failure matters to whoever keeps K2 running. */
public enum Severity {
    INFO,
    WARNING,
    ERROR,
    CRITICAL
}
