package dev.k2.exchange.net;

/** A message is not the JSON that its reader expects. Nothing else leaves {@link Scanner}. */
public final class ScanException extends RuntimeException {
    private final String problem;

    /** Says what was expected and where. It carries no stack: a bad message is no bug of ours. */
    public ScanException(String expected, int at) {
        super("expected " + expected + " at byte " + at, null, false, false);
        problem = "expected " + expected + " at byte " + at;
    }

    /** What was expected, and where. */
    public String problem() {
        return problem;
    }
}
