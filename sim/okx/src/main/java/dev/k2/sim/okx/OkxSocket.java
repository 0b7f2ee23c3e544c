package dev.k2.sim.okx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.AccountHub;
import dev.k2.sim.Fault;
import dev.k2.sim.Line;
import dev.k2.sim.RateWindow;
import dev.k2.sim.Scheduler;
import dev.k2.sim.Target;
import dev.k2.sim.TopicHub;
import dev.k2.sim.WireJson;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One connection to one of OKX's three addresses: its login, its channels, and the orders that come over it. */
final class OkxSocket implements TopicHub.Ear {
    private static final short SILENT = 4004;
    private static final short LOGGED_OUT = 4001;
    private static final int SUBSCRIBE_MAX = 64 * 1024;
    private static final long HOUR = 3_600_000;
    private final Line line;
    private final Topics.Place place;
    private final String connId;
    private final Shared shared;
    private final Map<String, Seat> seats = new LinkedHashMap<>();
    private final Set<String> topics = new LinkedHashSet<>();
    private final RateWindow<String> requests = new RateWindow<>(HOUR);
    private @Nullable Account account;
    // By the machine's clock, since the exchange's own can be set wrong or run as fast as it likes.
    private long movedNanos;
    private Scheduler.Task watching = () -> {};

    /** What all connections have in common. */
    record Shared(
            OkxFloor floor,
            Gate gate,
            Settings settings,
            Scheduler scheduler,
            AccountHub<UserMessage> users,
            Feeds feeds,
            UserChannels userChannels,
            Pairs pairs,
            SocketOrders orders,
            ChannelCounts counts) {}

    OkxSocket(Line line, Topics.Place place, String connId, Shared shared) {
        this.line = line;
        this.place = place;
        this.connId = connId;
        this.shared = shared;
    }

    /** One channel of an account that this connection listens to. */
    private record Seat(OkxSocket socket, Account account, ObjectNode arg)
            implements AccountHub.Ear<UserMessage> {
        @Override
        public boolean wants(UserMessage message) {
            return message.fits(arg);
        }

        @Override
        public String worded(UserMessage message) {
            return worded(message.data());
        }

        private String worded(ArrayNode data) {
            ObjectNode named = arg.deepCopy().put("uid", AccountWords.uid(account));
            ObjectNode json = WireJson.object();
            json.set("arg", named);
            if (arg.path("channel").asText().equals("account")
                    || arg.path("channel").asText().equals("positions")) {
                json.put("eventType", "event_update").put("curPage", 1).put("lastPage", true);
            }
            json.set("data", data);
            return json.toString();
        }

        @Override
        public void send(String text) {
            socket.send(text);
        }
    }

    void open(Runnable onClosed) {
        movedNanos = System.nanoTime();
        watching = shared.scheduler().after(shared.settings().idle(), this::watch);
        line.open(
                false,
                this::text,
                () -> {
                    watching.cancel();
                    leaveAll();
                    onClosed.run();
                },
                this::announceShutdown);
    }

    Line line() {
        return line;
    }

    /** True when it belongs to an account, or is of the kind that does. */
    boolean isUsers() {
        return place == Topics.Place.PRIVATE || account != null;
    }

    @Nullable Account account() {
        return account;
    }

    void send(String text) {
        movedNanos = System.nanoTime();
        line.send(text);
    }

    @Override
    public int form() {
        return 0;
    }

    @Override
    public void hear(String topic, String text) {
        send(text);
    }

    void announceShutdown() {
        send(
                event(null, "notice")
                        .put("code", "64008")
                        .put(
                                "msg",
                                "The connection will soon be closed for a service upgrade. Please"
                                        + " reconnect.")
                        .put("connId", connId)
                        .toString());
    }

    /** Ends what it has of an account, as OKX does when a session or a key is over. */
    void logOut(String code, String words) {
        fail(null, new OkxRefusal(code, words));
        line.close(LOGGED_OUT, words);
    }

    private void watch() {
        Duration silent = Duration.ofNanos(System.nanoTime() - movedNanos);
        Duration left = shared.settings().idle().minus(silent);
        if (left.isPositive()) {
            watching = shared.scheduler().after(left, this::watch);
        } else {
            line.close(SILENT, "No data received in 30s.");
        }
    }

    private void text(String text) {
        movedNanos = System.nanoTime();
        if (text.equals("ping")) {
            boolean mute =
                    shared.floor()
                            .faults()
                            .stands(Fault.Kind.NO_PING, Target.of("socket"))
                            .isPresent();
            if (!mute) {
                send("pong");
            }
            return;
        }
        JsonNode request = parsed(text);
        if (request == null || !request.path("args").isArray()) {
            fail(request, new OkxRefusal("60012", "Illegal request: " + text));
            return;
        }
        try {
            obey(request, text);
        } catch (OkxRefusal refusal) {
            fail(request, refusal);
        }
    }

    private static @Nullable JsonNode parsed(String text) {
        try {
            JsonNode request = WireJson.parse(text);
            return request.isObject() ? request : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private void obey(JsonNode request, String text) {
        String op = request.path("op").asText();
        switch (op) {
            case "login" -> {
                countRequest(text);
                logIn(request);
            }
            case "subscribe" -> {
                countRequest(text);
                for (JsonNode arg : request.path("args")) {
                    attempt(request, () -> subscribe(request, arg));
                }
            }
            case "unsubscribe" -> {
                countRequest(text);
                for (JsonNode arg : request.path("args")) {
                    attempt(request, () -> unsubscribe(request, arg));
                }
            }
            default -> order(request, op);
        }
    }

    private void attempt(JsonNode request, Runnable work) {
        try {
            work.run();
        } catch (OkxRefusal refusal) {
            fail(request, refusal);
        }
    }

    private void countRequest(String text) {
        if (text.length() > SUBSCRIBE_MAX) {
            throw new OkxRefusal("60012", "Illegal request: longer than 64 KB");
        }
        long most = shared.settings().requestsPerHour();
        if (!requests.take("", most, shared.floor().millis())) {
            throw new OkxRefusal("60014", "Requests too frequent");
        }
    }

    private void order(JsonNode request, String op) {
        if (!shared.orders().knows(op)) {
            throw new OkxRefusal("60019", "Invalid op: " + op);
        }
        if (place != Topics.Place.PRIVATE) {
            throw new OkxRefusal("60028", "The current operation is not supported by this URL.");
        }
        Account owner = account;
        if (owner == null) {
            throw new OkxRefusal("60011", "Please log in");
        }
        shared.orders().take(op, request, owner, this);
    }

    private void logIn(JsonNode request) {
        if (place == Topics.Place.PUBLIC) {
            throw new OkxRefusal("60008", "Login is not supported for public channels");
        }
        Account owner = shared.gate().login(new Args(request.path("args").path(0)));
        if (account != null && account != owner) {
            throw new OkxRefusal("60009", "Login failed");
        }
        account = owner;
        send(
                event(request, "login")
                        .put("code", "0")
                        .put("msg", "")
                        .put("connId", connId)
                        .toString());
    }

    private void subscribe(JsonNode request, JsonNode arg) {
        String channel = arg.path("channel").asText();
        checkPlace(channel, arg);
        if (Topics.isOfAccount(channel)) {
            listen(request, arg, channel);
            return;
        }
        String topic = topic(channel, arg);
        confirm(request, "subscribe", arg);
        if (topics.add(topic)) {
            shared.feeds().welcome(arg).forEach(this::send);
            shared.feeds().join(topic, this);
        }
    }

    private void listen(JsonNode request, JsonNode arg, String channel) {
        Account owner = account;
        if (owner == null) {
            throw new OkxRefusal("60011", "Please log in");
        }
        String name = arg.toString();
        if (!seats.containsKey(name)) {
            long count = shared.counts().join(owner, channel, this);
            if (count > shared.settings().connectionsPerChannel()) {
                shared.counts().leave(owner, channel, this);
                send(count(channel, "channel-conn-count-error", count - 1).toString());
                return;
            }
        }
        confirm(request, "subscribe", arg);
        send(count(channel, "channel-conn-count", shared.counts().of(owner, channel)).toString());
        Seat seat = new Seat(this, owner, ((ObjectNode) arg).deepCopy());
        ArrayNode first = shared.userChannels().welcome(owner, arg);
        if (first != null) {
            send(seat.worded(first).replace("event_update", "snapshot"));
        }
        if (seats.putIfAbsent(name, seat) == null) {
            shared.users().join(seat);
        }
    }

    private void unsubscribe(JsonNode request, JsonNode arg) {
        String channel = arg.path("channel").asText();
        if (Topics.isOfAccount(channel)) {
            Seat seat = seats.remove(arg.toString());
            if (seat != null) {
                shared.users().leave(seat);
                leave(seat);
            }
        } else {
            checkPlace(channel, arg);
            String topic = topic(channel, arg);
            topics.remove(topic);
            shared.feeds().leave(topic, this);
        }
        confirm(request, "unsubscribe", arg);
    }

    private void leave(Seat seat) {
        String channel = seat.arg().path("channel").asText();
        boolean more =
                seats.values().stream()
                        .anyMatch(one -> one.arg().path("channel").asText().equals(channel));
        if (!more) {
            shared.counts().leave(seat.account(), channel, this);
        }
    }

    private void leaveAll() {
        topics.forEach(topic -> shared.feeds().leave(topic, this));
        List<Seat> left = List.copyOf(seats.values());
        seats.clear();
        left.forEach(shared.users()::leave);
        left.forEach(this::leave);
    }

    /** A channel must be there, and at this address. */
    private void checkPlace(String channel, JsonNode arg) {
        if (!Topics.isKnown(channel)) {
            throw unknown(arg);
        }
        Topics.Place right = Topics.place(channel);
        if (right == place) {
            return;
        }
        if (right == Topics.Place.BUSINESS) {
            throw new OkxRefusal(
                    "64001",
                    "This channel has been migrated to the '/business' URL. Please subscribe using"
                            + " the new URL.");
        }
        if (place == Topics.Place.BUSINESS) {
            throw new OkxRefusal(
                    "64002",
                    "This channel is not supported by \"/business\" URL. Please use \"/private\""
                            + " URL (for private channels), or \"/public\" URL (for public"
                            + " channels).");
        }
        if (right == Topics.Place.PRIVATE) {
            throw unknown(arg);
        }
    }

    private String topic(String channel, JsonNode arg) {
        if (Topics.isForTiers(channel)) {
            throw new OkxRefusal(
                    "64003",
                    "Your trading fee tier doesn't meet the requirement to access this channel");
        }
        if (Topics.isOfType(channel)) {
            String type = arg.path("instType").asText();
            if (type.isEmpty()) {
                throw unknown(arg);
            }
            return Topics.ofType(channel, type);
        }
        if (channel.equals("status")) {
            return WireJson.object().put("channel", channel).toString();
        }
        String instId = arg.path("instId").asText();
        if (!shared.feeds().knows(instId)) {
            throw unknown(arg);
        }
        return Topics.of(channel, instId);
    }

    private static OkxRefusal unknown(JsonNode arg) {
        return new OkxRefusal(
                "60018",
                "Wrong URL or "
                        + arg
                        + " doesn't exist. Please use the correct URL, channel and parameters"
                        + " referring to API document.");
    }

    private void confirm(JsonNode request, String event, JsonNode arg) {
        ObjectNode json = event(request, event);
        json.set("arg", arg);
        send(json.put("connId", connId).toString());
    }

    private ObjectNode count(String channel, String event, long count) {
        return event(null, event)
                .put("channel", channel)
                .put("connCount", Long.toString(count))
                .put("connId", connId);
    }

    void fail(@Nullable JsonNode request, OkxRefusal why) {
        send(
                event(request, "error")
                        .put("code", why.code())
                        .put("msg", why.words())
                        .put("connId", connId)
                        .toString());
    }

    private static ObjectNode event(@Nullable JsonNode request, String name) {
        ObjectNode json = WireJson.object();
        if (request != null && request.path("id").isValueNode()) {
            json.set("id", request.path("id"));
        }
        return json.put("event", name);
    }
}
