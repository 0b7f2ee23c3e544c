package dev.k2.sim.cryptocom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.AccountHub;
import dev.k2.sim.Fault;
import dev.k2.sim.Line;
import dev.k2.sim.Market;
import dev.k2.sim.Scheduler;
import dev.k2.sim.Target;
import dev.k2.sim.TopicHub;
import dev.k2.sim.WireJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One connection to the market's or the user's address: its heartbeat, its channels, and the calls that come over it. */
final class CryptocomSocket implements TopicHub.Ear {
    private static final short NORMAL = 1000;
    private static final short RESTARTING = 1013;
    private static final int FRAMES_AT_LEAST = 10;
    private static final Set<String> FREQUENCIES = Set.of("10", "100");
    private final Line line;
    private final boolean user;
    private final Shared shared;
    private final Map<String, Runnable> leaving = new LinkedHashMap<>();
    private @Nullable Account account;
    private Scheduler.Task beating = () -> {};
    private long unanswered;
    private long second;
    private long frames;
    private long framesMax;
    private boolean open;

    /** What all connections have in common. */
    record Shared(
            CryptocomFloor floor,
            Gate gate,
            Settings settings,
            Scheduler scheduler,
            AccountHub<UserMessage> users,
            MarketChannels markets,
            UserChannels userChannels,
            SocketCalls calls) {}

    CryptocomSocket(Line line, boolean user, Shared shared) {
        this.line = line;
        this.user = user;
        this.shared = shared;
    }

    /** One channel of an account that this connection listens to. */
    private record Seat(CryptocomSocket socket, Account account, Channel channel)
            implements AccountHub.Ear<UserMessage> {
        @Override
        public boolean wants(UserMessage message) {
            return message.fits(channel);
        }

        @Override
        public String worded(UserMessage message) {
            ObjectNode result = result(message.instrument(), message.data());
            return Frames.data(Frames.UNASKED, result).toString();
        }

        private ObjectNode result(String instrument, ArrayNode data) {
            String about = channel.instrument().isEmpty() ? instrument : channel.instrument();
            return Frames.result(about, channel.subscription(), channel.kind(), data);
        }

        @Override
        public void send(String text) {
            socket.line.send(text);
        }
    }

    void open(Runnable onClosed) {
        open = true;
        long now = shared.floor().millis();
        second = now / 1000;
        // Limits count whole seconds, of which a connection has only a part at first.
        long most = shared.settings().framesPerSecond(user);
        framesMax = Math.max(Math.min(FRAMES_AT_LEAST, most), most * (1000 - now % 1000) / 1000);
        beating = shared.scheduler().every(shared.settings().heartbeatEvery(), this::beat);
        line.open(
                false,
                this::text,
                () -> {
                    open = false;
                    beating.cancel();
                    leaveAll();
                    onClosed.run();
                },
                () -> {});
    }

    Line line() {
        return line;
    }

    boolean isUsers() {
        return user;
    }

    @Nullable Account account() {
        return account;
    }

    void send(JsonNode json) {
        boolean asText = shared.settings().numbersAsText();
        line.send((asText ? CryptocomText.numbersAsText(json) : json).toString());
    }

    @Override
    public int form() {
        return 0;
    }

    @Override
    public void hear(String topic, String text) {
        line.send(text);
    }

    /** This exchange has no words for it: it says why in closing. */
    void restart() {
        line.close(RESTARTING, "Server restarting");
    }

    void end() {
        line.close(NORMAL, "");
    }

    private void beat() {
        boolean silent =
                shared.floor().faults().stands(Fault.Kind.NO_PING, Target.of("socket")).isPresent();
        if (silent) {
            return;
        }
        unanswered++;
        if (unanswered >= shared.settings().heartbeatsMissed()) {
            line.close(NORMAL, "heartbeat");
            return;
        }
        send(
                WireJson.object()
                        .put("id", shared.floor().millis())
                        .put("method", "public/heartbeat")
                        .put("code", 0));
    }

    private void text(String text) {
        JsonNode request = parsed(text);
        JsonNode id = request == null ? Frames.UNASKED : CryptocomRest.id(request);
        String method = request == null ? "" : request.path("method").asText();
        try {
            countFrame();
            if (request == null) {
                throw new CryptocomRefusal(CryptocomError.BAD_REQUEST);
            }
            obey(request, id, method);
        } catch (CryptocomRefusal refusal) {
            send(Frames.refused(id, method, refusal));
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

    private void countFrame() {
        long now = shared.floor().millis() / 1000;
        if (now != second) {
            second = now;
            frames = 0;
            framesMax = shared.settings().framesPerSecond(user);
        }
        frames++;
        if (frames > framesMax) {
            throw new CryptocomRefusal(CryptocomError.TOO_MANY_REQUESTS);
        }
    }

    private void obey(JsonNode request, JsonNode id, String method) {
        switch (method) {
            case "public/respond-heartbeat" -> unanswered = 0;
            case "public/auth" -> logIn(request, id);
            case "subscribe" -> subscribe(request, id);
            case "unsubscribe" -> unsubscribe(request, id);
            default -> call(request, method);
        }
    }

    private void logIn(JsonNode request, JsonNode id) {
        if (!user) {
            throw new CryptocomRefusal(CryptocomError.METHOD_NOT_FOUND);
        }
        account = shared.gate().admit(request);
        send(Frames.done(id, "public/auth"));
    }

    private void call(JsonNode request, String method) {
        if (!user || !shared.calls().knows(method)) {
            throw new CryptocomRefusal(CryptocomError.METHOD_NOT_FOUND);
        }
        shared.calls().take(method, request, owner(), this);
    }

    private Account owner() {
        Account owner = account;
        if (owner == null) {
            throw new CryptocomRefusal(CryptocomError.UNAUTHORIZED);
        }
        return owner;
    }

    private void subscribe(JsonNode request, JsonNode id) {
        JsonNode params = request.path("params");
        if (!params.path("channels").isArray() || params.path("channels").isEmpty()) {
            throw CryptocomRefusal.missing();
        }
        for (JsonNode name : params.path("channels")) {
            boolean known = leaving.containsKey(name.asText());
            if (!known && leaving.size() >= shared.settings().channelsMax()) {
                throw new CryptocomRefusal(
                        CryptocomError.EXCEED_MAX_SUBSCRIPTIONS, "Maximum subscriptions exceeded");
            }
            try {
                subscribe(name.asText(), params, id);
            } catch (CryptocomRefusal refusal) {
                send(Frames.refused(id, "subscribe", refusal).put("channel", name.asText()));
            }
        }
    }

    private void subscribe(String name, JsonNode params, JsonNode id) {
        Channel channel = Channel.of(name);
        if (channel == null || channel.isOfAccount() != user) {
            throw new CryptocomRefusal(CryptocomError.INVALID_REQUEST, "Unknown channel");
        }
        if (user) {
            listen(channel, id, owner());
            return;
        }
        Market market = shared.markets().market(channel);
        if (market == null) {
            throw new CryptocomRefusal(CryptocomError.INVALID_REQUEST, "Unknown symbol");
        }
        switch (channel.kind()) {
            case "book" -> book(channel, market, params, id);
            case "candlestick" -> candles(channel, market, id);
            case "trade", "settlement" -> {
                acknowledge(channel, id);
                join(channel, channel.subscription());
            }
            default -> {
                ObjectNode first = shared.markets().first(market, channel);
                if (first != null) {
                    send(Frames.data(id, first));
                }
                join(channel, channel.subscription());
            }
        }
    }

    private void acknowledge(Channel channel, JsonNode id) {
        send(Frames.done(id, "subscribe").put("channel", channel.subscription()));
    }

    /** The word that it was heard comes at once, the whole book a while later, and what changes after that. */
    private void book(Channel channel, Market market, JsonNode params, JsonNode id) {
        String type = params.path("book_subscription_type").asText("SNAPSHOT");
        String frequency = params.path("book_update_frequency").asText("");
        boolean whole = type.equals("SNAPSHOT");
        boolean right =
                (whole || type.equals("SNAPSHOT_AND_UPDATE"))
                        && (channel.detail().equals("10") || channel.detail().equals("50"))
                        && (frequency.isEmpty()
                                || FREQUENCIES.contains(frequency)
                                || (whole && frequency.equals("500")));
        if (!right) {
            throw new CryptocomRefusal(
                    CryptocomError.INVALID_REQUEST, "Invalid depth or update frequency");
        }
        leave(channel.subscription());
        acknowledge(channel, id);
        Scheduler.Task begins =
                shared.scheduler()
                        .after(
                                shared.settings().snapshotAfter(),
                                () -> begin(channel, market, whole));
        leaving.put(channel.subscription(), begins::cancel);
    }

    private void begin(Channel channel, Market market, boolean whole) {
        if (open && leaving.containsKey(channel.subscription())) {
            send(Frames.data(Frames.UNASKED, shared.markets().snapshot(market, channel, whole)));
            join(channel, MarketChannels.topic(channel, whole));
        }
    }

    private void candles(Channel channel, Market market, JsonNode id) {
        ObjectNode first = shared.markets().first(market, channel);
        if (first == null) {
            throw new CryptocomRefusal(CryptocomError.INVALID_REQUEST, "Unknown timeframe");
        }
        send(Frames.done(id, "subscribe"));
        send(Frames.data(Frames.UNASKED, first));
        join(channel, channel.subscription());
    }

    private void join(Channel channel, String topic) {
        shared.markets().join(topic, this);
        leaving.put(channel.subscription(), () -> shared.markets().leave(topic, this));
    }

    private void listen(Channel channel, JsonNode id, Account owner) {
        Seat seat = new Seat(this, owner, channel);
        if (channel.beginsAtOnce()) {
            ArrayNode first = shared.userChannels().first(owner, channel);
            send(Frames.data(id, seat.result("", first)));
        } else {
            acknowledge(channel, id);
        }
        if (!leaving.containsKey(channel.subscription())) {
            shared.users().join(seat);
            leaving.put(channel.subscription(), () -> shared.users().leave(seat));
        }
    }

    private void unsubscribe(JsonNode request, JsonNode id) {
        for (JsonNode name : request.path("params").path("channels")) {
            leave(name.asText());
        }
        send(Frames.done(id, "unsubscribe"));
    }

    private void leave(String subscription) {
        Runnable leave = leaving.remove(subscription);
        if (leave != null) {
            leave.run();
        }
    }

    private void leaveAll() {
        List.copyOf(leaving.keySet()).forEach(this::leave);
    }
}
