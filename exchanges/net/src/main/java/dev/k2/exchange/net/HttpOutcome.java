package dev.k2.exchange.net;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What became of a request. */
public sealed interface HttpOutcome {
    /**
     * The host answered, with whatever status. Printing it shows no body: it can be an account's.
     *
     * @param headers by name in lower case
     */
    record Answered(int status, Map<String, String> headers, String body) implements HttpOutcome {
        public Answered {
            headers = Map.copyOf(headers);
        }

        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
        }

        @Override
        public String toString() {
            return "Answered[" + status + ", " + body.length() + " characters]";
        }
    }

    /** No byte of the request was written: the host cannot know of it. */
    record NotSent(String why) implements HttpOutcome {}

    /** The request may have arrived and may have been acted on. */
    record Unclear(String why, boolean timedOut) implements HttpOutcome {}
}
