package dev.k2.gateway;

import dev.k2.accounts.ApiKeyRevoked;
import dev.k2.accounts.SessionRevoked;
import dev.k2.model.OrderUpdated;
import dev.k2.notifications.NotificationAdded;
import dev.k2.platform.EventBus;
import dev.k2.platform.Subscription;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets readers of the stream in, holds them against their sessions, and lets them go. */
final class StreamDoor {
    private static final Logger LOG = LoggerFactory.getLogger(StreamDoor.class);
    private static final int EVENTS_WAITING_MAX = 20_000;
    private static final Duration PING_EVERY = Duration.ofSeconds(25);

    private final StreamParts parts;
    private final Shards shards;
    private final Set<StreamSocket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger open = new AtomicInteger();
    private final Subscription orders;
    private final Subscription notifications;
    private final Subscription revocations;
    private final AtomicBoolean checking = new AtomicBoolean();
    private final Subscription endedKeys;
    private volatile Instant pingedAt;
    private volatile boolean closing;

    StreamDoor(Vertx vertx, StreamParts parts, Shards shards, EventBus events) {
        this.parts = parts;
        this.shards = shards;
        pingedAt = parts.clock().instant();
        parts.metrics().gauge("k2_ws_connections", open::get);
        parts.market().addListener(parts.fan());
        orders =
                events.subscribe(
                        "stream-orders",
                        OrderUpdated.class,
                        EVENTS_WAITING_MAX,
                        parts.orders()::told,
                        lost -> parts.orders().lost());
        notifications =
                events.subscribe(
                        "stream-notifications",
                        NotificationAdded.class,
                        EVENTS_WAITING_MAX,
                        parts.notifications()::told,
                        lost -> parts.notifications().lost());
        // Whoever cannot be told which sessions have ended must not go on as if none had.
        revocations =
                events.subscribe(
                        "stream-sessions",
                        SessionRevoked.class,
                        EVENTS_WAITING_MAX,
                        this::revoked,
                        lost -> closeWhere(caller -> true));
        endedKeys =
                events.subscribe(
                        "stream-keys",
                        ApiKeyRevoked.class,
                        EVENTS_WAITING_MAX,
                        event -> closeWhere(caller -> caller.isBy(event.key())),
                        lost -> closeWhere(caller -> true));
        vertx.setPeriodic(parts.limits().sessionCheckEvery().toMillis(), timer -> look());
    }

    int count() {
        return open.get();
    }

    /** Turns a request into a WebSocket, or says why not. */
    void accept(Visit visit) {
        HttpServerRequest request = visit.request();
        Optional<Problem> refusal = refusal(request);
        if (refusal.isPresent()) {
            if (refusal.get().status() == 426) {
                visit.headers().set("Upgrade", "websocket");
            }
            visit.answer(Reply.refused(refusal.get()));
            return;
        }
        if (open.incrementAndGet() > parts.limits().socketsMax()) {
            open.decrementAndGet();
            visit.answer(Reply.refused(Problem.unavailable("Too many streams are open.")));
            return;
        }
        boolean publicOnly = "/ws/prices".equals(request.path());
        visit.becomesSocket();
        var _ =
                request.toWebSocket()
                        .onSuccess(socket -> begin(socket, publicOnly))
                        .onFailure(
                                failure -> {
                                    open.decrementAndGet();
                                    LOG.atDebug()
                                            .addKeyValue("cause", failure.toString())
                                            .log("a WebSocket was not opened");
                                });
    }

    /** Closes every socket; the readers are told that K2 stops. */
    void close() {
        closing = true;
        orders.cancel();
        notifications.cancel();
        revocations.cancel();
        endedKeys.cancel();
        parts.market().removeListener(parts.fan());
        sockets.forEach(socket -> socket.closeSoon(CloseReason.STOPPING));
    }

    private void begin(ServerWebSocket socket, boolean publicOnly) {
        Wire wire = new Wire(socket);
        StreamSocket reader = new StreamSocket(parts, wire, shards.of(wire.loop()), publicOnly);
        sockets.add(reader);
        socket.textMessageHandler(reader::receive);
        socket.binaryMessageHandler(bytes -> reader.receive(bytes.toString()));
        socket.exceptionHandler(
                failure -> {
                    LOG.atDebug()
                            .addKeyValue("cause", failure.toString())
                            .log("a WebSocket failed");
                    reader.close(CloseReason.UNREADABLE);
                });
        socket.closeHandler(
                nothing -> {
                    reader.ended();
                    if (sockets.remove(reader)) {
                        open.decrementAndGet();
                    }
                });
        if (closing) {
            reader.close(CloseReason.STOPPING);
        }
    }

    private static Optional<Problem> refusal(HttpServerRequest request) {
        if (!"/ws".equals(request.path()) && !"/ws/prices".equals(request.path())) {
            return Optional.of(Problem.notFound("address"));
        }
        String upgrade = Optional.ofNullable(request.getHeader("Upgrade")).orElse("");
        String connection = Optional.ofNullable(request.getHeader("Connection")).orElse("");
        boolean asks =
                upgrade.equalsIgnoreCase("websocket")
                        && connection.toLowerCase(Locale.ROOT).contains("upgrade")
                        && "13".equals(request.getHeader("Sec-WebSocket-Version"))
                        && request.getHeader("Sec-WebSocket-Key") != null
                        && request.method().name().equals("GET");
        return asks
                ? Optional.empty()
                : Optional.of(
                        new Problem(
                                426,
                                "UPGRADE_REQUIRED",
                                "This address speaks WebSocket, version 13.",
                                Map.of("expected", "Upgrade: websocket")));
    }

    /** Tokens end by themselves; a reader who wants to stay sends auth again before. */
    private void look() {
        Instant now = parts.clock().instant();
        for (StreamSocket socket : sockets) {
            if (socket.caller().filter(c -> !now.isBefore(c.expiresAt())).isPresent()) {
                socket.closeSoon(CloseReason.SESSION_ENDED);
            }
        }
        if (checking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("k2-stream-sessions").start(this::holdAgainstSessions);
        }
        pingIfDue();
    }

    /** Another node revokes without telling us, and a revocation may pass one that just logs in. */
    private void holdAgainstSessions() {
        try {
            parts.sessions().lookAt(callers());
            Map<Caller.By, Boolean> live = new HashMap<>();
            for (StreamSocket socket : sockets) {
                Optional<Caller> caller = socket.caller();
                if (caller.isPresent()
                        && !live.computeIfAbsent(caller.get().by(), by -> isLive(caller.get()))) {
                    socket.closeSoon(CloseReason.SESSION_ENDED);
                }
            }
        } catch (RuntimeException failure) {
            LOG.atWarn()
                    .addKeyValue("cause", failure.toString())
                    .log("streams could not be held against their sessions");
        } finally {
            checking.set(false);
        }
    }

    private List<Caller> callers() {
        return sockets.stream().flatMap(socket -> socket.caller().stream()).toList();
    }

    private boolean isLive(Caller caller) {
        return parts.sessions().check(caller.token().reveal()) instanceof Sessions.Access.Granted;
    }

    private void revoked(SessionRevoked event) {
        closeWhere(caller -> caller.isBy(event.session()));
    }

    private void closeWhere(Predicate<Caller> whose) {
        for (StreamSocket socket : sockets) {
            if (socket.caller().filter(whose).isPresent()) {
                socket.closeSoon(CloseReason.SESSION_ENDED);
            }
        }
    }

    private void pingIfDue() {
        Instant now = parts.clock().instant();
        if (Duration.between(pingedAt, now).compareTo(PING_EVERY) > 0) {
            pingedAt = now;
            sockets.forEach(StreamSocket::ping);
        }
    }
}
