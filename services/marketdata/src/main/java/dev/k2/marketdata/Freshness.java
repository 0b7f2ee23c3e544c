package dev.k2.marketdata;

/** Whether what is shown is what the exchange has now, as far as we can know. */
public enum Freshness {
    LIVE,
    /** The last that was known: too old, from a cut feed, or of a book with something wrong. */
    STALE;

    private final String text = name().toLowerCase(java.util.Locale.ROOT);

    /** The word of the API. */
    public String text() {
        return text;
    }
}
