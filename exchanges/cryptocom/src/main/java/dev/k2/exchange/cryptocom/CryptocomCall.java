package dev.k2.exchange.cryptocom;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.RestCall;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of a method.
 *
 * @param operation for errors, in a person's words
 * @param method as Crypto.com names it, which is also its path
 * @param parameters of a question over GET as they stand in its query, else of the body; decimals
 *     are text
 * @param signer present where the method is an account's
 * @param urgent whether what is kept for cancels and questions about orders may be used
 */
record CryptocomCall(
        String operation,
        String method,
        Map<String, Object> parameters,
        @Nullable CryptocomSigner signer,
        boolean urgent)
        implements RestCall {
    /** A question about public data. */
    static CryptocomCall open(String operation, String method, Map<String, Object> parameters) {
        return new CryptocomCall(operation, "public/" + method, parameters, null, false);
    }

    /** Something of an account. */
    static CryptocomCall of(
            CryptocomSigner signer,
            String operation,
            String method,
            Map<String, Object> parameters) {
        return new CryptocomCall(operation, "private/" + method, parameters, signer, false);
    }

    CryptocomCall asUrgent() {
        return new CryptocomCall(operation, method, parameters, signer, true);
    }

    @Override
    public boolean isSigned() {
        return signer != null;
    }

    /** The same as a body over REST, signed. */
    String signed(long id, long nonce) {
        CryptocomSigner by = signer;
        if (by == null) {
            throw new IllegalStateException("nobody signs " + method);
        }
        Map<String, Object> body = envelope(id, nonce);
        body.put("api_key", by.apiKey());
        body.put("sig", by.sign(method, id, parameters, nonce));
        return written(body);
    }

    /** The same over a socket that is logged in. */
    String overSocket(long id, long nonce) {
        return written(envelope(id, nonce));
    }

    /** The first words on a socket. */
    static String login(CryptocomSigner signer, long id, long nonce) {
        return new CryptocomCall("log in", "public/auth", Map.of(), signer, false)
                .signed(id, nonce);
    }

    private Map<String, Object> envelope(long id, long nonce) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", id);
        body.put("method", method);
        body.put("params", parameters);
        body.put("nonce", nonce);
        return body;
    }

    static String written(Object value) {
        try {
            return Json.lenient().writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("our own requests can be written", impossible);
        }
    }

    /** It can hold an account's orders, so only what is done is shown. */
    @Override
    public String toString() {
        return operation + " by " + method;
    }
}
