package dev.k2.sim.cryptocom;

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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The simulated Crypto.com while it runs: REST and its two WebSocket addresses on one port. */
final class CryptocomVenue implements WireVenue.Dialect {
    private static final int WELCOME = 101;
    private static final int FORBIDDEN = 403;
    private static final short NO_SUCH_PATH = 1008;
    private static final String ROOT = "/exchange/v1/";
    private final RestDesk<CryptocomRest.Answer> rest;
    private final CryptocomSocket.Shared shared;
    private final Limits limits;
    private final Set<CryptocomSocket> sockets = new LinkedHashSet<>();

    CryptocomVenue(
            RestDesk<CryptocomRest.Answer> rest, CryptocomSocket.Shared shared, Limits limits) {
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
        String path = socket.path();
        if (!path.equals(ROOT + "user") && !path.equals(ROOT + "market")) {
            socket.close(NO_SUCH_PATH, "no such path");
            return;
        }
        CryptocomSocket one = new CryptocomSocket(line, path.equals(ROOT + "user"), shared);
        sockets.add(one);
        one.open(() -> sockets.remove(one));
    }

    @Override
    public Manners manners(ServerWebSocket socket) {
        return shared.settings();
    }

    @Override
    public int welcomes(String address, long nowMillis) {
        return limits.isBanned(address, nowMillis) ? FORBIDDEN : WELCOME;
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
        for (CryptocomSocket socket : sockets) {
            if (socket.isUsers() == users) {
                lines.add(socket.line());
            }
        }
        return lines;
    }

    @Override
    public void endSessions(@Nullable Account account) {
        for (CryptocomSocket socket : List.copyOf(sockets)) {
            Account owner = socket.account();
            if (owner != null && (account == null || account == owner)) {
                socket.end();
            }
        }
    }

    @Override
    public void revoked(Account account) {
        endSessions(account);
    }

    @Override
    public void announceShutdown() {
        List.copyOf(sockets).forEach(CryptocomSocket::restart);
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
        shared.markets().tick();
    }
}
