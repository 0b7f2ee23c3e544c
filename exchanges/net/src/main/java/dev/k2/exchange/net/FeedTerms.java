package dev.k2.exchange.net;

import dev.k2.model.ExchangeId;
import java.time.Duration;
import java.util.Optional;

/**
 * How a feed is kept, and what its exchange takes.
 *
 * @param silenceMax without a message of a stream that should have talked for so long, it is looked
 *     into whether there was anything to tell
 * @param twoConnections whether everything comes over two connections, so that losing one loses
 *     nothing
 * @param namesMax names in one request
 * @param bytesMax bytes of one request, where it has more than one name
 * @param requests how many requests one connection takes in a stretch of time, where that is less
 *     than its {@link SocketSettings#messagesPerSecond} allows
 * @param answers what the exchange answers to a request
 */
public record FeedTerms(
        ExchangeId exchange,
        Duration silenceMax,
        boolean twoConnections,
        int namesMax,
        int bytesMax,
        Optional<Rate> requests,
        Answers answers) {
    /** What an exchange answers to a request. */
    public enum Answers {
        /** One answer by the request's id, yes or no to all of its names. */
        BY_REQUEST,

        /**
         * The same, and one wrong name spoils the others: after a no each is asked for by itself.
         */
        BY_REQUEST_THEN_ALONE,

        /** An answer for each name. What it says when a subscription ends is not waited for. */
        BY_NAME
    }

    public FeedTerms {
        if (namesMax < 1 || bytesMax < 1) {
            throw new IllegalArgumentException("a request has at least one name");
        }
    }
}
