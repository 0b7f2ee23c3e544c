package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.TestSocket;
import dev.k2.sim.WireJson;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Signed calls over the WebSocket API. */
final class WsCalls {
    private WsCalls() {}

    static JsonNode call(
            TestVenue venue,
            TestSocket socket,
            String method,
            String account,
            Map<String, String> params) {
        TreeMap<String, String> all = new TreeMap<>(params);
        all.put("apiKey", venue.account(account).apiKey());
        all.put("timestamp", Long.toString(venue.now()));
        StringBuilder payload = new StringBuilder();
        all.forEach(
                (name, value) ->
                        payload.append(payload.isEmpty() ? "" : "&")
                                .append(name)
                                .append('=')
                                .append(value));
        String id = UUID.randomUUID().toString();
        ObjectNode request = WireJson.object().put("id", id).put("method", method);
        ObjectNode sent = request.putObject("params");
        all.forEach(sent::put);
        sent.put(
                "signature",
                TestVenue.hmac(venue.account(account).apiSecret(), payload.toString()));
        socket.send(request.toString());
        return socket.next(message -> message.path("id").asText().equals(id));
    }
}
