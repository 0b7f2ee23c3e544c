package dev.k2.sim.kalshi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.sim.Account;
import dev.k2.sim.Line;
import dev.k2.sim.Manners;
import dev.k2.sim.RestDesk;
import dev.k2.sim.WireVenue;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The simulated Kalshi while it runs: REST and its one WebSocket address on one port. */
final class KalshiVenue implements WireVenue.Dialect {
    static final String SOCKETS = "/trade-api/ws/v2";
    private static final int WELCOME = 101;
    private static final int NOT_FOUND = 404;
    private static final short STRANGER = 1008;

    private final RestDesk<Answer> rest;
    private final KalshiSocket.Shared shared;
    private final Gate gate;
    private final Lifecycle lifecycle;
    private final Scripts scripts;
    private final OrderWrites writes;

    KalshiVenue(
            RestDesk<Answer> rest,
            KalshiSocket.Shared shared,
            Gate gate,
            Lifecycle lifecycle,
            Scripts scripts,
            OrderWrites writes) {
        this.rest = rest;
        this.shared = shared;
        this.gate = gate;
        this.lifecycle = lifecycle;
        this.scripts = scripts;
        this.writes = writes;
    }

    @Override
    public void request(HttpServerRequest request) {
        rest.handle(request);
    }

    /** Everybody says who he is when he connects, whatever he wants to hear. */
    @Override
    public int welcomes(ServerWebSocketHandshake handshake, long nowMillis) {
        if (!SOCKETS.equals(handshake.path())) {
            return NOT_FOUND;
        }
        if (gate.isBanned(String.valueOf(handshake.remoteAddress().hostAddress()))) {
            return 403;
        }
        try {
            Account _ =
                    gate.admit(
                            new Gate.Papers(
                                    handshake.headers().get(Gate.KEY),
                                    handshake.headers().get(Gate.TIMESTAMP),
                                    handshake.headers().get(Gate.SIGNATURE)),
                            "GET",
                            SOCKETS);
            return WELCOME;
        } catch (KalshiRefusal refusal) {
            return refusal.status();
        }
    }

    @Override
    public int welcomes(String address, long nowMillis) {
        throw new IllegalStateException("who connects is asked for his key");
    }

    @Override
    public void connected(ServerWebSocket socket, Line line) {
        String key = socket.headers().get(Gate.KEY);
        Account account = key == null ? null : shared.floor().engine().accountOfKey(key);
        if (account == null) {
            socket.close(STRANGER, "unknown key");
            return;
        }
        new KalshiSocket(line, account, shared).open();
    }

    @Override
    public Manners manners(ServerWebSocket socket) {
        return shared.settings();
    }

    @Override
    public List<Line> marketLines() {
        return lines(false);
    }

    @Override
    public List<Line> userLines() {
        return lines(true);
    }

    private List<Line> lines(boolean users) {
        List<Line> lines = new ArrayList<>();
        for (KalshiSocket socket : shared.channels().sockets()) {
            if (socket.isUsers() == users) {
                lines.add(socket.line());
            }
        }
        return lines;
    }

    @Override
    public void endSessions(@Nullable Account account) {
        for (KalshiSocket socket : List.copyOf(shared.channels().sockets())) {
            if (account == null || account == socket.account()) {
                socket.overflow();
            }
        }
    }

    @Override
    public void revoked(Account account) {
        for (KalshiSocket socket : List.copyOf(shared.channels().sockets())) {
            if (account == socket.account()) {
                socket.revoke();
            }
        }
    }

    /** Kalshi has no words for it. */
    @Override
    public void announceShutdown() {}

    @Override
    public void ban(String address, long seconds, long nowMillis) {
        gate.ban(address, seconds, nowMillis);
    }

    @Override
    public void set(String name, long value) {
        shared.settings().set(name, value);
    }

    @Override
    public JsonNode act(String symbol, String deed, JsonNode body) {
        JsonNode told = scripts.act(symbol, deed, body);
        shared.news().flush();
        return told;
    }

    @Override
    public void tick() {
        lifecycle.tick();
        writes.tick();
        shared.floor().floor().step();
        shared.news().flush();
    }
}
