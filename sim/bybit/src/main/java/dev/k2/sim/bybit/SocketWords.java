package dev.k2.sim.bybit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.ApiKey;
import dev.k2.sim.WireJson;
import java.util.ArrayList;
import java.util.List;

/** What public and private sockets say about requests. */
final class SocketWords {
    private SocketWords() {}

    /** A request, which is an empty object when it cannot be read. */
    static JsonNode parsed(String text) {
        try {
            JsonNode request = WireJson.parse(text);
            return request.isObject() ? request : WireJson.object();
        } catch (JsonProcessingException e) {
            return WireJson.object();
        }
    }

    static List<String> args(JsonNode request) {
        List<String> args = new ArrayList<>();
        request.path("args").forEach(arg -> args.add(arg.asText()));
        return args;
    }

    /** An answer to a request; what was asked is repeated when it failed. */
    static String answer(JsonNode request, boolean success, String words, String connection) {
        ObjectNode answer =
                WireJson.object()
                        .put("success", success)
                        .put("ret_msg", words)
                        .put("conn_id", connection);
        if (request.has("req_id")) {
            answer.set("req_id", request.get("req_id"));
        }
        answer.put("op", request.path("op").asText());
        if (!success) {
            answer.set("request", request);
        }
        return answer.toString();
    }

    /** The answer to a ping on private connections. */
    static String pong(JsonNode request, String connection, long now) {
        ObjectNode answer = WireJson.object();
        if (request.has("req_id")) {
            answer.set("req_id", request.get("req_id"));
        }
        answer.put("op", "pong");
        answer.putArray("args").add(Long.toString(now));
        return answer.put("conn_id", connection).toString();
    }

    /** The account that a login is for, or a refusal. */
    static Account login(BybitGate gate, JsonNode request, long now) {
        JsonNode args = request.path("args");
        Account account = gate.account(args.path(0).asText());
        String expires = args.path(1).asText();
        boolean late = !expires.matches("[0-9]{1,18}") || Long.parseLong(expires) <= now;
        if (late) {
            throw new BybitRefusal(BybitRefusal.SIGNATURE, "Request expired");
        }
        ApiKey key = account.key();
        if (!BybitSignature.right(key, BybitSignature.login(expires), args.path(2).asText())) {
            throw new BybitRefusal(BybitRefusal.SIGNATURE, "Invalid signature");
        }
        return account;
    }
}
