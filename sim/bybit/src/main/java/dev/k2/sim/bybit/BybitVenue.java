package dev.k2.sim.bybit;

import dev.k2.sim.Account;
import dev.k2.sim.AccountHub;
import dev.k2.sim.Floor;
import dev.k2.sim.Line;
import dev.k2.sim.Manners;
import dev.k2.sim.RestDesk;
import dev.k2.sim.Scheduler;
import dev.k2.sim.VenueSetup;
import dev.k2.sim.WireVenue;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The simulated Bybit while it runs: REST, public, private and order sockets on one port. */
final class BybitVenue implements WireVenue.Dialect {
    private static final Pattern PATIENCE =
            Pattern.compile("(?:.*&)?max_active_time=(\\d{2,3})s(?:&.*)?");
    private static final String PUBLIC = "/v5/public/";
    private static final int WELCOME = 101;
    private static final int FORBIDDEN = 403;

    private final Floor floor;
    private final BybitFloor inside;
    private final BybitSettings settings = new BybitSettings();
    private final BybitLimits limits = new BybitLimits(settings);
    private final Scheduler scheduler;
    private final BybitGate gate;
    private final Calls calls;
    private final PublicStreams publicStreams;
    private final TradingStops stops;
    private final Disconnects disconnects;
    private final AccountHub<News> hub;
    private final RestDesk<BybitRest.Answer> rest;
    private final Set<PublicSocket> publicSockets = new LinkedHashSet<>();
    private final Set<PrivateSocket> privateSockets = new LinkedHashSet<>();
    private final Set<TradeSocket> tradeSockets = new LinkedHashSet<>();
    private long connections;

    BybitVenue(VenueSetup setup, Floor floor, BybitFloor inside) {
        this.floor = floor;
        this.inside = inside;
        this.scheduler = setup.scheduler();
        this.gate = new BybitGate(inside, limits);
        TicketBook tickets = new TicketBook(inside);
        TradeCalls trades = new TradeCalls(inside, tickets);
        Wallets wallets = new Wallets(inside);
        this.stops = new TradingStops(inside, tickets);
        this.disconnects = new Disconnects(trades, scheduler);
        this.calls =
                new Calls(
                        new MarketCalls(inside),
                        trades,
                        new OrderQueries(inside, tickets),
                        new PositionCalls(inside, tickets),
                        stops,
                        new AccountCalls(inside, wallets),
                        new TransactionLog(inside, tickets),
                        disconnects);
        this.publicStreams = new PublicStreams(inside);
        this.hub = new AccountHub<>(inside.faults(), scheduler);
        floor.engine().addListener(tickets);
        floor.engine().addListener(stops);
        floor.engine().addListener(publicStreams);
        floor.engine().addListener(new PrivateStreams(inside, tickets, wallets, hub));
        this.rest =
                new RestDesk<>(
                        new BybitRest(inside, calls.rest(), gate, limits),
                        inside.faults(),
                        scheduler);
        floor.step();
    }

    @Override
    public void request(HttpServerRequest request) {
        rest.handle(request);
    }

    @Override
    public void connected(ServerWebSocket socket, Line line) {
        String path = socket.path();
        String connection = "sim" + ++connections;
        if (path.equals("/v5/private")) {
            PrivateSocket own = new PrivateSocket(line, inside, gate, hub, disconnects, connection);
            privateSockets.add(own);
            own.open(() -> privateSockets.remove(own));
        } else if (path.equals("/v5/trade")) {
            TradeSocket own = new TradeSocket(line, inside, gate, calls, scheduler, connection);
            tradeSockets.add(own);
            own.open(() -> tradeSockets.remove(own));
        } else if (path.startsWith(PUBLIC) && isCategory(path.substring(PUBLIC.length()))) {
            Category category = Category.of(path.substring(PUBLIC.length()));
            PublicSocket own = new PublicSocket(line, category, publicStreams, inside, connection);
            publicSockets.add(own);
            own.open(() -> publicSockets.remove(own));
        } else {
            socket.close((short) 1008, "no such path");
        }
    }

    private static boolean isCategory(String word) {
        return Set.of("spot", "linear", "inverse", "option").contains(word);
    }

    @Override
    public Manners manners(ServerWebSocket socket) {
        Matcher patience = PATIENCE.matcher(String.valueOf(socket.query()));
        if (!patience.matches()) {
            return settings;
        }
        long seconds = Math.clamp(Long.parseLong(patience.group(1)), 30, 600);
        return new BybitSettings.Patient(settings, Duration.ofSeconds(seconds));
    }

    @Override
    public int welcomes(String address, long nowMillis) {
        return limits.connects(address, nowMillis) ? WELCOME : FORBIDDEN;
    }

    @Override
    public List<Line> marketLines() {
        return publicSockets.stream().map(PublicSocket::line).toList();
    }

    @Override
    public List<Line> userLines() {
        List<Line> lines = new ArrayList<>();
        privateSockets.forEach(socket -> lines.add(socket.line()));
        tradeSockets.forEach(socket -> lines.add(socket.line()));
        return lines;
    }

    @Override
    public void endSessions(@Nullable Account account) {
        List.copyOf(privateSockets).forEach(socket -> socket.end(account));
        List.copyOf(tradeSockets).forEach(socket -> socket.end(account));
    }

    @Override
    public void revoked(Account account) {
        endSessions(account);
    }

    /** There are no words for it here: connections end, and clients come back. */
    @Override
    public void announceShutdown() {}

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
        floor.step();
        stops.tick();
        publicStreams.tick();
    }
}
