package dev.k2.sim.binance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.ApiKey;
import dev.k2.sim.Fault;
import dev.k2.sim.Scheduler;
import dev.k2.sim.Target;
import dev.k2.sim.WireJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to the WebSocket API: calls in envelopes, a session, subscriptions to user data. */
final class ApiSocket {
    private static final Logger LOG = LoggerFactory.getLogger(ApiSocket.class);
    private static final Set<String> SIGNING =
            Set.of("apiKey", "timestamp", "recvWindow", "signature");
    private static final Set<String> EXTRA = Set.of("apiKey", "returnRateLimits");
    private static final int SUBSCRIPTIONS_MAX = 1000;
    private static final int SUBSCRIPTIONS_EVER_MAX = 65_535;
    private static final long LOGON_WEIGHT = 2;

    private final Connection connection;
    private final BinanceFloor floor;
    private final CallTable calls;
    private final Gate gate;
    private final Limits limits;
    private final UserHub users;
    private final boolean subscribable;
    private final Scheduler scheduler;
    private final long connectedMicros;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private long nextSubscriptionId;
    private @Nullable Account session;
    private long sessionMicros;

    ApiSocket(
            Connection connection,
            BinanceFloor floor,
            CallTable calls,
            Gate gate,
            Limits limits,
            UserHub users,
            boolean subscribable,
            Scheduler scheduler) {
        this.connection = connection;
        this.floor = floor;
        this.calls = calls;
        this.gate = gate;
        this.limits = limits;
        this.users = users;
        this.subscribable = subscribable;
        this.scheduler = scheduler;
        this.connectedMicros = floor.micros();
    }

    void open(Runnable onClosed) {
        connection.open(
                false,
                this::receive,
                () -> {
                    subscriptions.forEach(users::leave);
                    onClosed.run();
                },
                this::announceShutdown);
    }

    Connection connection() {
        return connection;
    }

    boolean hasUserStream() {
        return !subscriptions.isEmpty();
    }

    void announceShutdown() {
        ObjectNode event =
                WireJson.object()
                        .put("e", "serverShutdown")
                        .put("E", BinanceTime.shown(floor.micros(), connection.micros()));
        ObjectNode wrapped = WireJson.object();
        wrapped.set("event", event);
        connection.send(wrapped.toString());
    }

    /** Ends the subscriptions of an account, or all of them, and says so. */
    void terminateStreams(@Nullable Account account) {
        for (Subscription subscription : List.copyOf(subscriptions)) {
            if (account == null || subscription.account() == account) {
                subscription.tell(
                        WireJson.object()
                                .put("e", "eventStreamTerminated")
                                .put("E", BinanceTime.shown(floor.micros(), connection.micros())));
                forget(subscription);
            }
        }
        session = account == null || session == account ? null : session;
    }

    /** The key of an account lost its validity: whoever used it here is told, and logged off. */
    void keyRevoked(Account account) {
        boolean concerned =
                session == account || subscriptions.stream().anyMatch(s -> s.account() == account);
        if (!concerned) {
            return;
        }
        terminateStreams(account);
        ObjectNode message = WireJson.object();
        message.putNull("id").put("status", 401);
        message.set("error", RestServer.words(BinanceRefusal.unauthorized()));
        connection.send(message.toString());
    }

    private void receive(String text) {
        JsonNode request;
        try {
            request = WireJson.parse(text);
        } catch (JsonProcessingException e) {
            answer(null, 400, new BinanceRefusal(-1135, "Invalid JSON Request"), true, null);
            return;
        }
        String method = request.path("method").asText();
        method = method.startsWith("v3/") ? method.substring(3) : method;
        Call call = calls.webSocket(method);
        String operation = call == null ? method : call.operation();
        String called = method;
        JsonNode sent = request.path("params");
        Target target =
                floor.target(
                        operation,
                        session == null ? sent.path("apiKey").asText() : session.key().key(),
                        sent.path("symbol").asText());
        Optional<Fault> delay = floor.strikes(Fault.Kind.DELAY, target);
        if (delay.isPresent()) {
            Duration wait = Duration.ofMillis(delay.get().number("delay_ms", 1000));
            Scheduler.Task _ = scheduler.after(wait, () -> work(request, called, call, target));
        } else {
            work(request, called, call, target);
        }
    }

    private void work(JsonNode request, String method, @Nullable Call call, Target target) {
        JsonNode id = request.get("id");
        boolean tellLimits = true;
        try {
            checkId(id);
            Params params = params(request.path("params"));
            tellLimits = params.flag("returnRateLimits", true);
            Gate.Caller caller =
                    new Gate.Caller(
                            connection.address(),
                            params.text("apiKey"),
                            BinanceSignature.sortedPayload(params.all()),
                            connection.micros(),
                            session);
            JsonNode result =
                    call == null ? own(method, params, caller) : pass(call, params, caller);
            if (dropped(target)) {
                return;
            }
            Optional<Fault> after = floor.strikes(Fault.Kind.ERROR_AFTER, target);
            if (after.isPresent()) {
                throw Gate.failure(after.get());
            }
            Account ordered =
                    call != null && call.freeOnSuccess() ? gate.account(params, caller) : null;
            answer(id, result, tellLimits, ordered);
        } catch (BinanceRefusal refusal) {
            if (!dropped(target)) {
                answer(id, refusal.status(), refusal, tellLimits, null);
            }
        } catch (RuntimeException e) {
            LOG.error("{} failed", method, e);
            answer(
                    id,
                    500,
                    new BinanceRefusal(
                            -1000, "An unknown error occurred while processing the request."),
                    tellLimits,
                    null);
        }
    }

    private boolean dropped(Target target) {
        Optional<Fault> drop = floor.strikes(Fault.Kind.DROP_REPLY, target);
        drop.filter(fault -> !fault.word("mode", "reset").equals("swallow"))
                .ifPresent(fault -> connection.cut());
        return drop.isPresent();
    }

    private JsonNode pass(Call call, Params params, Gate.Caller caller) {
        Params read = new Params();
        params.all()
                .forEach(
                        (name, value) -> {
                            if (!EXTRA.contains(name)) {
                                read.put(name, value);
                            }
                        });
        return gate.pass(call, read, caller);
    }

    /** The methods that concern this connection itself. */
    private JsonNode own(String method, Params params, Gate.Caller caller) {
        if (!subscribable && method.startsWith("userDataStream.")) {
            throw unknown(method);
        }
        return switch (method) {
            case "session.logon" -> logon(params, caller);
            case "session.status" -> sessionStatus();
            case "session.logout" -> logout();
            case "session.subscriptions" -> listSubscriptions();
            case "userDataStream.subscribe" -> subscribeSession();
            case "userDataStream.subscribe.signature" -> subscribeSigned(params, caller);
            case "userDataStream.unsubscribe" -> unsubscribe(params);
            case "userDataStream.start", "userDataStream.ping", "userDataStream.stop" ->
                    throw new BinanceRefusal(
                            410, -1016, "This service is no longer available.", null);
            case "" ->
                    throw new BinanceRefusal(
                            -1102,
                            "Mandatory parameter 'method' was not sent, was empty/null, or"
                                    + " malformed.");
            default -> throw unknown(method);
        };
    }

    private static BinanceRefusal unknown(String method) {
        return new BinanceRefusal(-5000, "Method " + method + " is invalid");
    }

    private JsonNode logon(Params params, Gate.Caller caller) {
        Account account = checked(params, caller);
        if (account.key().kind() != ApiKey.Kind.ED25519) {
            String kind = account.key().kind() == ApiKey.Kind.HMAC ? "HMAC_SHA256" : "RSA";
            throw new BinanceRefusal(-4056, kind + " API key is not supported.");
        }
        session = account;
        sessionMicros = floor.micros();
        return sessionStatus();
    }

    private Account checked(Params params, Gate.Caller caller) {
        limits.take(caller.address(), LOGON_WEIGHT, floor.micros() / 1000);
        Gate.Caller alone =
                new Gate.Caller(
                        caller.address(), caller.key(), caller.payload(), caller.micros(), null);
        Account account = gate.account(params, alone);
        gate.signed(account, params, alone);
        params.expectOnly(SIGNING);
        return account;
    }

    private ObjectNode sessionStatus() {
        ObjectNode status = WireJson.object();
        if (session == null) {
            status.putNull("apiKey").putNull("authorizedSince");
        } else {
            status.put("apiKey", session.key().key())
                    .put("authorizedSince", BinanceTime.shown(sessionMicros, connection.micros()));
        }
        return status.put("connectedSince", BinanceTime.shown(connectedMicros, connection.micros()))
                .put("returnRateLimits", true)
                .put("serverTime", BinanceTime.shown(floor.micros(), connection.micros()))
                .put("userDataStream", hasUserStream());
    }

    private ObjectNode logout() {
        session = null;
        return sessionStatus();
    }

    private ArrayNode listSubscriptions() {
        ArrayNode list = WireJson.array();
        subscriptions.forEach(s -> list.addObject().put("subscriptionId", s.id()));
        return list;
    }

    private ObjectNode subscribeSession() {
        if (session == null) {
            throw BinanceRefusal.unauthorized();
        }
        limits.take(connection.address(), LOGON_WEIGHT, floor.micros() / 1000);
        return subscribe(session);
    }

    private ObjectNode subscribeSigned(Params params, Gate.Caller caller) {
        return subscribe(checked(params, caller));
    }

    private ObjectNode subscribe(Account account) {
        if (subscriptions.stream().anyMatch(s -> s.account() == account)) {
            throw new BinanceRefusal(-2035, "User Data Stream subscription already active.");
        }
        if (subscriptions.size() >= SUBSCRIPTIONS_MAX
                || nextSubscriptionId > SUBSCRIPTIONS_EVER_MAX) {
            throw new BinanceRefusal(-1191, "Too many subscriptions.");
        }
        Subscription subscription = new Subscription(nextSubscriptionId++, account, connection);
        subscriptions.add(subscription);
        users.join(subscription);
        return WireJson.object().put("subscriptionId", subscription.id());
    }

    private ObjectNode unsubscribe(Params params) {
        Long id = params.integer("subscriptionId");
        List<Subscription> found =
                subscriptions.stream().filter(s -> id == null || s.id() == id).toList();
        if (found.isEmpty()) {
            throw new BinanceRefusal(-2036, "User Data Stream subscription not active.");
        }
        found.forEach(this::forget);
        return WireJson.object();
    }

    private void forget(Subscription subscription) {
        subscriptions.remove(subscription);
        users.leave(subscription);
    }

    private void answer(
            @Nullable JsonNode id, JsonNode result, boolean tellLimits, @Nullable Account ordered) {
        ObjectNode answer = WireJson.object();
        answer.set("id", id);
        answer.put("status", 200);
        answer.set("result", result);
        limits(answer, tellLimits, ordered);
        connection.send(answer.toString());
    }

    private void answer(
            @Nullable JsonNode id,
            int status,
            BinanceRefusal refusal,
            boolean tellLimits,
            @Nullable Account ordered) {
        ObjectNode answer = WireJson.object();
        answer.set("id", id);
        answer.put("status", status);
        ObjectNode error = RestServer.words(refusal);
        if (status == 429 || status == 418) {
            long now = floor.micros() / 1000;
            long seconds =
                    refusal.retryAfterSeconds() > 0
                            ? refusal.retryAfterSeconds()
                            : limits.retryAfterSeconds(connection.address(), status, now);
            error.putObject("data").put("serverTime", now).put("retryAfter", now + 1000 * seconds);
        }
        answer.set("error", error);
        limits(answer, tellLimits, ordered);
        connection.send(answer.toString());
    }

    private void limits(ObjectNode answer, boolean tell, @Nullable Account ordered) {
        if (!tell) {
            return;
        }
        long now = floor.micros() / 1000;
        ArrayNode list = WireJson.array();
        if (ordered != null) {
            list.addAll(limits.orderCounts(ordered, now));
        }
        list.addAll(limits.weightCount(connection.address(), now));
        answer.set("rateLimits", list);
    }

    /** The id is the client's own affair, but it must be there. */
    private static void checkId(@Nullable JsonNode id) {
        if (id == null || !(id.isNull() || id.isIntegralNumber() || id.isTextual())) {
            throw BinanceRefusal.missing("id");
        }
    }

    private static Params params(JsonNode node) {
        Params params = new Params();
        node.properties()
                .forEach(
                        field -> {
                            JsonNode value = field.getValue();
                            if (!value.isNull()) {
                                params.put(
                                        field.getKey(),
                                        value.isValueNode() ? plain(value) : value.toString());
                            }
                        });
        return params;
    }

    private static String plain(JsonNode value) {
        return value.isBigDecimal() ? value.decimalValue().toPlainString() : value.asText();
    }
}
