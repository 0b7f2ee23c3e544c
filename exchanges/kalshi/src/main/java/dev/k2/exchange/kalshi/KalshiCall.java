package dev.k2.exchange.kalshi;

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
 * @param path from the root of the host, which is what is signed
 * @param query encoded, and never signed
 * @param body JSON, or empty text; never signed either
 * @param urgent whether what is kept for cancels and questions about orders may be used
 * @param items how many calls it counts as: batches count their orders
 * @param signer present where it is asked by an account
 */
record KalshiCall(
        String operation,
        KalshiEndpoint endpoint,
        String path,
        String query,
        String body,
        boolean urgent,
        int items,
        @Nullable KalshiSigner signer)
        implements RestCall {
    static KalshiCall of(String operation, KalshiEndpoint endpoint, @Nullable KalshiSigner signer) {
        return new KalshiCall(
                operation,
                endpoint,
                KalshiEndpoint.ROOT + endpoint.path(),
                "",
                "",
                false,
                1,
                signer);
    }

    /** The same with a name of the path filled in. */
    KalshiCall in(String name, String value) {
        return new KalshiCall(
                operation,
                endpoint,
                path.replace("{" + name + "}", Percent.encode(value)),
                query,
                body,
                urgent,
                items,
                signer);
    }

    KalshiCall with(Map<String, String> parameters) {
        return new KalshiCall(
                operation, endpoint, path, Percent.encode(parameters), body, urgent, items, signer);
    }

    KalshiCall saying(Map<String, Object> form) {
        return new KalshiCall(operation, endpoint, path, query, json(form), urgent, items, signer);
    }

    KalshiCall asUrgent() {
        return new KalshiCall(operation, endpoint, path, query, body, true, items, signer);
    }

    KalshiCall holding(int count) {
        return new KalshiCall(operation, endpoint, path, query, body, urgent, count, signer);
    }

    @Override
    public boolean isSigned() {
        return signer != null;
    }

    /** A body can hold an order and a signer a key, so neither is shown. */
    @Override
    public String toString() {
        return endpoint.method() + " " + path;
    }

    private static String json(Map<String, Object> form) {
        try {
            return Json.lenient().writeValueAsString(form);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("our own forms can be written", impossible);
        }
    }
}
