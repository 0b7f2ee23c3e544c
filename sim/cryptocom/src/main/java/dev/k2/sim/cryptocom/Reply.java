package dev.k2.sim.cryptocom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.WireJson;
import org.jspecify.annotations.Nullable;

/**
 * What a call is answered with, before it is wrapped.
 *
 * @param status of HTTP
 * @param message null when there is nothing to say
 * @param result null when there is none
 */
record Reply(int status, int code, @Nullable String message, @Nullable JsonNode result) {
    private static final String WITH_CODE_AS_TEXT = "private/get-deposit-address";

    static Reply of(JsonNode result) {
        return new Reply(200, 0, null, result);
    }

    /** Of rows, which stand under the name data. */
    static Reply ofData(ArrayNode rows) {
        ObjectNode result = WireJson.object();
        result.set("data", rows);
        return of(result);
    }

    static Reply done() {
        return new Reply(200, 0, null, null);
    }

    static Reply of(CryptocomRefusal refusal) {
        return new Reply(refusal.status(), refusal.error().code(), refusal.words(), null);
    }

    Reply saying(String words) {
        return new Reply(status, code, words, result);
    }

    /** In the envelope that every answer has. */
    ObjectNode json(JsonNode id, String method) {
        ObjectNode json = WireJson.object();
        json.set("id", id);
        json.put("method", method);
        if (method.equals(WITH_CODE_AS_TEXT)) {
            json.put("code", Integer.toString(code));
        } else {
            json.put("code", code);
        }
        if (message != null) {
            json.put("message", message);
        }
        if (result != null) {
            json.set("result", result);
        }
        return json;
    }
}
