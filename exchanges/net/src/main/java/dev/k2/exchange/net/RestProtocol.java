package dev.k2.exchange.net;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * How one exchange is called over REST: what differs between exchanges, where {@link RestCalls} is
 * what does not. Nothing here waits, and everything can be called from several threads at once.
 *
 * @param <C> the exchange's own kind of call
 */
public interface RestProtocol<C extends RestCall> {
    /**
     * The request as it goes on the wire, signed where the call wants it. Made anew for each try.
     *
     * @param exchangeMillis the exchange's time now, in epoch milliseconds
     */
    HttpMessage message(C call, long exchangeMillis);

    /**
     * What an answer means, whatever its status: many exchanges say no with HTTP 200.
     *
     * @throws JsonProcessingException where it cannot be read; the call's outcome is unclear then
     */
    <T> Verdict<T> read(C call, HttpOutcome.Answered answered, TypeReference<T> type)
            throws JsonProcessingException;

    /**
     * Whether an answer shows that the host works, so that it is not asked again. Where refusals come
     * with the status of a failed server, the exchange tells them apart here.
     */
    default boolean isWorking(HttpOutcome.Answered answered) {
        return answered.status() < 500;
    }

    /** The question what time it is. It is not signed. */
    C timeCall();

    /**
     * The answer to {@link #timeCall}.
     *
     * @throws JsonProcessingException where it cannot be read
     */
    Verdict<Instant> time(C call, HttpOutcome.Answered answered) throws JsonProcessingException;

    /** What a call takes of each window of the exchange's limits. */
    Costs costs(C call);

    /**
     * Ends what {@link #costs} took for a call that went out or may have. An exchange that tells in
     * headers how much is used believes them here.
     */
    default void settle(C call, HttpOutcome outcome) {
        costs(call).settle(window -> OptionalLong.empty());
    }
}
