package dev.k2.exchange.net;

/** What became of a call over a WebSocket. */
public sealed interface SocketOutcome {
    /** The answer, whatever it says. Printing it shows no text: it can be an account's. */
    record Answered(String text) implements SocketOutcome {
        @Override
        public String toString() {
            return "Answered[" + text.length() + " characters]";
        }
    }

    /** No byte of the call was handed to a socket: the exchange cannot know of it. */
    record NotSent(String why) implements SocketOutcome {}

    /** The call may have arrived and may have been acted on. */
    record Unclear(String why, boolean timedOut) implements SocketOutcome {}
}
