package dev.k2.exchange.net;

import dev.k2.exchange.Answer;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Health;
import dev.k2.exchange.HealthStatus;
import dev.k2.exchange.UserStream;
import dev.k2.exchange.UserStreamListener;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** Word of connections that come and go, beside their messages. */
    private static final int LETTERS_MAX = 1_000;

    /** Whose messages may wait: one that went, or that another takes over from, and the next. */
    private static final int CONNECTIONS = 2;

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
    private volatile @Nullable UserConnection connection;
    private volatile boolean live;
    private volatile boolean refused;
    private volatile boolean closed;

    /** Tries in vain to learn an address. Only in the mailbox. */
    private int failures;

    /** Another try is due. Only in the mailbox. */
    private boolean waitsToConnect;

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
        this.mailbox = new Mailbox(name, CONNECTIONS * UserConnection.WAITING_MAX + LETTERS_MAX);
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
        UserConnection present = connection;
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
        UserConnection present = connection;
        if (present != null) {
            present.tell(facts);
        }
        return new Health(name, status(state), facts, List.of());
    }

    @Override
    public void close() {
        closed = true;
        teller.end();
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
        Answer<SocketSettings> socket = protocol.socket();
        if (isOver()) {
            return;
        }
        switch (socket) {
            case Answer.Ok<SocketSettings>(SocketSettings settings) -> {
                failures = 0;
                var fresh = new UserConnection(this, protocol, teller, loop, name);
                connection = fresh;
                fresh.open(net, settings);
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
        if (waitsToConnect) {
            return;
        }
        waitsToConnect = true;
        failures++;
        LOG.warn("{}: no address to connect to: {}", name, why);
        Duration wait = BETWEEN_ADDRESSES.delay(failures);
        Duration silence =
                protocol.notBefore()
                        .map(until -> Duration.between(clock.instant(), until))
                        .orElse(Duration.ZERO);
        loop.executeAfter(
                silence.compareTo(wait) > 0 ? silence : wait,
                () ->
                        handOver(
                                () -> {
                                    waitsToConnect = false;
                                    connect();
                                }));
    }

    /** Whether what comes from there still counts. */
    boolean listensTo(UserConnection by) {
        return by == connection && !isOver();
    }

    void becameLive() {
        live = true;
        listener.onLive();
    }

    void heed(@Nullable UserConnection by, SocketNotice notice) {
        if (isOver()) {
            return;
        }
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
            case SocketNotice.AddressOver(String why) -> {
                tellCut(why);
                connectAnew();
            }
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

    private void cut(@Nullable UserConnection by, String why) {
        LOG.warn("{}: cut: {}", name, why);
        if (by != null) {
            by.startOver(why);
        }
    }

    void wasCut(UserConnection by, String why) {
        if (!listensTo(by)) {
            return;
        }
        tellCut(why);
        SocketNotice notice = protocol.gone();
        if (notice instanceof SocketNotice.AddressOver && !isOver()) {
            connectAnew();
        } else {
            heed(by, notice);
        }
    }

    /** The address is worth nothing any more, so whatever comes from it is not to be relied on. */
    private void connectAnew() {
        closeConnection();
        connection = null;
        connect();
    }

    private void tellCut(String why) {
        live = false;
        listener.onCut(errors.network(OPERATION, why, false));
    }

    private void closeConnection() {
        UserConnection present = connection;
        if (present != null) {
            present.close();
        }
    }

    void handOver(Runnable letter) {
        UserConnection present = connection;
        if (!mailbox.offer(() -> handle(letter)) && present != null) {
            present.cut("too much waits to be handled");
        }
    }

    /** Whatever fails here has lost the thread of what the exchange said. */
    private void handle(Runnable letter) {
        try {
            letter.run();
        } catch (RuntimeException failed) {
            LOG.error("{}: what came could not be handled", name, failed);
            UserConnection present = connection;
            if (isOver()) {
                return;
            }
            if (present == null) {
                connectLater("the last try could not be handled");
            } else {
                cut(present, "what came could not be handled");
            }
        }
    }
}
