package dev.k2.sim.okx;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.RecordedFrame;
import dev.k2.sim.Recording;
import dev.k2.sim.Scheduler;
import dev.k2.sim.TopicHub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plays recorded channels to each connection from their beginning, at the pace they were recorded at. A channel's time
 * runs from the connection's subscription to it, so a late subscriber misses nothing and sees no gap.
 */
final class ReplayFeeds implements Feeds {
    private final Map<String, List<Moment>> tracks = new HashMap<>();
    private final Set<String> instruments = new HashSet<>();
    private final Scheduler scheduler;
    private final Settings settings;
    private final Map<Place, Player> players = new HashMap<>();

    ReplayFeeds(List<Recording> recordings, Scheduler scheduler, Settings settings) {
        this.scheduler = scheduler;
        this.settings = settings;
        for (Recording recording : recordings) {
            recording.frames().forEach(this::take);
        }
    }

    /** One recorded message and when it came, in microseconds since 1970. */
    private record Moment(long micros, JsonNode message) {}

    private record Place(String topic, TopicHub.Ear ear) {}

    private void take(RecordedFrame frame) {
        JsonNode arg = frame.message().path("arg");
        if (frame.direction().equals("recv") && frame.message().has("data") && arg.has("instId")) {
            String instId = arg.path("instId").asText();
            String topic = Topics.of(arg.path("channel").asText(), instId);
            instruments.add(instId);
            tracks.computeIfAbsent(topic, t -> new ArrayList<>())
                    .add(new Moment(frame.micros(), frame.message()));
        }
    }

    /** The first data of a channel that was recorded, null when there is none. */
    @Nullable JsonNode first(String channel, String instId) {
        List<Moment> track = tracks.get(Topics.of(channel, instId));
        return track == null ? null : track.getFirst().message().path("data").path(0);
    }

    @Override
    public boolean knows(String instId) {
        return instruments.contains(instId);
    }

    @Override
    public List<String> welcome(JsonNode arg) {
        return List.of();
    }

    @Override
    public void join(String topic, TopicHub.Ear ear) {
        List<Moment> track = tracks.get(topic);
        if (track != null) {
            Player player = new Player(topic, ear, track);
            players.put(new Place(topic, ear), player);
            player.play(0);
        }
    }

    @Override
    public void leave(String topic, TopicHub.Ear ear) {
        Player player = players.remove(new Place(topic, ear));
        if (player != null) {
            player.next.cancel();
        }
    }

    /** What was recorded keeps its own time. */
    @Override
    public void tick() {}

    private final class Player {
        private final String topic;
        private final TopicHub.Ear ear;
        private final List<Moment> track;
        private final long startNanos = System.nanoTime();
        private Scheduler.Task next = () -> {};

        Player(String topic, TopicHub.Ear ear, List<Moment> track) {
            this.topic = topic;
            this.ear = ear;
            this.track = track;
        }

        /** Sends what is due, and comes back for the rest. */
        void play(int from) {
            long first = track.getFirst().micros();
            for (int at = from; at < track.size(); at++) {
                long due = (track.get(at).micros() - first) / 10 / settings.replayPercent();
                long wait = due - (System.nanoTime() - startNanos) / 1_000_000;
                if (wait > 0 || at == 0) {
                    int then = at;
                    Duration pause = Duration.ofMillis(Math.max(1, wait));
                    next = scheduler.after(pause, () -> resume(then));
                    return;
                }
                send(at);
            }
        }

        private void resume(int at) {
            send(at);
            play(at + 1);
        }

        private void send(int at) {
            ear.hear(topic, track.get(at).message().toString());
        }
    }
}
