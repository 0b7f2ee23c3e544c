package dev.k2.sim.okx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.RecordedFrame;
import dev.k2.sim.Recording;
import dev.k2.sim.WireJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers with what was recorded: instruments, and the first ticker and book of those that have them. */
final class ReplayCalls {
    private static final String INSTRUMENTS = "/api/v5/public/instruments?";
    private final ReplayFeeds feeds;
    private final Map<String, JsonNode> instruments = new LinkedHashMap<>();

    ReplayCalls(List<Recording> recordings, ReplayFeeds feeds) {
        this.feeds = feeds;
        for (Recording recording : recordings) {
            recording.frames().forEach(this::take);
        }
    }

    private void take(RecordedFrame frame) {
        if (frame.url().contains(INSTRUMENTS)) {
            for (JsonNode one : frame.message().path("data")) {
                instruments.put(one.path("instId").asText(), one);
            }
        }
    }

    Envelope instruments(Call.Request request) {
        Args args = request.args();
        String type = args.required("instType");
        String instId = args.text("instId", "");
        String family = args.text("instFamily", args.text("uly", ""));
        ArrayNode rows = WireJson.array();
        for (JsonNode one : instruments.values()) {
            if (one.path("instType").asText().equals(type)
                    && (instId.isEmpty() || one.path("instId").asText().equals(instId))
                    && (family.isEmpty() || one.path("uly").asText().equals(family))) {
                rows.add(one);
            }
        }
        return Envelope.of(rows);
    }

    Envelope ticker(Call.Request request) {
        return Envelope.of(WireJson.array().add(recorded(request, "tickers")));
    }

    Envelope book(Call.Request request) {
        JsonNode book = recorded(request, "books");
        Long sent = request.args().integer("sz");
        int depth = sent == null ? 1 : sent.intValue();
        ObjectNode answer = WireJson.object();
        for (String side : List.of("asks", "bids")) {
            ArrayNode levels = answer.putArray(side);
            for (int i = 0; i < Math.min(depth, book.path(side).size()); i++) {
                levels.add(book.path(side).path(i));
            }
        }
        return Envelope.of(answer.put("ts", book.path("ts").asText()));
    }

    private JsonNode recorded(Call.Request request, String channel) {
        JsonNode first = feeds.first(channel, request.args().required("instId"));
        if (first == null) {
            throw OkxRefusal.unknownInstrument();
        }
        return first;
    }
}
