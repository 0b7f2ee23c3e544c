package dev.k2.exchange;

/** What an exchange said when it was asked for one order. */
public sealed interface Lookup {
    /** The exchange has, or had, the order. */
    record Found(OrderReport report) implements Lookup {}

    /**
     * The exchange does not know the order. Reads lag writes at every exchange, so this alone is
     * no rejection.
     */
    record Absent(ExchangeError reason) implements Lookup {}

    /** The question failed; nothing is known. */
    record Failed(ExchangeError error) implements Lookup {}
}
