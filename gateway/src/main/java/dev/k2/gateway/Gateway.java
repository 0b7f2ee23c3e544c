package dev.k2.gateway;

import dev.k2.accounts.Accounts;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.BindException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The door of the gateway: HTTP, the clients' stream and the web app on one port.
 *
 * <pre>{@code
 * try (Gateway gateway = Gateway.start(GatewayConfig.local(8080, webApp, "sim", "0.1.0"), parts)) {
 *     System.out.println(gateway.port());
 * }
 * }</pre>
 */
public final class Gateway implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofSeconds(30);
    private static final Duration LAST_ANSWERS_MAX = Duration.ofSeconds(5);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(5);
    private static final int MESSAGE_BYTES_MAX = 16 * 1024;
    private static final int LINE_BYTES_MAX = 8 * 1024;
    private static final int HEADER_BYTES_MAX = 16 * 1024;
    private static final int IDLE_SECONDS_MAX = 75;
    private static final int CLOSING_SECONDS_MAX = 2;
    private static final int LOOPS_MAX = 4;

    /** Left to itself the kernel keeps megabytes of old prices for a reader that does not read. */
    private static final int SEND_BYTES_KEPT = 128 * 1024;

    private final Vertx vertx;
    private final ExecutorService serial;
    private final Front front;
    private final StreamDoor streams;
    private final int port;

    private Gateway(
            Vertx vertx, ExecutorService serial, Front front, StreamDoor streams, int port) {
        this.vertx = vertx;
        this.serial = serial;
        this.front = front;
        this.streams = streams;
        this.port = port;
    }

    /**
     * Starts serving. Blocks until the port is open.
     *
     * @throws PortTakenException where somebody else has the port
     */
    public static Gateway start(GatewayConfig config, GatewayParts parts) {
        return start(config, parts, Optional.empty());
    }

    /**
     * The same with mail that is shown in place of being sent, in mode sim.
     *
     * @param inbox ignored in every other mode
     */
    public static Gateway start(
            GatewayConfig config, GatewayParts parts, Optional<MailInbox> inbox) {
        int loops = Math.min(LOOPS_MAX, Runtime.getRuntime().availableProcessors());
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops));
        ExecutorService serial =
                Executors.newSingleThreadExecutor(
                        Thread.ofVirtual().name("k2-stream-demand").factory());
        try {
            return serve(vertx, serial, config, parts, DevMail.of(config, inbox), loops);
        } catch (RuntimeException failure) {
            serial.shutdownNow();
            var _ = vertx.close();
            throw failure;
        }
    }

    private static Gateway serve(
            Vertx vertx,
            ExecutorService serial,
            GatewayConfig config,
            GatewayParts parts,
            DevMail devMail,
            int loops) {
        Contract contract = within(START_MAX, Contract.load(vertx));
        var demand = new Demand(parts.market());
        var shards = new Shards();
        var tickets = new Tickets(parts.clock());
        var sessions = new Sessions(parts.accounts());
        var streams =
                new StreamDoor(
                        vertx,
                        new StreamParts(
                                config.limits(),
                                parts.market(),
                                sessions,
                                tickets,
                                demand,
                                new MarketFan(parts.market(), demand, shards),
                                new PrivateFan(PrivateChannel.ORDERS),
                                new PrivateFan(PrivateChannel.NOTIFICATIONS),
                                serial,
                                parts.clock(),
                                parts.metrics()),
                        shards,
                        parts.events());
        var front =
                new Front(
                        vertx,
                        config,
                        contract,
                        calls(config, parts, tickets, streams),
                        sessions,
                        new AuditTrail(parts.audit(), sessions, parts.clock()),
                        parts.clock(),
                        parts.metrics(),
                        streams::accept,
                        devMail);
        var port = new AtomicInteger();
        Optional<Certificates> tls =
                config.edge().tls().map(files -> Certificates.watch(vertx, files));
        try {
            within(START_MAX, deploy(vertx, config, front, tls, port, loops));
        } catch (RuntimeException failure) {
            streams.close();
            throw failure;
        }
        return new Gateway(vertx, serial, front, streams, port.get());
    }

    /** The port that is served. */
    public int port() {
        return port;
    }

    /**
     * Takes no more requests, lets those under way end, tells every stream that K2 stops, and
     * closes all connections; within 12 s.
     */
    @Override
    public void close() {
        front.close(LAST_ANSWERS_MAX);
        streams.close();
        within(CLOSE_MAX, vertx.close());
        serial.shutdown();
    }

    private static Map<String, Call> calls(
            GatewayConfig config, GatewayParts parts, Tickets tickets, StreamDoor streams) {
        Map<String, Call> calls = new HashMap<>();
        calls.putAll(new AuthCalls(parts.accounts(), tickets).all());
        calls.putAll(new FactorCalls(parts.accounts()).all());
        calls.putAll(new PasskeyCalls(parts.accounts()).all());
        calls.putAll(new PasswordCalls(parts.accounts()).all());
        calls.putAll(new SessionCalls(parts.accounts()).all());
        calls.putAll(new ApiKeyCalls(parts.accounts().apiKeys()).all());
        calls.putAll(new UserCalls(parts.accounts(), parts.affairs()).all());
        calls.putAll(new ExportCalls(parts.accounts(), parts.trading(), parts.watchlists()).all());
        calls.putAll(new AdminCalls(parts.accounts().people()).all());
        calls.putAll(new OauthCalls(parts.accounts().identities()).all());
        calls.putAll(
                new LinkCalls(parts.accounts(), parts.keys(), parts.affairs(), parts.clock())
                        .all());
        calls.putAll(new LinkStarts(parts.accounts(), parts.keys()).all());
        calls.putAll(new MarketCalls(parts.market(), parts.clock()).all());
        calls.putAll(
                new UdfCalls(parts.market(), parts.clock(), config.edge().credentials()).all());
        calls.putAll(new EventCalls(parts.market()).all());
        calls.putAll(new OrderCalls(parts.trading()).all());
        calls.putAll(new OcoCalls(parts.trading()).all());
        calls.putAll(new PositionCalls(parts.trading(), parts.market()).all());
        calls.putAll(new NotificationCalls(parts.notifications()).all());
        calls.putAll(new SignalCalls(parts.signals(), parts.accounts()).all());
        calls.putAll(new WatchlistCalls(parts.watchlists(), parts.market()).all());
        calls.putAll(new AuditCalls(parts.audit(), parts.clock()).all());
        calls.put("getJwks", asked -> publishedKeys(parts.accounts()));
        calls.putAll(new RiskCalls(parts.trading(), parts.accounts()).all());
        calls.putAll(
                new SystemCalls(
                                config,
                                parts.accounts().identities().providers(),
                                parts.market(),
                                parts.health(),
                                parts.metrics(),
                                streams::count,
                                parts.clock().instant())
                        .all());
        return calls;
    }

    private static Reply publishedKeys(Accounts accounts) {
        JsonArray keys = new JsonArray();
        accounts.publishedKeys().forEach(key -> keys.add(new JsonObject(key)));
        return new Reply.Raw(
                200, "application/json", new JsonObject().put("keys", keys).toBuffer());
    }

    /**
     * One server per event loop; Vert.x lets them share a port, also a free one, which it calls -1.
     */
    private static Future<String> deploy(
            Vertx vertx,
            GatewayConfig config,
            Front front,
            Optional<Certificates> tls,
            AtomicInteger port,
            int loops) {
        int wanted = config.port() == 0 ? -1 : config.port();
        return vertx.deployVerticle(
                () ->
                        context -> {
                            HttpServer server =
                                    vertx.createHttpServer(
                                                    tls.map(files -> files.secure(options()))
                                                            .orElseGet(Gateway::options))
                                            .requestHandler(front::handle)
                                            .invalidRequestHandler(front::handleUnreadable);
                            tls.ifPresent(files -> files.serves(server));
                            return server.listen(wanted, config.host())
                                    .onSuccess(open -> port.set(open.actualPort()));
                        },
                new DeploymentOptions().setInstances(loops));
    }

    private static HttpServerOptions options() {
        return new HttpServerOptions()
                .setSendBufferSize(SEND_BYTES_KEPT)
                .setMaxInitialLineLength(LINE_BYTES_MAX)
                .setMaxHeaderSize(HEADER_BYTES_MAX)
                .setMaxWebSocketFrameSize(MESSAGE_BYTES_MAX)
                .setMaxWebSocketMessageSize(MESSAGE_BYTES_MAX)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setWebSocketClosingTimeout(CLOSING_SECONDS_MAX)
                .setIdleTimeout(IDLE_SECONDS_MAX)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setHttp2ClearTextEnabled(false);
    }

    private static <T> T within(Duration limit, Future<T> future) {
        try {
            return future.toCompletionStage()
                    .toCompletableFuture()
                    .get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the gateway changed", interrupted);
        } catch (TimeoutException late) {
            throw new IllegalStateException("the gateway took longer than " + limit, late);
        } catch (ExecutionException failure) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            if (cause instanceof BindException) {
                throw new PortTakenException(cause);
            }
            throw new IllegalStateException("the gateway could not start: " + cause, cause);
        }
    }
}
