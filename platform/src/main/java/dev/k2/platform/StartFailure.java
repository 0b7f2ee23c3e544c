package dev.k2.platform;

import org.jspecify.annotations.Nullable;

/**
 * K2 cannot start, and a person can do something about it.
 *
 * <p>The message is one clear sentence; the remedy says what to do. The launcher prints both and ends with a status other than 0.
 */
public final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String remedy;

    /** A failure that a person can mend: what is wrong, in one sentence, and what to do about it. */
    public StartFailure(String message, String remedy) {
        this(message, remedy, null);
    }

    /** The same, with the technical cause for the log. */
    public StartFailure(String message, String remedy, @Nullable Throwable cause) {
        super(message, cause);
        this.remedy = remedy;
    }

    /** What to do about it. */
    public String remedy() {
        return remedy;
    }

    /** What is wrong and what to do, for a person's eyes. */
    public String sentence() {
        return getMessage() + " " + remedy;
    }
}
