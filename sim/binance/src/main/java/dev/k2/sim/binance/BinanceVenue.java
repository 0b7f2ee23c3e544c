package dev.k2.sim.binance;

import dev.k2.sim.Account;
import dev.k2.sim.Floor;
import dev.k2.sim.Line;
import dev.k2.sim.Manners;
import dev.k2.sim.RestDesk;
import dev.k2.sim.Scheduler;
import dev.k2.sim.SimVenue;
import dev.k2.sim.VenueSetup;
import dev.k2.sim.WireVenue;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One of the simulated Binance's products while it runs: REST, streams and WebSocket API on one port. */
final class BinanceVenue implements WireVenue.Dialect {
    private static final int WELCOME = 101;
    private static final int TOO_MANY = 429;

    private final VenueSetup setup;
    private final Scheduler scheduler;
    private final Floor floor;
    private final BinanceFloor inside;
    private final Settings settings;
    private final Limits limits;
    private final Gate gate;
    private final Wiring wiring;
    private final RestDesk<RestServer.Answer> rest;
    private final Set<StreamSocket> streamSockets = new LinkedHashSet<>();
    private final Set<StreamSocket> userSockets = new LinkedHashSet<>();
    private final Set<ApiSocket> apiSockets = new LinkedHashSet<>();

    BinanceVenue(
            VenueSetup setup,
            Floor floor,
            BinanceFloor inside,
            Settings settings,
            Limits limits,
            Wiring wiring) {
        this.setup = setup;
        this.scheduler = setup.scheduler();
        this.floor = floor;
        this.inside = inside;
        this.settings = settings;
        this.limits = limits;
        this.wiring = wiring;
        this.gate = new Gate(inside, limits);
        this.rest =
                new RestDesk<>(
                        new RestServer(inside, wiring.calls(), gate, limits),
                        inside.faults(),
                        scheduler);
    }

    Future<SimVenue> open() {
        return new WireVenue(setup, floor, inside.faults(), this).open();
    }

    @Override
    public void request(HttpServerRequest request) {
        rest.handle(request);
    }

    @Override
    public void connected(ServerWebSocket socket, Line line) {
        String path = socket.path();
        String query = socket.query() == null ? "" : socket.query();
        Connection connection =
                new Connection(
                        line, query.matches("(.*&)?timeUnit=(MICROSECOND|microsecond)(&.*)?"));
        if (path.equals(wiring.apiPath())) {
            limits.take(connection.address(), wiring.connectionWeight(), inside.micros() / 1000);
            ApiSocket api =
                    new ApiSocket(
                            connection,
                            inside,
                            wiring.calls(),
                            gate,
                            limits,
                            wiring.users(),
                            wiring.subscribable(),
                            scheduler);
            apiSockets.add(api);
            api.open(() -> apiSockets.remove(api));
            return;
        }
        StreamRoutes.Route route = wiring.routes().route(path, RestServer.params(query, ""));
        if (route == null) {
            socket.close((short) 1008, "no such path");
        } else {
            stream(connection, route);
        }
    }

    private void stream(Connection connection, StreamRoutes.Route route) {
        StreamSocket socket =
                new StreamSocket(connection, route.source(), inside, route.combined());
        Set<StreamSocket> kind = route.user() ? userSockets : streamSockets;
        kind.add(socket);
        socket.open(route.names(), () -> kind.remove(socket));
    }

    @Override
    public Manners manners(ServerWebSocket socket) {
        return settings;
    }

    @Override
    public int welcomes(String address, long nowMillis) {
        return limits.connects(address, nowMillis) ? WELCOME : TOO_MANY;
    }

    @Override
    public List<Line> marketLines() {
        return streamSockets.stream().map(socket -> socket.connection().line()).toList();
    }

    @Override
    public List<Line> userLines() {
        List<Line> lines = new ArrayList<>();
        userSockets.forEach(socket -> lines.add(socket.connection().line()));
        apiSockets.forEach(socket -> lines.add(socket.connection().line()));
        return lines;
    }

    @Override
    public void endSessions(@Nullable Account account) {
        apiSockets.forEach(socket -> socket.terminateStreams(account));
        wiring.sessions().expire(account);
    }

    @Override
    public void revoked(Account account) {
        List.copyOf(apiSockets).forEach(socket -> socket.keyRevoked(account));
        wiring.sessions().expire(account);
    }

    @Override
    public void announceShutdown() {
        streamSockets.forEach(StreamSocket::announceShutdown);
        userSockets.forEach(StreamSocket::announceShutdown);
        apiSockets.forEach(ApiSocket::announceShutdown);
    }

    @Override
    public void ban(String address, long seconds, long nowMillis) {
        limits.ban(address, seconds, nowMillis);
    }

    @Override
    public void set(String name, long value) {
        settings.set(name, value);
    }

    @Override
    public void tick() {
        wiring.tick().run();
    }
}
