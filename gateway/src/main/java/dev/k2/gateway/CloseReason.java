package dev.k2.gateway;

/** Why K2 closes a WebSocket. */
enum CloseReason {
    STOPPING(1001, "K2 is stopping"),
    /** A frame that is none, or a message above the limit. */
    UNREADABLE(1009, "a message is too large or no message"),
    SESSION_ENDED(4401, "the session has ended"),
    TOO_SLOW(4408, "the reader is too slow"),
    /** Private messages could not be kept; the reader resumes after the last seq that it saw. */
    RESUME(4409, "resume after the last seq"),
    TOO_MANY_REQUESTS(4429, "too many requests");

    private final int code;
    private final String text;

    CloseReason(int code, String text) {
        this.code = code;
        this.text = text;
    }

    int code() {
        return code;
    }

    String text() {
        return text;
    }
}
