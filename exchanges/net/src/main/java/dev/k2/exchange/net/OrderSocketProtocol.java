package dev.k2.exchange.net;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What {@link OrderSocket} has to know of an exchange. Nothing here waits, and everything can be
 * called from several threads at once.
 *
 * @param <C> the exchange's own kind of call, the same as over REST
 */
public interface OrderSocketProtocol<C extends RestCall> {
    /** Whether each connection begins with a login; else each call is signed by itself. */
    default boolean logsIn() {
        return true;
    }

    /** The login, signed by the exchange's time, which is known by then. */
    String login();

    /**
     * A call as it goes on the wire. Made anew for each try.
     *
     * @param number stands in its {@link #idField}, as a number or as text
     */
    String message(C call, long number);

    /** The field of a request and of its answer that holds the number, such as {@code id}. */
    String idField();

    /**
     * Ends what a call took of its limits, when it went out or may have.
     *
     * @param answer empty where none came; an exchange that tells what is used believes it here
     */
    void settle(C call, Optional<JsonNode> answer);

    /**
     * What an answer means.
     *
     * @throws JsonProcessingException where it cannot be read; the call's outcome is unclear then
     */
    <T> Verdict<T> read(C call, JsonNode answer, TypeReference<T> type)
            throws JsonProcessingException;

    /**
     * What a message means that answers no call: {@link SocketNotice.Acknowledged} for a login that
     * succeeded, an announced end, the end of a key, or an answer too late.
     */
    SocketNotice notice(JsonNode message);

    /** As {@link SocketListener#onRefused}. */
    default void onRefused(int status, Optional<String> retryAfter) {}
}
