package dev.k2.exchange.net;

import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.WireTap;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.net.TrustOptions;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The house of sockets: everything that K2 says to an exchange goes through one of these. Made
 * once, shared by all exchanges, closed last.
 */
public final class Net implements AutoCloseable {
    private static final int MESSAGE_BYTES_MAX = 4 << 20;
    private static final int SOCKETS_MAX = 4_096;
    private static final Duration CLOSE_MAX = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final InstantSource clock;
    private final @Nullable WireTap tap;
    private final WebSocketClient sockets;
    private final Map<String, Pace> attempts = new ConcurrentHashMap<>();
    private final Limits limits;
    private final Optional<TrustOptions> trust;
    private volatile boolean closed;

    private Net(
            Vertx vertx,
            InstantSource clock,
            Limits limits,
            Optional<TrustOptions> trust,
            @Nullable WireTap tap) {
        this.vertx = vertx;
        this.clock = clock;
        this.limits = limits;
        this.trust = trust;
        this.tap = tap;
        // Inflating costs more than the bytes that it saves, so no compression is offered.
        var options =
                new WebSocketClientOptions()
                        .setMaxFrameSize(MESSAGE_BYTES_MAX)
                        .setMaxMessageSize(MESSAGE_BYTES_MAX)
                        .setMaxConnections(SOCKETS_MAX)
                        .setConnectTimeout(5_000)
                        .setClosingTimeout(1)
                        .setTryUsePerMessageCompression(false)
                        .setTryUsePerFrameCompression(false);
        trust.ifPresent(options::setTrustOptions);
        this.sockets = vertx.createWebSocketClient(options);
    }

    /** Starts event loops, with limits of its own. */
    public static Net open(InstantSource clock) {
        return open(clock, new Limits(clock));
    }

    /** Like {@link #open(InstantSource)}, with other authorities than the JDK's to trust. */
    static Net trusting(InstantSource clock, KeyStore authorities) {
        try {
            var factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(authorities);
            TrustOptions trust = TrustOptions.wrap(factory.getTrustManagers()[0]);
            return open(clock, new Limits(clock), Optional.of(trust), null);
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("every JDK can trust a key store", absent);
        }
    }

    /**
     * The process's own, shared by everyone who asks with the same clock: their limits are one.
     * Each closes it; the last ends the sockets.
     */
    public static Net shared(InstantSource clock) {
        return SharedNets.open(clock);
    }

    /** The process's own, or one apart where somebody listens in: they hear one exchange only. */
    public static Net of(ExchangeConfig config) {
        return config.tap()
                .map(tap -> open(config.clock(), new Limits(config.clock()), Optional.empty(), tap))
                .orElseGet(() -> shared(config.clock()));
    }

    static Net open(InstantSource clock, Limits limits) {
        return open(clock, limits, Optional.empty(), null);
    }

    private static Net open(
            InstantSource clock,
            Limits limits,
            Optional<TrustOptions> trust,
            @Nullable WireTap tap) {
        int loops = Math.max(2, Runtime.getRuntime().availableProcessors());
        var options =
                new VertxOptions()
                        .setEventLoopPoolSize(loops)
                        .setWorkerPoolSize(2)
                        .setInternalBlockingPoolSize(2);
        return new Net(Vertx.vertx(options), clock, limits, trust, tap);
    }

    /** The clock that everything here reads the time of day from. */
    public InstantSource clock() {
        return clock;
    }

    /** What exchanges let everyone use who shares this. */
    public Limits limits() {
        return limits;
    }

    /** A client for one host. */
    public Http http(URI base, HttpSettings settings) {
        return new Http(this, vertx, base, settings, trust);
    }

    /**
     * Opens a connection that comes back by itself until it is closed.
     *
     * @param loop the thread on which it lives and its listener is called
     */
    public SocketLink link(Loop loop, SocketSettings settings, SocketListener listener) {
        return SocketLink.open(this, loop, settings, listener, settings.ageMax());
    }

    /**
     * Opens two connections that carry the same, see {@link TwinLink}.
     *
     * @param loop the thread on which both live and their listener is called
     * @param second like {@code first}, or another address of the same exchange
     */
    public TwinLink twin(
            Loop loop, SocketSettings first, SocketSettings second, SocketListener listener) {
        return TwinLink.open(this, loop, first, second, listener);
    }

    /**
     * Opens a connection for questions and answers.
     *
     * @param loop the thread on which it lives and its protocol is called
     * @param underwayMax how many calls may wait for their answers
     */
    public SocketCalls calls(
            Loop loop, SocketSettings settings, int underwayMax, CallProtocol protocol) {
        return SocketCalls.open(this, loop, settings, underwayMax, protocol);
    }

    /** A thread for one or several links. */
    public Loop loop() {
        return Loop.open(vertx);
    }

    /** Who hears everything before it is read; mostly nobody. */
    @Nullable WireTap tap() {
        return tap;
    }

    boolean isClosed() {
        return closed;
    }

    /** The attempts to connect to one host, shared by all links to it. */
    Pace attempts(SocketSettings settings) {
        String host = settings.address().getHost() + ":" + settings.port();
        return attempts.computeIfAbsent(host, first -> new Pace(settings.attempts()));
    }

    WebSocketClient sockets() {
        return sockets;
    }

    /** Closes every connection within 10 s, unless others share this. */
    @Override
    public void close() {
        if (!SharedNets.leave(this)) {
            return;
        }
        closed = true;
        Waiting.forIt(
                sockets.shutdown(100, TimeUnit.MILLISECONDS).eventually(vertx::close), CLOSE_MAX);
    }
}
