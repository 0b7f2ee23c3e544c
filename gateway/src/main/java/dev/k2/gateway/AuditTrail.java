package dev.k2.gateway;

import dev.k2.accounts.ApiKeyId;
import dev.k2.audit.AuditEvent;
import dev.k2.audit.AuditKind;
import dev.k2.audit.AuditLog;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one place that sees every call which changes something, and writes down how it ended before the answer goes out. Only fields that
 * are named here are written down, so that a new field which holds a secret is not.
 */
final class AuditTrail {
    /** A POST that asks and changes nothing. */
    private static final Set<String> READS =
            Set.of(
                    "previewOrder",
                    "createPasskeyOptions",
                    "createLoginOptions",
                    "createStepUpOptions");

    /** A GET that changes something. */
    private static final Set<String> CHANGES = Set.of("finishLink");

    /** What makes a person safer is done even while it cannot be written down; it waits in memory and in the journal. */
    private static final Set<String> SAFER =
            Set.of("cancelOrder", "cancelOrders", "activateKillSwitch", "logout", "refresh");

    private static final Set<String> SHOWN =
            Set.of(
                    "exchange",
                    "instrument",
                    "outcome",
                    "side",
                    "type",
                    "quantity",
                    "price",
                    "stop_price",
                    "time_in_force",
                    "good_till",
                    "post_only",
                    "reduce_only",
                    "client_order_id",
                    "status",
                    "label",
                    "name",
                    "enabled",
                    "auth",
                    "reason",
                    "timeout_seconds",
                    "price_collar_percent",
                    "duplicate_window_ms");
    private static final String SHOWN_TOO = "max_";
    private static final Set<String> OBJECTS = Set.of("id", "exchange", "instrument", "link_id");
    private static final Set<String> MADE = Set.of("id", "order_id", "link_id");
    private static final Pattern OBJECT = Pattern.compile("[0-9A-Fa-f-]{36}|[A-Z0-9a-z.-]{1,40}");

    /** The address of a signal is the secret that lets it in. */
    private static final String SECRET_ADDRESS = "receiveSignal";

    private final AuditLog log;
    private final Sessions sessions;
    private final InstantSource clock;

    AuditTrail(AuditLog log, Sessions sessions, InstantSource clock) {
        this.log = log;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** Answers a call, unless it changes something and that cannot be written down. */
    Reply answer(Operation operation, String requestId, Call call, Asked asked) {
        boolean changes = changes(operation);
        if (changes && !log.accepts() && !SAFER.contains(operation.id())) {
            return Reply.refused(
                    Problem.unavailable("The audit log cannot be written.")
                            .with("component", "audit"));
        }
        Reply reply;
        try {
            reply = call.answer(asked);
        } catch (RuntimeException failure) {
            record(operation, requestId, asked, AuditKind.ERROR, "failed", Reply.nothing());
            throw failure;
        }
        String outcome = outcome(reply);
        if (changes) {
            record(operation, requestId, asked, kind(operation), outcome, reply);
        }
        return reply;
    }

    /** Somebody who showed no good token wanted to change something. */
    void denied(Operation operation, String requestId, String address, Problem problem) {
        if (changes(operation) && log.accepts()) {
            log.record(
                    new AuditEvent(
                            UUID.randomUUID(),
                            clock.instant(),
                            AuditKind.AUTH,
                            operation.id(),
                            Optional.empty(),
                            Optional.empty(),
                            address,
                            "",
                            problem.code(),
                            requestId,
                            Map.of()));
        }
    }

    private void record(
            Operation operation,
            String requestId,
            Asked asked,
            AuditKind kind,
            String outcome,
            Reply reply) {
        Optional<Caller> who = Optional.ofNullable(asked.person()).or(() -> entered(reply));
        log.record(
                new AuditEvent(
                        UUID.randomUUID(),
                        clock.instant(),
                        kind,
                        operation.id(),
                        who.map(Caller::user),
                        who.flatMap(Caller::ofSession),
                        asked.address(),
                        object(operation, asked, reply),
                        outcome,
                        requestId,
                        details(operation, asked, who.flatMap(Caller::ofKey))));
    }

    /** Who came in by this very call. */
    private Optional<Caller> entered(Reply reply) {
        return made(reply, "access_token")
                .map(sessions::check)
                .flatMap(
                        access ->
                                switch (access) {
                                    case Sessions.Access.Granted(Caller caller) ->
                                            Optional.of(caller);
                                    case Sessions.Access.Denied denied -> Optional.empty();
                                });
    }

    private static String object(Operation operation, Asked asked, Reply reply) {
        for (String name : MADE) {
            Optional<String> made = made(reply, name);
            if (made.isPresent()) {
                return made.get();
            }
        }
        if (operation.id().equals(SECRET_ADDRESS)) {
            return "";
        }
        for (String name : OBJECTS) {
            if (operation.path().containsKey(name)
                    && asked.values().get(name) instanceof String text
                    && OBJECT.matcher(text).matches()) {
                return text;
            }
        }
        return "";
    }

    private static Map<String, String> details(
            Operation operation, Asked asked, Optional<ApiKeyId> key) {
        Map<String, String> details = new TreeMap<>();
        key.ifPresent(id -> details.put("api_key", id.toString()));
        BiConsumer<String, @Nullable Object> keep =
                (name, value) -> {
                    boolean shown = SHOWN.contains(name) || name.startsWith(SHOWN_TOO);
                    boolean plain =
                            value instanceof String
                                    || value instanceof Number
                                    || value instanceof Boolean;
                    if (shown && plain) {
                        details.put(name, String.valueOf(value));
                    }
                };
        asked.body().forEach(entry -> keep.accept(entry.getKey(), entry.getValue()));
        asked.values()
                .forEach(
                        (name, value) -> {
                            if (!operation.headers().containsKey(name)) {
                                keep.accept(name, value);
                            }
                        });
        return details;
    }

    private static Optional<String> made(Reply reply, String name) {
        if (reply instanceof Reply.WithHeader(Reply within, String header, String value)) {
            return made(within, name);
        }
        return reply instanceof Reply.Data data
                        && data.data() instanceof JsonObject object
                        && object.getValue(name) instanceof String text
                ? Optional.of(text)
                : Optional.empty();
    }

    private static String outcome(Reply reply) {
        return switch (reply) {
            case Reply.Refusal(Problem problem) -> problem.code();
            case Reply.Data data -> "ok";
            case Reply.Listing listing -> "ok";
            case Reply.Raw raw -> "ok";
            case Reply.Streamed streamed -> "ok";
            case Reply.WithHeader(Reply within, String name, String value) -> outcome(within);
        };
    }

    private static boolean changes(Operation operation) {
        return operation.method().equals(HttpMethod.GET)
                ? CHANGES.contains(operation.id())
                : !READS.contains(operation.id());
    }

    private static AuditKind kind(Operation operation) {
        String route = operation.route();
        if (route.startsWith("/v1/admin")) {
            return AuditKind.ADMIN;
        }
        if (route.startsWith("/v1/exchange-links") || route.startsWith("/v1/auth/link")) {
            return AuditKind.EXCHANGE;
        }
        if (route.startsWith("/v1/auth") || route.startsWith("/v1/ws")) {
            return AuditKind.AUTH;
        }
        return route.startsWith("/v1/orders") || route.startsWith("/v1/risk")
                ? AuditKind.ORDER
                : AuditKind.REQUEST;
    }
}
