package dev.k2.exchange.net;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.k2.exchange.Answer;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Health;
import dev.k2.exchange.HealthStatus;
import dev.k2.exchange.UserStream;
import dev.k2.exchange.UserStreamListener;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An account's own stream, but for what an exchange calls things: one private connection that comes
 * back, logs in and subscribes, merges what REST says before changes are told on, and stops where
 * its credentials are refused. Messages are read and told on one virtual thread, so a listener may
 * wait.
 */
public final class UserLink implements UserStream {
    private static final Logger LOG = LoggerFactory.getLogger(UserLink.class);
    private static final String OPERATION = "open the user stream";
    private static final int WAITING_MAX = 10_000;
    private static final Backoff BETWEEN_ADDRESSES =
            new Backoff(Duration.ofMillis(200), Duration.ofSeconds(20));

    private final String name;
    private final ExchangeErrors errors;
    private final Net net;
    private final InstantSource clock;
    private final UserStreamListener listener;
    private final UserTeller teller;
    private final UserProtocol protocol;
    private final Loop loop;
    private final Mailbox mailbox;
    private volatile @Nullable Connection connection;
    private volatile boolean live;
    private volatile boolean refused;
    private volatile boolean closed;

    /** Tries in vain to learn an address. Only in the mailbox. */
    private int failures;

    private UserLink(
            String name,
            ExchangeErrors errors,
            Net net,
            UserStreamListener listener,
            Function<UserStreamListener, UserProtocol> protocols) {
        this.name = name;
        this.errors = errors;
        this.net = net;
        this.clock = net.clock();
        this.listener = listener;
        this.teller = new UserTeller(listener);
        this.protocol = protocols.apply(teller);
        this.loop = net.loop();
        this.mailbox = new Mailbox(name, WAITING_MAX);
    }

    /**
     * Opens a stream and keeps it open until it is closed or refused.
     *
     * @param name for logs and health, such as {@code okx user stream}
     * @param errors how the exchange's failures are put
     * @param protocols makes the exchange's part, by the listener that it tells its news
     */
    public static UserLink open(
            String name,
            ExchangeErrors errors,
            Net net,
            UserStreamListener listener,
            Function<UserStreamListener, UserProtocol> protocols) {
        var link = new UserLink(name, errors, net, listener, protocols);
        link.handOver(link::connect);
        link.protocol.lookEvery().ifPresent(link::tick);
        return link;
    }

    /** Live once all is subscribed to and merged. */
    @Override
    public ConnectionState state() {
        if (refused || closed) {
            return ConnectionState.CLOSED;
        }
        Connection present = connection;
        ConnectionState state = present == null ? ConnectionState.CONNECTING : present.state();
        return state == ConnectionState.LIVE && !live ? ConnectionState.CONNECTING : state;
    }

    /** Whether whoever opened it has closed it. */
    public boolean isClosed() {
        return closed;
    }

    /** How it stands; a person sees why it was cut. */
    public Health health() {
        Map<String, String> facts = new LinkedHashMap<>();
        ConnectionState state = state();
        facts.put("state", state.name());
        facts.putAll(protocol.facts());
        Connection present = connection;
        if (present != null) {
            present.tell(facts);
        }
        return new Health(name, status(state), facts, List.of());
    }

    @Override
    public void close() {
        closed = true;
        closeConnection();
        mailbox.close();
        closeConnection();
        loop.close();
    }

    private static HealthStatus status(ConnectionState state) {
        return switch (state) {
            case LIVE -> HealthStatus.HEALTHY;
            case CONNECTING -> HealthStatus.UNKNOWN;
            case BACKING_OFF -> HealthStatus.DEGRADED;
            case BREAKER_OPEN, CLOSED -> HealthStatus.UNHEALTHY;
        };
    }

    private void tick(Duration every) {
        loop.executeAfter(
                every,
                () -> {
                    if (!isOver()) {
                        mailbox.offer(this::look);
                        tick(every);
                    }
                });
    }

    private void look() {
        if (!isOver()) {
            heed(connection, protocol.look(live));
        }
    }

    private boolean isOver() {
        return refused || closed;
    }

    private void connect() {
        if (isOver() || connection != null) {
            return;
        }
        switch (protocol.socket()) {
            case Answer.Ok<SocketSettings>(SocketSettings settings) -> {
                failures = 0;
                var fresh = new Connection();
                connection = fresh;
                fresh.open(settings);
            }
            case Answer.Failed<SocketSettings>(ExchangeError error) -> {
                if (stops(error)) {
                    refuse(error);
                } else {
                    connectLater(error.message());
                }
            }
        }
    }

    private void connectLater(String why) {
        failures++;
        LOG.warn("{}: no address to connect to: {}", name, why);
        Duration wait = BETWEEN_ADDRESSES.delay(failures);
        Duration silence =
                protocol.notBefore()
                        .map(until -> Duration.between(clock.instant(), until))
                        .orElse(Duration.ZERO);
        loop.executeAfter(
                silence.compareTo(wait) > 0 ? silence : wait, () -> mailbox.offer(this::connect));
    }

    private void opened(Connection by, Outlet outlet) {
        if (by != connection || isOver()) {
            return;
        }
        SocketNotice notice = protocol.opened();
        if (!(notice instanceof SocketNotice.Nothing)) {
            heed(by, notice);
            return;
        }
        var session = new UserSession(outlet, protocol.steps());
        by.sessions.put(outlet, session);
        advance(by, session);
    }

    private void read(Connection by, Outlet outlet, byte[] message) {
        UserSession session = by.sessions.get(outlet);
        if (by != connection || isOver() || session == null) {
            return;
        }
        SocketNotice notice = read(session, message);
        if (session.kept().size() > WAITING_MAX) {
            notice =
                    new SocketNotice.Cut("more than " + WAITING_MAX + " changes before it is live");
        }
        if (notice instanceof SocketNotice.Acknowledged(String what)) {
            if (session.acknowledged(what)) {
                advance(by, session);
            }
        } else {
            heed(by, notice);
        }
    }

    private SocketNotice read(UserSession session, byte[] message) {
        teller.keepIn(session.isLive() ? null : session.kept());
        try {
            return protocol.read(message);
        } catch (IOException | IllegalArgumentException | ArithmeticException unreadable) {
            // It may have told an order. Starting over makes whoever listens ask for everything.
            return new SocketNotice.Cut("a message is not as expected: " + words(unreadable));
        } finally {
            teller.keepIn(null);
        }
    }

    private static String words(Exception unreadable) {
        return unreadable instanceof JsonProcessingException json
                ? json.getOriginalMessage()
                : String.valueOf(unreadable.getMessage());
    }

    private void advance(Connection by, UserSession session) {
        if (session.isLive() || !session.advance()) {
            return;
        }
        // A merge may have to wait for its limits, longer than a connection may take to be ready.
        session.outlet().ready();
        SocketNotice notice = protocol.merge();
        if (!(notice instanceof SocketNotice.Nothing)) {
            heed(by, notice);
            return;
        }
        session.becomesLive();
        live = true;
        listener.onLive();
        session.kept().forEach(Runnable::run);
        session.kept().clear();
    }

    private void heed(@Nullable Connection by, SocketNotice notice) {
        switch (notice) {
            case SocketNotice.Nothing _, SocketNotice.Acknowledged _ -> {}
            case SocketNotice.Refused(ExchangeError error) -> {
                if (stops(error)) {
                    refuse(error);
                } else {
                    cut(by, error.message());
                }
            }
            case SocketNotice.Cut(String why) -> cut(by, why);
            case SocketNotice.Renew(String why) -> {
                if (by != null) {
                    by.renew(why);
                }
            }
            case SocketNotice.AddressOver(String why) -> startOver(why);
        }
    }

    private static boolean stops(ExchangeError error) {
        return error.category() == ErrorCategory.AUTHENTICATION
                || error.category() == ErrorCategory.PERMISSION;
    }

    private void refuse(ExchangeError error) {
        refused = true;
        live = false;
        closeConnection();
        listener.onRefused(error);
    }

    private void cut(@Nullable Connection by, String why) {
        LOG.warn("{}: cut: {}", name, why);
        if (by != null) {
            by.sessions.clear();
            by.cut(why);
        }
    }

    /** The address is worth nothing any more, so whatever comes from it is not to be relied on. */
    private void startOver(String why) {
        closeConnection();
        connection = null;
        tellCut(why);
        connect();
    }

    private void wasCut(Connection by, String why) {
        if (by == connection && !isOver()) {
            tellCut(why);
            heed(by, protocol.gone());
        }
    }

    private void tellCut(String why) {
        live = false;
        listener.onCut(errors.network(OPERATION, why, false));
    }

    private void closeConnection() {
        Connection present = connection;
        if (present != null) {
            present.close();
        }
    }

    private void handOver(Runnable letter) {
        Connection present = connection;
        if (!mailbox.offer(letter) && present != null) {
            present.cut("more than " + WAITING_MAX + " messages wait to be handled");
        }
    }

    /** One link to one address. It comes back by itself until it is closed. */
    private final class Connection implements SocketListener {
        /** Only in the mailbox. */
        private final IdentityHashMap<Outlet, UserSession> sessions = new IdentityHashMap<>();

        private volatile @Nullable SocketLink link;

        void open(SocketSettings settings) {
            link = net.link(loop, settings, this);
        }

        ConnectionState state() {
            SocketLink present = link;
            return present == null ? ConnectionState.CONNECTING : present.state();
        }

        void tell(Map<String, String> facts) {
            SocketLink present = link;
            if (present != null) {
                facts.put("reconnects", Long.toString(present.reconnects()));
                present.status().stream()
                        .flatMap(line -> line.lastReason().stream())
                        .findFirst()
                        .ifPresent(why -> facts.put("last_failure", why));
            }
        }

        void cut(String why) {
            SocketLink present = link;
            if (present != null) {
                present.cut(why);
            }
        }

        void renew(String why) {
            SocketLink present = link;
            if (present != null) {
                present.renew(why);
            }
        }

        void close() {
            SocketLink present = link;
            if (present != null) {
                present.close();
            }
        }

        @Override
        public void onOpen(Outlet outlet) {
            handOver(() -> opened(this, outlet));
        }

        @Override
        public void onMessage(Outlet outlet, byte[] message, int length, long receivedMillis) {
            byte[] copy = Arrays.copyOf(message, length);
            handOver(() -> read(this, outlet, copy));
        }

        @Override
        public void onState(ConnectionState state) {
            LOG.debug("{}: {}", name, state);
        }

        @Override
        public void onGone(Outlet gone) {
            handOver(() -> sessions.remove(gone));
        }

        @Override
        public void onCut(String why) {
            handOver(() -> wasCut(this, why));
        }

        @Override
        public void onRefused(int status, Optional<String> retryAfter) {
            protocol.onRefused(status, retryAfter);
        }

        @Override
        public Optional<Instant> notBefore() {
            return protocol.notBefore();
        }
    }
}
