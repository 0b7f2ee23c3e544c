package dev.k2.sim.binance;

import dev.k2.sim.Account;
import dev.k2.sim.Fault;
import dev.k2.sim.Floor;
import dev.k2.sim.Market;
import dev.k2.sim.MarketMaker;
import dev.k2.sim.Scheduler;
import dev.k2.sim.SimVenue;
import dev.k2.sim.VenueSetup;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One of the simulated Binance's products while it runs: REST, streams and WebSocket API on one port. */
final class BinanceVenue implements SimVenue {
    private static final short GOING_AWAY = 1001;
    private static final int FRAME_MAX = 1 << 20;

    private final VenueSetup setup;
    private final Scheduler scheduler;
    private final Floor floor;
    private final BinanceFloor inside;
    private final Settings settings;
    private final Limits limits;
    private final Gate gate;
    private final Wiring wiring;
    private final RestServer rest;
    private final Set<StreamSocket> streamSockets = new LinkedHashSet<>();
    private final Set<StreamSocket> userSockets = new LinkedHashSet<>();
    private final Set<ApiSocket> apiSockets = new LinkedHashSet<>();
    private final HttpServer server;
    private Scheduler.Task ticking = () -> {};

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
        this.rest = new RestServer(inside, wiring.calls(), gate, limits, scheduler);
        this.server =
                setup.vertx()
                        .createHttpServer(
                                new HttpServerOptions()
                                        .setMaxWebSocketFrameSize(FRAME_MAX)
                                        .setMaxWebSocketMessageSize(FRAME_MAX)
                                        .setTcpNoDelay(true)
                                        .setIdleTimeout(0))
                        .requestHandler(this::request)
                        .webSocketHandshakeHandler(this::handshake)
                        .webSocketHandler(this::webSocket);
    }

    Future<SimVenue> open() {
        return server.listen(setup.port(), setup.host())
                .map(
                        listening -> {
                            ticking = scheduler.every(MarketMaker.PERIOD, wiring.tick());
                            return this;
                        });
    }

    @Override
    public String exchange() {
        return floor.exchange();
    }

    @Override
    public int port() {
        return server.actualPort();
    }

    @Override
    public Context context() {
        return setup.context();
    }

    @Override
    public Floor floor() {
        return floor;
    }

    @Override
    public void set(String name, long value) {
        settings.set(name, value);
    }

    @Override
    public boolean settled() {
        return streamSockets.stream().allMatch(socket -> socket.connection().settled())
                && userSockets.stream().allMatch(socket -> socket.connection().settled())
                && apiSockets.stream().allMatch(socket -> socket.connection().settled());
    }

    @Override
    public void faultOn(Fault fault) {
        long lasts = fault.untilMillis() - floor.engine().clock().sourceMillis();
        if (fault.untilMillis() > 0 && !fault.kind().immediate()) {
            Scheduler.Task _ =
                    scheduler.after(Duration.ofMillis(Math.max(1, lasts)), () -> faultOff(fault));
        }
        switch (fault.kind()) {
            case CLOCK_OFFSET ->
                    floor.engine().clock().setOffsetMillis(fault.number("offset_ms", 5000));
            case HALT -> setStatus(fault, Market.Status.valueOf(fault.word("status", "HALT")));
            case CUT_SOCKETS -> cut(fault);
            case EXPIRE_SESSION -> {
                apiSockets.forEach(socket -> socket.terminateStreams(account(fault)));
                wiring.sessions().expire(account(fault));
            }
            case REVOKE_KEY -> revoke(fault);
            case SERVER_SHUTDOWN -> shutDown(fault);
            case BAN ->
                    limits.ban(
                            fault.word("address", "127.0.0.1"),
                            fault.number("retry_after_s", 120),
                            now());
            case REFUSE_CONNECTIONS -> cut(fault);
            case DROP_REPLY,
                    ERROR_AFTER,
                    ERROR_BEFORE,
                    DELAY,
                    NOT_FOUND_LAG,
                    RATE_LIMIT,
                    MAINTENANCE -> {}
            case SKIP_MESSAGE, DUPLICATE_MESSAGE, REORDER_MESSAGE, MALFORMED_MESSAGE, SILENCE -> {}
            case NO_PING, STALE_SNAPSHOT -> {}
        }
    }

    @Override
    public void faultOff(Fault fault) {
        if (fault.kind() == Fault.Kind.CLOCK_OFFSET) {
            floor.engine().clock().setOffsetMillis(0);
        } else if (fault.kind() == Fault.Kind.HALT) {
            setStatus(fault, Market.Status.TRADING);
        } else if (fault.kind() == Fault.Kind.BAN) {
            limits.ban(fault.word("address", "127.0.0.1"), 0, now());
        }
    }

    @Override
    public Future<Void> close() {
        ticking.cancel();
        streamSockets.forEach(socket -> socket.connection().close(GOING_AWAY, "closing"));
        userSockets.forEach(socket -> socket.connection().close(GOING_AWAY, "closing"));
        apiSockets.forEach(socket -> socket.connection().close(GOING_AWAY, "closing"));
        return server.shutdown(1, java.util.concurrent.TimeUnit.SECONDS)
                .onSuccess(done -> floor.close());
    }

    private void request(HttpServerRequest request) {
        if (refusing()) {
            request.connection().close();
        } else {
            rest.handle(request);
        }
    }

    private void handshake(ServerWebSocketHandshake handshake) {
        String address = String.valueOf(handshake.remoteAddress().hostAddress());
        if (refusing() || inside.stands(Fault.Kind.MAINTENANCE, Target.of("connect")).isPresent()) {
            handshake.reject(503);
        } else if (limits.connects(address, now())) {
            handshake.accept();
        } else {
            handshake.reject(429);
        }
    }

    private void webSocket(ServerWebSocket socket) {
        String path = socket.path();
        String query = socket.query() == null ? "" : socket.query();
        Connection connection =
                new Connection(
                        socket,
                        settings,
                        inside,
                        scheduler,
                        query.matches("(.*&)?timeUnit=(MICROSECOND|microsecond)(&.*)?"));
        if (path.equals(wiring.apiPath())) {
            limits.take(connection.address(), wiring.connectionWeight(), now());
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

    private boolean refusing() {
        return inside.stands(Fault.Kind.REFUSE_CONNECTIONS, Target.of("connect")).isPresent();
    }

    private void cut(Fault fault) {
        String which = fault.word("streams", "all");
        List<Connection> wanted = new ArrayList<>();
        if (!which.equals("user")) {
            streamSockets.forEach(socket -> wanted.add(socket.connection()));
        }
        if (!which.equals("market")) {
            userSockets.forEach(socket -> wanted.add(socket.connection()));
            apiSockets.forEach(socket -> wanted.add(socket.connection()));
        }
        (which.equals("one") && !wanted.isEmpty() ? wanted.subList(0, 1) : wanted)
                .forEach(Connection::cut);
    }

    private void revoke(Fault fault) {
        for (Account account : floor.engine().accounts()) {
            if (fault.account().equals("*") || fault.account().equals(account.name())) {
                List.copyOf(apiSockets).forEach(socket -> socket.keyRevoked(account));
                wiring.sessions().expire(account);
            }
        }
    }

    private void shutDown(Fault fault) {
        streamSockets.forEach(StreamSocket::announceShutdown);
        userSockets.forEach(StreamSocket::announceShutdown);
        apiSockets.forEach(ApiSocket::announceShutdown);
        Duration wait = Duration.ofMillis(fault.number("after_ms", 3000));
        List<Connection> announced = new ArrayList<>();
        userSockets.forEach(socket -> announced.add(socket.connection()));
        streamSockets.forEach(socket -> announced.add(socket.connection()));
        apiSockets.forEach(socket -> announced.add(socket.connection()));
        Scheduler.Task _ =
                scheduler.after(
                        wait,
                        () ->
                                announced.forEach(
                                        connection ->
                                                connection.close(GOING_AWAY, "server shutdown")));
    }

    private void setStatus(Fault fault, Market.Status status) {
        for (Market market : inside.markets()) {
            if (fault.symbol().equals("*") || fault.symbol().equals(market.listing().symbol())) {
                floor.engine().setStatus(market, status);
            }
        }
    }

    private @Nullable Account account(Fault fault) {
        return fault.account().equals("*") ? null : floor.engine().account(fault.account());
    }

    private long now() {
        return inside.micros() / 1000;
    }
}
