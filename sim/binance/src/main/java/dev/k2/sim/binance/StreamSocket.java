package dev.k2.sim.binance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.TopicHub;
import dev.k2.sim.WireJson;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One connection to the market streams: what it listens to, and its requests. */
final class StreamSocket implements TopicHub.Ear {
    private static final short POLICY_VIOLATION = 1008;

    private final Connection connection;
    private final StreamSource source;
    private final BinanceFloor floor;
    private final Set<String> streams = new LinkedHashSet<>();
    private boolean combined;

    StreamSocket(Connection connection, StreamSource source, BinanceFloor floor, boolean combined) {
        this.connection = connection;
        this.source = source;
        this.floor = floor;
        this.combined = combined;
    }

    /** An error of the stream protocol, which has codes of its own. */
    private static final class BadRequest extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int code;

        BadRequest(int code, String message) {
            super(message, null, false, false);
            this.code = code;
        }
    }

    void open(List<String> wanted, Runnable onClosed) {
        connection.open(
                true,
                this::request,
                () -> {
                    streams.forEach(stream -> source.leave(stream, this));
                    onClosed.run();
                },
                this::announceShutdown);
        subscribe(wanted);
    }

    boolean micros() {
        return connection.micros();
    }

    Connection connection() {
        return connection;
    }

    @Override
    public int form() {
        return micros() ? StreamHub.MICROS : 0;
    }

    @Override
    public void hear(String stream, String text) {
        send(stream, text);
    }

    void send(String stream, String text) {
        connection.send(
                combined
                        ? "{\"stream\":" + WireJson.quoted(stream) + ",\"data\":" + text + "}"
                        : text);
    }

    void announceShutdown() {
        long now = BinanceTime.shown(floor.micros(), micros());
        send("!serverShutdown", "{\"e\":\"serverShutdown\",\"E\":" + now + "}");
    }

    private void request(String text) {
        ObjectNode answer = WireJson.object();
        JsonNode id = null;
        try {
            JsonNode request = parsed(text);
            id = request.get("id");
            checkId(id);
            answer.set("result", result(request));
            answer.set("id", id);
        } catch (BadRequest e) {
            answer.putObject("error").put("code", e.code).put("msg", e.getMessage());
            answer.set("id", id);
        }
        connection.send(answer.toString());
    }

    private static JsonNode parsed(String text) {
        try {
            JsonNode request = WireJson.parse(text);
            if (!request.isObject()) {
                throw new BadRequest(2, "Invalid request: expected an object");
            }
            return request;
        } catch (JsonProcessingException e) {
            throw new BadRequest(
                    3,
                    "Invalid JSON: expected value at line "
                            + e.getLocation().getLineNr()
                            + " column "
                            + e.getLocation().getColumnNr());
        }
    }

    private static void checkId(JsonNode id) {
        boolean fine =
                id == null
                        || id.isNull()
                        || id.isIntegralNumber()
                        || (id.isTextual() && id.asText().matches("[A-Za-z0-9-]{1,36}"));
        if (!fine) {
            throw new BadRequest(2, "Invalid request: request ID must be an unsigned integer");
        }
    }

    private JsonNode result(JsonNode request) {
        JsonNode method = request.get("method");
        if (method == null) {
            throw new BadRequest(2, "Invalid request: missing field `method` at line 1 column 1");
        }
        JsonNode params = request.path("params");
        switch (method.asText()) {
            case "SUBSCRIBE" -> subscribe(names(params));
            case "UNSUBSCRIBE" -> unsubscribe(names(params));
            case "LIST_SUBSCRIPTIONS" -> {
                ArrayNode list = WireJson.array();
                streams.forEach(list::add);
                return list;
            }
            case "SET_PROPERTY" -> setProperty(params);
            case "GET_PROPERTY" -> {
                property(params);
                return WireJson.object().booleanNode(combined);
            }
            default ->
                    throw new BadRequest(
                            2,
                            "Invalid request: unknown variant `"
                                    + method.asText()
                                    + "`, expected one of `SUBSCRIBE`, `UNSUBSCRIBE`,"
                                    + " `LIST_SUBSCRIPTIONS`, `SET_PROPERTY`, `GET_PROPERTY` at"
                                    + " line 1 column 28");
        }
        return WireJson.object().nullNode();
    }

    private static List<String> names(JsonNode params) {
        if (!params.isArray()) {
            throw new BadRequest(2, "Invalid request: expected an array of stream names");
        }
        Set<String> names = new LinkedHashSet<>();
        params.forEach(name -> names.add(name.asText()));
        return List.copyOf(names);
    }

    private void subscribe(List<String> wanted) {
        for (String stream : wanted) {
            if (streams.size() >= Settings.STREAMS_MAX) {
                connection.close(POLICY_VIOLATION, "Too many streams");
                return;
            }
            if (streams.add(stream)) {
                source.join(stream, this);
            }
        }
    }

    private void unsubscribe(List<String> unwanted) {
        for (String stream : unwanted) {
            if (streams.remove(stream)) {
                source.leave(stream, this);
            }
        }
    }

    private void setProperty(JsonNode params) {
        property(params);
        if (!params.path(1).isBoolean()) {
            throw new BadRequest(1, "Invalid value type: expected Boolean");
        }
        combined = params.path(1).asBoolean();
    }

    private static void property(JsonNode params) {
        if (!params.path(0).isTextual()) {
            throw new BadRequest(2, "Invalid request: property name must be a string");
        }
        if (!params.path(0).asText().equals("combined")) {
            throw new BadRequest(0, "Unknown property");
        }
    }
}
