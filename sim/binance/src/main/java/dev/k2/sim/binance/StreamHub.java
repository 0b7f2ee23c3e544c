package dev.k2.sim.binance;

import dev.k2.sim.Fault;
import dev.k2.sim.Market;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who listens to which market stream, and the faults that strike on the way to them. */
final class StreamHub implements StreamSource {
    private final BinanceFloor floor;
    private final Map<String, Set<StreamSocket>> listeners = new HashMap<>();
    private final Map<String, String[]> heldBack = new HashMap<>();

    StreamHub(BinanceFloor floor) {
        this.floor = floor;
    }

    /** Writes a message with its times in microseconds or milliseconds. */
    interface Message {
        String text(boolean micros);
    }

    @Override
    public void join(String stream, StreamSocket socket) {
        listeners.computeIfAbsent(stream, s -> new LinkedHashSet<>()).add(socket);
    }

    @Override
    public void leave(String stream, StreamSocket socket) {
        Set<StreamSocket> joined = listeners.get(stream);
        if (joined != null && joined.remove(socket) && joined.isEmpty()) {
            listeners.remove(stream);
            heldBack.remove(stream);
        }
    }

    boolean isWanted(String stream) {
        return listeners.containsKey(stream);
    }

    /** The streams somebody listens to that begin like this. */
    List<String> wanted(String prefix) {
        List<String> found = new ArrayList<>();
        for (String stream : listeners.keySet()) {
            if (stream.startsWith(prefix)) {
                found.add(stream);
            }
        }
        return found;
    }

    void publish(String kind, @Nullable Market market, String stream, Message message) {
        Set<StreamSocket> joined = listeners.get(stream);
        if (joined == null) {
            return;
        }
        String operation = "stream:" + kind;
        if (strikes(Fault.Kind.SILENCE, operation, market)
                || strikes(Fault.Kind.SKIP_MESSAGE, operation, market)) {
            return;
        }
        boolean reorder = strikes(Fault.Kind.REORDER_MESSAGE, operation, market);
        boolean twice = strikes(Fault.Kind.DUPLICATE_MESSAGE, operation, market);
        boolean malformed = strikes(Fault.Kind.MALFORMED_MESSAGE, operation, market);
        String[] texts = new String[2];
        String[] held = heldBack.remove(stream);
        if (reorder && held == null) {
            heldBack.put(stream, new String[] {message.text(false), message.text(true)});
            return;
        }
        for (StreamSocket socket : List.copyOf(joined)) {
            int unit = socket.micros() ? 1 : 0;
            if (texts[unit] == null) {
                String whole = message.text(socket.micros());
                texts[unit] = malformed ? whole.substring(0, whole.length() / 2) : whole;
            }
            socket.send(stream, texts[unit]);
            if (twice) {
                socket.send(stream, texts[unit]);
            }
            if (held != null) {
                socket.send(stream, held[unit]);
            }
        }
    }

    private boolean strikes(Fault.Kind kind, String operation, @Nullable Market market) {
        return floor.strikes(kind, Target.of(operation, market)).isPresent();
    }
}
