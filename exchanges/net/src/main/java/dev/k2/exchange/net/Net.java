package dev.k2.exchange.net;

import dev.k2.exchange.ExchangeConfig;
import dev.k2.exchange.WireTap;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
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
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The house of sockets: everything that K2 says to an exchange goes through one of these. Made
 * once, shared by all exchanges, closed last.
 */
public final class Net implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Net.class);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(10);
    private static final int HTTP_LOOPS = 2;

    private final Vertx vertx;
    private final EventLoopGroup loops;
    private final InstantSource clock;
    private final Limits limits;
    private final Optional<TrustManager> trust;
    private final Map<String, Pace> attempts = new ConcurrentHashMap<>();
    private final @Nullable WireTap tap;
    private @Nullable SslContext tls;
    private volatile boolean closed;

    private Net(
            InstantSource clock,
            Limits limits,
            Optional<TrustManager> trust,
            @Nullable WireTap tap) {
        this.clock = clock;
        this.limits = limits;
        this.trust = trust;
        this.tap = tap;
        var options =
                new VertxOptions()
                        .setEventLoopPoolSize(HTTP_LOOPS)
                        .setWorkerPoolSize(2)
                        .setInternalBlockingPoolSize(2);
        this.vertx = Vertx.vertx(options);
        this.loops =
                new MultiThreadIoEventLoopGroup(
                        Math.max(2, Runtime.getRuntime().availableProcessors()),
                        new DefaultThreadFactory("k2-loop"),
                        NioIoHandler.newFactory());
    }

    /** Starts event loops, with limits of its own. */
    public static Net open(InstantSource clock) {
        return open(clock, new Limits(clock));
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
        InstantSource clock = config.clock();
        return config.tap()
                .map(tap -> new Net(clock, new Limits(clock), Optional.empty(), tap))
                .orElseGet(() -> shared(clock));
    }

    static Net open(InstantSource clock, Limits limits) {
        return new Net(clock, limits, Optional.empty(), null);
    }

    /** Like {@link #open(InstantSource)}, with other authorities than the JDK's to trust. */
    static Net trusting(InstantSource clock, KeyStore authorities) {
        try {
            var factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(authorities);
            Optional<TrustManager> trust = Optional.of(factory.getTrustManagers()[0]);
            return new Net(clock, new Limits(clock), trust, null);
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("every JDK can trust a key store", absent);
        }
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
        return new Http(this, vertx, base, settings, trust.map(TrustOptions::wrap));
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
        return new Loop(loops.next());
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

    /** How hosts of sockets are verified: by an authority that is trusted, and by their name. */
    synchronized SslContext tls() {
        SslContext present = tls;
        if (present == null) {
            try {
                var builder =
                        SslContextBuilder.forClient().endpointIdentificationAlgorithm("HTTPS");
                trust.ifPresent(builder::trustManager);
                present = builder.build();
            } catch (SSLException absent) {
                throw new IllegalStateException("every JDK has TLS", absent);
            }
            tls = present;
        }
        return present;
    }

    /** Closes every connection within 10 s, unless others share this. */
    @Override
    public void close() {
        if (!SharedNets.leave(this)) {
            return;
        }
        closed = true;
        var ending = loops.shutdownGracefully(0, CLOSE_MAX.toMillis() / 2, TimeUnit.MILLISECONDS);
        Waiting.forIt(vertx.close(), CLOSE_MAX);
        if (!ending.awaitUninterruptibly(CLOSE_MAX.toMillis())) {
            LOG.warn("event loops are busy for {} s", CLOSE_MAX.toSeconds());
        }
    }
}
