package dev.k2.accounts;

/** What became of the wish to leave. */
public sealed interface Leaving {
    /** Nothing personal is left. */
    record Left() implements Leaving {}

    /** Not while orders are open or unresolved. */
    record HasOrders(int orders) implements Leaving {}

    /** There is no such person. */
    record Unknown() implements Leaving {}
}
