package dev.k2.exchange.okx;

import dev.k2.exchange.net.RestCall;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of an endpoint.
 *
 * @param operation for errors, in a person's words
 * @param query in the order in which it goes on the wire
 * @param body what goes on the wire as JSON; null for none
 * @param signer present where the endpoint wants a key
 * @param instrument OKX's name of the instrument, where the endpoint counts by it; else empty
 * @param orders how many orders it holds
 * @param urgent whether it is a cancel or a question about orders
 */
record OkxCall(
        String operation,
        OkxEndpoint endpoint,
        Map<String, String> query,
        @Nullable Object body,
        @Nullable OkxSigner signer,
        String instrument,
        int orders,
        boolean urgent)
        implements RestCall {
    /** A public question. */
    static OkxCall open(String operation, OkxEndpoint endpoint, Map<String, String> query) {
        return new OkxCall(operation, endpoint, query, null, null, "", 1, false);
    }

    /** A question about an account. */
    static OkxCall signed(
            String operation, OkxEndpoint endpoint, Map<String, String> query, OkxSigner signer) {
        return new OkxCall(operation, endpoint, query, null, signer, "", 1, false);
    }

    /** Something to be done. */
    static OkxCall doing(String operation, OkxEndpoint endpoint, Object body, OkxSigner signer) {
        return new OkxCall(operation, endpoint, Map.of(), body, signer, "", 1, false);
    }

    /** The same, counted by the instrument. */
    OkxCall of(String symbol) {
        return new OkxCall(operation, endpoint, query, body, signer, symbol, orders, urgent);
    }

    /** The same with so many orders in it. */
    OkxCall holding(int several) {
        return new OkxCall(operation, endpoint, query, body, signer, instrument, several, urgent);
    }

    OkxCall asUrgent() {
        return new OkxCall(operation, endpoint, query, body, signer, instrument, orders, true);
    }

    @Override
    public boolean isSigned() {
        return signer != null;
    }

    @Override
    public String toString() {
        return endpoint.method() + " " + endpoint.path();
    }
}
