package dev.k2.sim.binance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.WireJson;
import java.util.HashMap;
import java.util.Map;

/** Streams that are named by listen keys. A name that is no living key is a stream on which nothing comes. */
final class PrivateStreams implements StreamSource {
    private final ListenKeys keys;
    private final UserHub hub;
    private final BinanceFloor floor;
    private final Map<Seat, KeyEar> ears = new HashMap<>();

    private record Seat(String key, StreamSocket socket) {}

    private record KeyEar(String key, Account account, StreamSocket socket) implements UserHub.Ear {
        @Override
        public boolean micros() {
            return false;
        }

        @Override
        public void send(String text) {
            socket.send(key, text);
        }

        @Override
        public String wrapped(ObjectNode event) {
            return event.toString();
        }
    }

    PrivateStreams(ListenKeys keys, UserHub hub, BinanceFloor floor) {
        this.keys = keys;
        this.hub = hub;
        this.floor = floor;
        keys.watch(this::ended);
    }

    @Override
    public void join(String stream, StreamSocket socket) {
        Account account = keys.account(stream);
        if (account != null) {
            KeyEar ear = new KeyEar(stream, account, socket);
            ears.put(new Seat(stream, socket), ear);
            hub.join(ear);
        }
    }

    @Override
    public void leave(String stream, StreamSocket socket) {
        KeyEar ear = ears.remove(new Seat(stream, socket));
        if (ear != null) {
            hub.leave(ear);
        }
    }

    private void ended(ListenKeys.Key key) {
        String event =
                WireJson.object()
                        .put("e", "listenKeyExpired")
                        .put("E", floor.micros() / 1000)
                        .put("listenKey", key.text())
                        .toString();
        ears.values().stream()
                .filter(ear -> ear.key().equals(key.text()))
                .toList()
                .forEach(
                        ear -> {
                            ear.send(event);
                            leave(ear.key(), ear.socket());
                        });
    }
}
