package dev.k2.sim.okx;

import dev.k2.sim.Account;
import dev.k2.sim.Line;
import dev.k2.sim.Manners;
import dev.k2.sim.RestDesk;
import dev.k2.sim.WireVenue;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The simulated OKX while it runs: REST and its three WebSocket addresses on one port. */
final class OkxVenue implements WireVenue.Dialect {
    private static final int WELCOME = 101;
    private static final int TOO_MANY = 429;
    private static final short NO_SUCH_PATH = 1008;
    private static final String ROOT = "/ws/v5/";
    private final RestDesk<Envelope> rest;
    private final OkxSocket.Shared shared;
    private final Limits limits;
    private final Set<OkxSocket> sockets = new LinkedHashSet<>();
    private long connections;

    OkxVenue(RestDesk<Envelope> rest, OkxSocket.Shared shared, Limits limits) {
        this.rest = rest;
        this.shared = shared;
        this.limits = limits;
    }

    @Override
    public void request(HttpServerRequest request) {
        rest.handle(request);
    }

    @Override
    public void connected(ServerWebSocket socket, Line line) {
        Topics.Place place =
                switch (socket.path()) {
                    case ROOT + "public" -> Topics.Place.PUBLIC;
                    case ROOT + "business" -> Topics.Place.BUSINESS;
                    case ROOT + "private" -> Topics.Place.PRIVATE;
                    default -> null;
                };
        if (place == null) {
            socket.close(NO_SUCH_PATH, "Invalid url path");
            return;
        }
        String connId = String.format(Locale.ROOT, "%08x", 0xa4d3_ae00L + connections++);
        OkxSocket okx = new OkxSocket(line, place, connId, shared);
        sockets.add(okx);
        okx.open(() -> sockets.remove(okx));
    }

    @Override
    public Manners manners(ServerWebSocket socket) {
        return shared.settings();
    }

    @Override
    public int welcomes(String address, long nowMillis) {
        return limits.connects(address, nowMillis) ? WELCOME : TOO_MANY;
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
        for (OkxSocket socket : sockets) {
            if (socket.isUsers() == users) {
                lines.add(socket.line());
            }
        }
        return lines;
    }

    @Override
    public void endSessions(@Nullable Account account) {
        for (OkxSocket socket : List.copyOf(sockets)) {
            Account owner = socket.account();
            if (owner != null && (account == null || account == owner)) {
                socket.logOut("60011", "Please log in");
            }
        }
    }

    @Override
    public void revoked(Account account) {
        for (OkxSocket socket : List.copyOf(sockets)) {
            if (socket.account() == account) {
                socket.logOut("60032", "API key doesn't exist");
            }
        }
    }

    @Override
    public void announceShutdown() {
        sockets.forEach(OkxSocket::announceShutdown);
    }

    @Override
    public void ban(String address, long seconds, long nowMillis) {
        limits.ban(address, seconds, nowMillis);
    }

    @Override
    public void set(String name, long value) {
        shared.settings().set(name, value);
    }

    @Override
    public void tick() {
        shared.floor().floor().step();
        shared.pairs().tick();
        shared.feeds().tick();
        shared.userChannels().tick();
    }
}
