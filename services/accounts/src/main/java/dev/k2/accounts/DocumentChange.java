package dev.k2.accounts;

/** What became of a change. */
public sealed interface DocumentChange {
    /** It holds. */
    record Stored(Document document) implements DocumentChange {}

    /** Somebody changed it since it was read. */
    record Stale(int version) implements DocumentChange {}

    /** A field is unknown, or not as it must be. */
    record Invalid(String field, String expected) implements DocumentChange {}
}
