package dev.k2.sim.kalshi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.k2.sim.Account;
import dev.k2.sim.Line;
import dev.k2.sim.RateWindow;
import dev.k2.sim.WireJson;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One connection: its account and its channels. */
final class KalshiSocket {
    private static final short REVOKED = 1008;
    private final Line line;
    private final Account account;
    private final Shared shared;
    private final Map<Integer, Subscription> subscriptions = new TreeMap<>();
    private final RateWindow<String> commands = new RateWindow<>(1000);
    private int nextSid = 1;

    /** What all connections have in common. */
    record Shared(KalshiFloor floor, Settings settings, Channels channels, News news) {}

    KalshiSocket(Line line, Account account, Shared shared) {
        this.line = line;
        this.account = account;
        this.shared = shared;
    }

    void open() {
        shared.channels().join(this);
        line.open(false, this::text, () -> shared.channels().leave(this), () -> {});
    }

    Line line() {
        return line;
    }

    Account account() {
        return account;
    }

    void send(String text) {
        line.send(text);
    }

    /** True when it hears of its account. */
    boolean isUsers() {
        return subscriptions.values().stream().anyMatch(one -> one.channel().ofAccount());
    }

    @Nullable Subscription subscription(Channel channel) {
        for (Subscription one : subscriptions.values()) {
            if (one.channel() == channel) {
                return one;
            }
        }
        return null;
    }

    /** Every subscription ends, as when its messages did not fit any more. */
    void overflow() {
        for (Subscription one : List.copyOf(subscriptions.values())) {
            subscriptions.remove(one.sid());
            ObjectNode json = WireJson.object().put("type", "error").put("sid", one.sid());
            json.putObject("msg").put("code", 25).put("msg", "Subscription buffer overflow");
            send(json.toString());
        }
    }

    void revoke() {
        line.close(REVOKED, "api key is not valid any more");
    }

    /** A command that cannot be done, in the stream's own codes. */
    private static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int code;

        Wrong(int code, String message) {
            super(message, null, false, false);
            this.code = code;
        }
    }

    private void text(String text) {
        long id = 0;
        try {
            JsonNode command = read(text);
            id = command.path("id").asLong();
            long now = shared.floor().millis();
            if (!commands.take("", shared.settings().commandsPerSecond(), now)) {
                throw new Wrong(27, "Too many commands");
            }
            work(id, command);
        } catch (Wrong wrong) {
            ObjectNode json = WireJson.object();
            if (id != 0) {
                json.put("id", id);
            }
            json.put("type", "error");
            json.putObject("msg")
                    .put("code", wrong.code)
                    .put("msg", String.valueOf(wrong.getMessage()));
            send(json.toString());
        }
    }

    private static JsonNode read(String text) {
        try {
            JsonNode json = WireJson.parse(text);
            if (json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            throw new Wrong(1, "Unable to process message");
        }
        throw new Wrong(1, "Unable to process message");
    }

    private void work(long id, JsonNode command) {
        JsonNode params = command.path("params");
        switch (command.path("cmd").asText()) {
            case "subscribe" -> subscribe(id, params);
            case "unsubscribe" -> unsubscribe(id, params);
            case "update_subscription" -> update(id, params);
            case "list_subscriptions" -> list(id);
            default -> throw new Wrong(5, "Unknown command");
        }
    }

    private void subscribe(long id, JsonNode params) {
        if (!params.isObject()) {
            throw new Wrong(2, "Params required");
        }
        if (!params.path("channels").isArray() || params.path("channels").isEmpty()) {
            throw new Wrong(3, "Channels required");
        }
        List<Channel> channels = new ArrayList<>();
        for (JsonNode name : params.path("channels")) {
            Channel channel = Channel.of(name.asText());
            if (channel == null) {
                throw new Wrong(8, "Unknown channel name");
            }
            channels.add(channel);
        }
        Set<String> tickers = tickers(params);
        for (Channel channel : channels) {
            if (channel == Channel.ORDERBOOK_DELTA && tickers.isEmpty()) {
                throw new Wrong(14, "Market Ticker required");
            }
            subscribe(id, channel, tickers, params);
        }
    }

    private void subscribe(long id, Channel channel, Set<String> tickers, JsonNode params) {
        Subscription there = subscription(channel);
        Set<String> fresh = new LinkedHashSet<>(tickers);
        if (there == null) {
            there = new Subscription(nextSid++, channel, params.path("use_yes_price").asBoolean());
            ObjectNode json = WireJson.object().put("type", "subscribed");
            if (id != 0) {
                json.put("id", id);
            }
            json.putObject("msg").put("channel", channel.word()).put("sid", there.sid());
            add(there, tickers);
            subscriptions.put(there.sid(), there);
            send(json.toString());
        } else {
            fresh.removeAll(there.tickers());
            add(there, tickers);
            send(there.ok(id, !params.path("skip_ticker_ack").asBoolean()).toString());
        }
        boolean wanted =
                channel == Channel.ORDERBOOK_DELTA
                        || (channel == Channel.TICKER
                                && params.path("send_initial_snapshot").asBoolean());
        if (wanted) {
            welcome(there, fresh);
        }
    }

    private void add(Subscription to, Set<String> tickers) {
        if (tickers.isEmpty() || to.channel() == Channel.MARKET_LIFECYCLE_V2) {
            to.all();
            return;
        }
        Set<String> together = new LinkedHashSet<>(to.tickers());
        together.addAll(tickers);
        if (together.size() > shared.settings().marketsPerSubscription()) {
            throw new Wrong(26, "Too many markets in one subscription");
        }
        to.tickers().addAll(tickers);
    }

    /** Books as they are now; or tickers. */
    private void welcome(Subscription to, Set<String> tickers) {
        for (String ticker : tickers) {
            KalshiMarket market = shared.floor().board().market(ticker);
            if (market == null) {
                continue;
            }
            boolean books = to.channel() == Channel.ORDERBOOK_DELTA;
            ObjectNode msg =
                    books
                            ? shared.news().book(market).snapshot(to.yesPrices())
                            : shared.news().tickerNow(market);
            send(to.message(books ? "orderbook_snapshot" : "ticker", msg).toString());
        }
    }

    private Set<String> tickers(JsonNode params) {
        Set<String> tickers = new LinkedHashSet<>();
        if (params.path("market_ticker").isTextual()) {
            tickers.add(params.path("market_ticker").asText());
        }
        params.path("market_tickers").forEach(ticker -> tickers.add(ticker.asText()));
        for (String ticker : tickers) {
            if (shared.floor().board().market(ticker) == null) {
                throw new Wrong(16, "Market not found");
            }
        }
        return tickers;
    }

    private void unsubscribe(long id, JsonNode params) {
        if (!params.path("sids").isArray() || params.path("sids").isEmpty()) {
            throw new Wrong(4, "Subscription IDs required");
        }
        for (JsonNode sid : params.path("sids")) {
            Subscription one = known(sid.asInt());
            subscriptions.remove(one.sid());
            ObjectNode json = one.ok(id, false).put("type", "unsubscribed");
            json.remove("msg");
            send(json.toString());
        }
    }

    private Subscription known(int sid) {
        Subscription one = subscriptions.get(sid);
        if (one == null) {
            throw new Wrong(7, "Unknown subscription ID");
        }
        return one;
    }

    private void update(long id, JsonNode params) {
        JsonNode sids = params.path("sids");
        if (!params.has("sid") && sids.size() != 1) {
            throw new Wrong(12, "Exactly one subscription ID is required");
        }
        Subscription one = known(params.path("sid").asInt(sids.path(0).asInt()));
        Set<String> tickers = tickers(params);
        Set<String> fresh = new LinkedHashSet<>(tickers);
        switch (params.path("action").asText()) {
            case "add_markets" -> {
                fresh.removeAll(one.tickers());
                add(one, tickers);
            }
            case "delete_markets" -> {
                one.tickers().removeAll(tickers);
                fresh.clear();
            }
            case "get_snapshot" -> {}
            case "" -> throw new Wrong(15, "Action required");
            default -> throw new Wrong(13, "Unsupported action");
        }
        send(one.ok(id, true).toString());
        boolean books = one.channel() == Channel.ORDERBOOK_DELTA;
        boolean asked = params.path("action").asText().equals("get_snapshot");
        if (books || asked) {
            welcome(one, fresh);
        }
    }

    private void list(long id) {
        ObjectNode json = WireJson.object();
        if (id != 0) {
            json.put("id", id);
        }
        ArrayNode list = json.put("type", "ok").putArray("msg");
        for (Subscription one : subscriptions.values()) {
            list.addObject().put("channel", one.channel().word()).put("sid", one.sid());
        }
        send(json.toString());
    }
}
