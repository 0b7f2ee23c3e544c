package dev.k2.sim.cryptocom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.WireJson;

/** What the exchange says over WebSocket, in its envelopes. Pure. */
final class Frames {
    static final JsonNode UNASKED = IntNode.valueOf(-1);

    private Frames() {}

    /** News of a channel, or the first of it, which carries the id of the subscription. */
    static ObjectNode data(JsonNode id, ObjectNode result) {
        ObjectNode json = WireJson.object();
        json.set("id", id);
        json.put("method", "subscribe").put("code", 0);
        json.set("result", result);
        return json;
    }

    /**
     * @param instrument empty for what is about none in particular
     */
    static ObjectNode result(
            String instrument, String subscription, String channel, ArrayNode data) {
        ObjectNode result = WireJson.object();
        if (!instrument.isEmpty()) {
            result.put("instrument_name", instrument);
        }
        result.put("subscription", subscription).put("channel", channel);
        result.set("data", data);
        return result;
    }

    static ObjectNode done(JsonNode id, String method) {
        ObjectNode json = WireJson.object();
        json.set("id", id);
        return json.put("method", method).put("code", 0);
    }

    static ObjectNode refused(JsonNode id, String method, CryptocomRefusal why) {
        return Reply.of(why).json(id, method);
    }
}
