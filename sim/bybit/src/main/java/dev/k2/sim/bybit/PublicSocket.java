package dev.k2.sim.bybit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.Fault;
import dev.k2.sim.Line;
import dev.k2.sim.Target;
import dev.k2.sim.TopicHub;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One connection to a category's public topics. */
final class PublicSocket implements TopicHub.Ear {
    private final Line line;
    private final Category category;
    private final PublicStreams streams;
    private final BybitFloor floor;
    private final String connection;
    private final Set<String> topics = new LinkedHashSet<>();

    PublicSocket(
            Line line,
            Category category,
            PublicStreams streams,
            BybitFloor floor,
            String connection) {
        this.line = line;
        this.category = category;
        this.streams = streams;
        this.floor = floor;
        this.connection = connection;
    }

    void open(Runnable onClosed) {
        line.open(
                false,
                this::receive,
                () -> {
                    topics.forEach(topic -> streams.leave(category, topic, this));
                    onClosed.run();
                },
                () -> {});
    }

    Line line() {
        return line;
    }

    @Override
    public int form() {
        return 0;
    }

    @Override
    public void hear(String topic, String text) {
        line.send(text);
    }

    private void receive(String text) {
        JsonNode request = SocketWords.parsed(text);
        switch (request.path("op").asText()) {
            case "ping" -> ping(request);
            case "subscribe" -> subscribe(request, SocketWords.args(request));
            case "unsubscribe" -> unsubscribe(request, SocketWords.args(request));
            default -> answer(request, false, "error:invalid op");
        }
    }

    private void ping(JsonNode request) {
        boolean silent = floor.faults().stands(Fault.Kind.NO_PING, Target.of("socket")).isPresent();
        if (!silent) {
            answer(request, true, "pong");
        }
    }

    private void subscribe(JsonNode request, List<String> wanted) {
        if (category == Category.SPOT && wanted.size() > BybitSettings.SPOT_ARGS_MAX) {
            answer(request, false, "args size >" + BybitSettings.SPOT_ARGS_MAX);
            return;
        }
        int chars =
                topics.stream().mapToInt(String::length).sum()
                        + wanted.stream().mapToInt(String::length).sum();
        if (chars > BybitSettings.ARGS_CHARS_MAX) {
            answer(request, false, "args length >" + BybitSettings.ARGS_CHARS_MAX);
            return;
        }
        for (String topic : wanted) {
            if (streams.market(category, topic) == null) {
                answer(request, false, "error:handler not found,topic:" + topic);
                return;
            }
            if (topics.contains(topic)) {
                answer(request, false, "error:already subscribed,topic:" + topic);
                return;
            }
        }
        answer(request, true, category == Category.SPOT ? "subscribe" : "");
        for (String topic : wanted) {
            if (topics.add(topic)) {
                streams.join(category, topic, this);
            }
        }
    }

    private void unsubscribe(JsonNode request, List<String> unwanted) {
        for (String topic : unwanted) {
            if (topics.remove(topic)) {
                streams.leave(category, topic, this);
            }
        }
        answer(request, true, "");
    }

    private void answer(JsonNode request, boolean success, String words) {
        line.send(SocketWords.answer(request, success, words, connection));
    }
}
