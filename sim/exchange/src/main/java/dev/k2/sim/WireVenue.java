package dev.k2.sim;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An exchange while it runs, whatever its wire says: one port, the market's pulse, and the faults that concern all of it. */
public final class WireVenue implements SimVenue {
    private static final short GOING_AWAY = 1001;
    private static final int FRAME_MAX = 1 << 20;
    private static final String THIS_MACHINE = "127.0.0.1";
    private static final int WELCOME = 101;

    private final VenueSetup setup;
    private final Scheduler scheduler;
    private final Floor floor;
    private final VenueFaults faults;
    private final Dialect dialect;
    private final HttpServer server;
    private Scheduler.Task ticking = () -> {};

    public WireVenue(VenueSetup setup, Floor floor, VenueFaults faults, Dialect dialect) {
        this.setup = setup;
        this.scheduler = setup.scheduler();
        this.floor = floor;
        this.faults = faults;
        this.dialect = dialect;
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

    /** What an exchange says and hears. Everything is called on its own thread. */
    public interface Dialect {
        void request(HttpServerRequest request);

        /** Somebody connected a WebSocket; the line is to be opened or closed. */
        void connected(ServerWebSocket socket, Line line);

        /** How this connection is treated. */
        Manners manners(ServerWebSocket socket);

        /** 101 when a WebSocket from this address is welcome, else the status that refuses it. */
        int welcomes(String address, long nowMillis);

        /** The same, where the request to connect says who asks. */
        default int welcomes(ServerWebSocketHandshake handshake, long nowMillis) {
            return welcomes(String.valueOf(handshake.remoteAddress().hostAddress()), nowMillis);
        }

        /** The connections that tell about markets. */
        List<Line> marketLines();

        /** The connections that tell about accounts or take orders. */
        List<Line> userLines();

        /** Ends the sessions of an account, or all of them, as the exchange does when it has enough of them. */
        void endSessions(@Nullable Account account);

        /** An account's key lost its validity. */
        void revoked(Account account);

        /** Tells every connection that it will end soon, where the exchange has words for that. */
        void announceShutdown();

        /** Lets nobody in from this address; 0 seconds take it back. */
        void ban(String address, long seconds, long nowMillis);

        /** Changes one of the exchange's own numbers. Throws IllegalArgumentException when it has none of that name. */
        void set(String name, long value);

        /** Does what only this kind of exchange knows; see {@link SimVenue#act}. */
        default JsonNode act(String symbol, String deed, JsonNode body) {
            throw new IllegalArgumentException("there is no deed " + deed);
        }

        /** Is called every tenth of a second. */
        void tick();
    }

    /** Listens, and lets the market live. */
    public Future<SimVenue> open() {
        return server.listen(setup.port(), setup.host())
                .map(
                        listening -> {
                            ticking = scheduler.every(MarketMaker.PERIOD, dialect::tick);
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
        dialect.set(name, value);
    }

    @Override
    public JsonNode act(String symbol, String deed, JsonNode body) {
        return dialect.act(symbol, deed, body);
    }

    @Override
    public boolean settled() {
        return allLines().stream().allMatch(Line::settled);
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
            case EXPIRE_SESSION -> dialect.endSessions(account(fault));
            case REVOKE_KEY -> revoke(fault);
            case SERVER_SHUTDOWN -> shutDown(fault);
            case BAN ->
                    dialect.ban(
                            fault.word("address", THIS_MACHINE),
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
            dialect.ban(fault.word("address", THIS_MACHINE), 0, now());
        }
    }

    @Override
    public Future<Void> close() {
        ticking.cancel();
        allLines().forEach(line -> line.close(GOING_AWAY, "closing"));
        return server.shutdown(1, java.util.concurrent.TimeUnit.SECONDS)
                .onSuccess(done -> floor.close());
    }

    private void request(HttpServerRequest request) {
        if (refusing()) {
            request.connection().close();
        } else {
            dialect.request(request);
        }
    }

    private void handshake(ServerWebSocketHandshake handshake) {
        if (refusing() || faults.stands(Fault.Kind.MAINTENANCE, Target.of("connect")).isPresent()) {
            handshake.reject(503);
            return;
        }
        int status = dialect.welcomes(handshake, now());
        if (status == WELCOME) {
            handshake.accept();
        } else {
            handshake.reject(status);
        }
    }

    private void webSocket(ServerWebSocket socket) {
        dialect.connected(
                socket,
                new Line(
                        socket,
                        dialect.manners(socket),
                        faults,
                        floor.engine().clock(),
                        scheduler));
    }

    private boolean refusing() {
        return faults.stands(Fault.Kind.REFUSE_CONNECTIONS, Target.of("connect")).isPresent();
    }

    private void cut(Fault fault) {
        String which = fault.word("streams", "all");
        List<Line> wanted = new ArrayList<>();
        if (!which.equals("user")) {
            wanted.addAll(dialect.marketLines());
        }
        if (!which.equals("market")) {
            wanted.addAll(dialect.userLines());
        }
        (which.equals("one") && !wanted.isEmpty() ? wanted.subList(0, 1) : wanted)
                .forEach(Line::cut);
    }

    private void revoke(Fault fault) {
        for (Account account : floor.engine().accounts()) {
            if (fault.account().equals("*") || fault.account().equals(account.name())) {
                dialect.revoked(account);
            }
        }
    }

    private void shutDown(Fault fault) {
        dialect.announceShutdown();
        Duration wait = Duration.ofMillis(fault.number("after_ms", 3000));
        List<Line> announced = allLines();
        Scheduler.Task _ =
                scheduler.after(
                        wait,
                        () -> announced.forEach(line -> line.close(GOING_AWAY, "server shutdown")));
    }

    private void setStatus(Fault fault, Market.Status status) {
        for (Market market : floor.engine().markets()) {
            if (fault.symbol().equals("*") || fault.symbol().equals(market.listing().symbol())) {
                floor.engine().setStatus(market, status);
            }
        }
    }

    private List<Line> allLines() {
        List<Line> all = new ArrayList<>(dialect.marketLines());
        all.addAll(dialect.userLines());
        return all;
    }

    private @Nullable Account account(Fault fault) {
        return fault.account().equals("*") ? null : floor.engine().account(fault.account());
    }

    private long now() {
        return floor.engine().clock().millis();
    }
}
