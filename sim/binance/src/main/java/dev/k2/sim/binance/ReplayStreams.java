package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.RecordedFrame;
import dev.k2.sim.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Plays recorded streams to each connection from their beginning, at the pace they were recorded at. The time runs from
 * a connection's first subscription; what a connection does not listen to passes it by.
 */
final class ReplayStreams implements StreamSource {
    private static final String FAST_DEPTH = "@depth@100ms";

    private final List<List<RecordedFrame>> tracks;
    private final Scheduler scheduler;
    private final Settings settings;
    private final Map<StreamSocket, Player> players = new HashMap<>();

    ReplayStreams(List<List<RecordedFrame>> tracks, Scheduler scheduler, Settings settings) {
        this.tracks = tracks;
        this.scheduler = scheduler;
        this.settings = settings;
    }

    @Override
    public void join(String stream, StreamSocket socket) {
        Player player = players.computeIfAbsent(socket, Player::new);
        player.wanted.computeIfAbsent(recorded(stream), s -> new ArrayList<>()).add(stream);
        player.start();
    }

    @Override
    public void leave(String stream, StreamSocket socket) {
        Player player = players.get(socket);
        if (player == null) {
            return;
        }
        player.wanted.getOrDefault(recorded(stream), new ArrayList<>()).remove(stream);
        player.wanted.values().removeIf(List::isEmpty);
        if (player.wanted.isEmpty()) {
            player.stop();
            players.remove(socket);
        }
    }

    /** Books were recorded at the faster pace only; who asks for the slower one gets that. */
    private static String recorded(String stream) {
        return stream.matches(".*@depth(@1000ms)?")
                ? stream.replaceFirst("@depth.*", FAST_DEPTH)
                : stream;
    }

    /** One connection's way through all recordings at once. */
    private final class Player {
        private final StreamSocket socket;
        private final Map<String, List<String>> wanted = new LinkedHashMap<>();
        private final List<Scheduler.Task> tasks = new ArrayList<>();
        private long startNanos;

        Player(StreamSocket socket) {
            this.socket = socket;
        }

        void start() {
            if (tasks.isEmpty()) {
                startNanos = System.nanoTime();
                tracks.forEach(
                        track -> {
                            tasks.add(() -> {});
                            play(track, 0, tasks.size() - 1);
                        });
            }
        }

        void stop() {
            tasks.forEach(Scheduler.Task::cancel);
        }

        /** Sends what is due, and comes back for the rest. */
        private void play(List<RecordedFrame> track, int from, int number) {
            for (int at = from; at < track.size(); at++) {
                long due =
                        (track.get(at).micros() - track.getFirst().micros())
                                / 10
                                / settings.replayPercent();
                long wait = due - (System.nanoTime() - startNanos) / 1_000_000;
                if (wait > 0) {
                    int next = at;
                    tasks.set(
                            number,
                            scheduler.after(
                                    Duration.ofMillis(wait), () -> play(track, next, number)));
                    return;
                }
                send(track.get(at).message());
            }
        }

        private void send(JsonNode message) {
            String stream = message.path("stream").asText();
            for (String name : List.copyOf(wanted.getOrDefault(stream, List.of()))) {
                socket.send(name, message.path("data").toString());
            }
        }
    }
}
