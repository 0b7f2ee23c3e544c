package dev.k2.accounts;

/** What became of a letter. Reasons never quote what it said. */
public sealed interface Delivery {
    /** A server took it. */
    record Sent() implements Delivery {}

    /** It will never be taken. */
    record Refused(String why) implements Delivery {}

    /** It was not taken now, or nobody knows; it is sent again. */
    record Failed(String why) implements Delivery {}
}
