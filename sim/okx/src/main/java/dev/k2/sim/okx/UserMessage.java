package dev.k2.sim.okx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

/**
 * Something that an account is told on one of its channels.
 *
 * @param instType empty for what is not about one instrument
 */
record UserMessage(
        String channel, String instType, String instId, String instFamily, ArrayNode data) {
    /** Whether a subscription with this argument is told. */
    boolean fits(JsonNode arg) {
        return channel.equals(arg.path("channel").asText())
                && (instType.isEmpty()
                        || (among(arg, "instType", instType)
                                && among(arg, "instId", instId)
                                && among(arg, "instFamily", instFamily)));
    }

    private static boolean among(JsonNode arg, String name, String value) {
        String wanted = arg.path(name).asText();
        return wanted.isEmpty() || wanted.equals("ANY") || wanted.equals(value);
    }
}
