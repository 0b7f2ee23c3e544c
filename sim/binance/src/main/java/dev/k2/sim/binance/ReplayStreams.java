package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Plays recorded streams to each connection from their beginning, at the pace they were recorded at. A stream's time
 * runs from the connection's subscription to it, so a late subscriber misses nothing and sees no gap.
 */
final class ReplayStreams implements StreamSource {
    private static final String FAST_DEPTH = "@depth@100ms";

    private final Map<String, List<Moment>> tracks;
    private final Scheduler scheduler;
    private final Settings settings;
    private final Map<StreamSocket, Map<String, Player>> players = new HashMap<>();

    ReplayStreams(Map<String, List<Moment>> tracks, Scheduler scheduler, Settings settings) {
        this.tracks = tracks;
        this.scheduler = scheduler;
        this.settings = settings;
    }

    /** One recorded message and when it came, in microseconds from the beginning of its recording. */
    record Moment(long micros, JsonNode data) {}

    @Override
    public void join(String stream, StreamSocket socket) {
        List<Moment> track = tracks.get(recorded(stream));
        if (track != null) {
            Player player = new Player(stream, socket, track);
            players.computeIfAbsent(socket, s -> new HashMap<>()).put(stream, player);
            player.play(0);
        }
    }

    @Override
    public void leave(String stream, StreamSocket socket) {
        Map<String, Player> own = players.get(socket);
        Player player = own == null ? null : own.remove(stream);
        if (player != null) {
            player.next.cancel();
        }
        if (own != null && own.isEmpty()) {
            players.remove(socket);
        }
    }

    static void add(Map<String, List<Moment>> tracks, String stream, Moment moment) {
        tracks.computeIfAbsent(stream, s -> new ArrayList<>()).add(moment);
    }

    /** Books were recorded at the faster pace only; who asks for the slower one gets that. */
    private static String recorded(String stream) {
        return stream.matches(".*@depth(@1000ms)?")
                ? stream.replaceFirst("@depth.*", FAST_DEPTH)
                : stream;
    }

    private final class Player {
        private final String stream;
        private final StreamSocket socket;
        private final List<Moment> track;
        private final long startNanos = System.nanoTime();
        private Scheduler.Task next = () -> {};

        Player(String stream, StreamSocket socket, List<Moment> track) {
            this.stream = stream;
            this.socket = socket;
            this.track = track;
        }

        /** Sends what is due, and comes back for the rest. */
        void play(int from) {
            for (int at = from; at < track.size(); at++) {
                long due = track.get(at).micros() / 10 / settings.replayPercent();
                long wait = due - (System.nanoTime() - startNanos) / 1_000_000;
                if (wait > 0 || at == 0) {
                    int then = at;
                    next =
                            scheduler.after(
                                    Duration.ofMillis(Math.max(1, wait)), () -> resume(then));
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
            socket.send(stream, track.get(at).data().toString());
        }
    }
}
