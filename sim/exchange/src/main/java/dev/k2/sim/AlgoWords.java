package dev.k2.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/** Conditional orders in the journal's words, both ways. Pure. */
final class AlgoWords {
    private AlgoWords() {}

    static ObjectNode accepted(EngineEvent.AlgoAccepted event) {
        AlgoRequest request = event.algo().request();
        ObjectNode entry =
                of("algo", event.algo())
                        .put("client", request.clientId())
                        .put("kind", request.kind().name())
                        .put("side", request.side().name())
                        .put("market", request.market())
                        .put("tif", request.timeInForce().name())
                        .put("post", request.postOnly())
                        .put("price", request.price())
                        .put("quantity", request.quantity())
                        .put("at", request.triggerPrice())
                        .put("from", request.activatePrice())
                        .put("back", request.callbackTenths())
                        .put("mark", request.byMark())
                        .put("stp", request.selfTrade().name())
                        .put("position", request.position().side().name())
                        .put("reduce", request.position().reduceOnly())
                        .put("t", event.micros());
        ObjectNode words = entry.putObject("words");
        request.words().forEach(words::put);
        return entry;
    }

    static ObjectNode changed(EngineEvent.AlgoChanged event) {
        ObjectNode entry =
                of("algoChanged", event.algo())
                        .put("status", event.status().name())
                        .put("t", event.micros());
        Order child = event.algo().child();
        if (child != null) {
            entry.put("child", child.id());
        }
        return event.algo().reason().isEmpty() ? entry : entry.put("reason", event.algo().reason());
    }

    static AlgoRequest request(JsonNode entry) {
        Map<String, String> words = new HashMap<>();
        entry.path("words").properties().forEach(w -> words.put(w.getKey(), w.getValue().asText()));
        return new AlgoRequest(
                entry.path("client").asText(),
                AlgoRequest.Kind.valueOf(entry.path("kind").asText()),
                Side.valueOf(entry.path("side").asText()),
                entry.path("market").asBoolean(),
                TimeInForce.valueOf(entry.path("tif").asText()),
                entry.path("post").asBoolean(),
                entry.path("price").asLong(),
                entry.path("quantity").asLong(),
                entry.path("at").asLong(),
                entry.path("from").asLong(),
                entry.path("back").asInt(),
                entry.path("mark").asBoolean(),
                SelfTrade.valueOf(entry.path("stp").asText()),
                new PositionTerms(
                        PositionSide.valueOf(entry.path("position").asText()),
                        entry.path("reduce").asBoolean()),
                words);
    }

    private static ObjectNode of(String what, AlgoOrder algo) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("a", what)
                .put("account", algo.account().name())
                .put("symbol", algo.market().listing().symbol())
                .put("id", algo.id());
    }
}
