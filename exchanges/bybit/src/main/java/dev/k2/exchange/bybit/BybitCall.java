package dev.k2.exchange.bybit;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Percent;
import dev.k2.exchange.net.RestCall;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of an endpoint.
 *
 * @param operation for errors, in a person's words
 * @param isQuestion whether it goes as GET, with its payload as the query; else as POST
 * @param path from the root of the host
 * @param urgent whether what is kept for cancels and questions about orders may be used
 * @param payload as it goes on the wire, which is what is signed: an encoded query, or JSON
 * @param signer present where the endpoint wants a key
 * @param window the name of the account's window that it counts in; empty text for none
 * @param perSecond how many such calls a second Bybit takes
 * @param cost how many calls it counts as: batches count their orders
 */
record BybitCall(
        String operation,
        boolean isQuestion,
        String path,
        boolean urgent,
        String payload,
        @Nullable BybitSigner signer,
        String window,
        int perSecond,
        int cost)
        implements RestCall {
    /** Endpoints whose limit is not documented get this one. */
    private static final int PER_SECOND_USUAL = 10;

    /** A public question; the path follows {@code /v5}. */
    static BybitCall open(String operation, String path, Map<String, String> parameters) {
        return new BybitCall(
                operation, true, "/v5" + path, false, Percent.encode(parameters), null, "", 0, 1);
    }

    /** A question about an account; the path follows {@code /v5}. */
    static BybitCall ask(
            BybitSigner signer, String operation, String path, Map<String, String> parameters) {
        return new BybitCall(
                operation,
                true,
                "/v5" + path,
                false,
                Percent.encode(parameters),
                signer,
                path,
                PER_SECOND_USUAL,
                1);
    }

    /** Something that is done to an account; the path follows {@code /v5}. */
    static BybitCall post(
            BybitSigner signer, String operation, String path, Map<String, Object> body) {
        return new BybitCall(
                operation,
                false,
                "/v5" + path,
                false,
                json(body),
                signer,
                path,
                PER_SECOND_USUAL,
                1);
    }

    BybitCall asUrgent() {
        return new BybitCall(
                operation, isQuestion, path, true, payload, signer, window, perSecond, cost);
    }

    /** The same within a limit of its own. */
    BybitCall limited(String name, int aSecond, int counts) {
        return new BybitCall(
                operation, isQuestion, path, urgent, payload, signer, name, aSecond, counts);
    }

    @Override
    public boolean isSigned() {
        return signer != null;
    }

    /** It can hold an account's orders, so only what is done is shown. */
    @Override
    public String toString() {
        return operation + " at " + path;
    }

    private static String json(Map<String, Object> body) {
        try {
            return Json.lenient().writeValueAsString(body);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("our own requests can be written", impossible);
        }
    }
}
