package dev.k2.exchange.okx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Answer;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Health;
import dev.k2.exchange.HealthStatus;
import dev.k2.exchange.UserStream;
import dev.k2.exchange.UserStreamListener;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Loop;
import dev.k2.exchange.net.Mailbox;
import dev.k2.exchange.net.Net;
import dev.k2.exchange.net.Outlet;
import dev.k2.exchange.net.SocketLink;
import dev.k2.exchange.net.SocketListener;
import dev.k2.model.Instrument;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An account's own stream: orders, balances and positions over the private socket, orders that wait
 * over the business one. Each logs in by itself; the stream is live while both are. Pushes are read
 * and told on one virtual thread, so a listener may wait.
 */
final class OkxUserStream implements UserStream {
    private static final Logger LOG = LoggerFactory.getLogger(OkxUserStream.class);
    private static final String OPERATION = "open the user stream";
    private static final int WAITING_MAX = 10_000;
    private static final int UPGRADE = 64008;

    private static final List<Map<String, String>> PRIVATE =
            List.of(
                    Map.of("channel", "orders", "instType", "SPOT"),
                    Map.of("channel", "orders", "instType", "SWAP"),
                    Map.of("channel", "account"),
                    Map.of("channel", "positions", "instType", "SWAP"),
                    Map.of("channel", "balance_and_position"));

    private static final List<Map<String, String>> BUSINESS =
            List.of(
                    Map.of("channel", "orders-algo", "instType", "SPOT"),
                    Map.of("channel", "orders-algo", "instType", "SWAP"),
                    Map.of("channel", "algo-advance", "instType", "SPOT"),
                    Map.of("channel", "algo-advance", "instType", "SWAP"));

    private final OkxHttp http;
    private final OkxSigner signer;
    private final OkxMarket market;
    private final UserStreamListener listener;
    private final OkxUserEvents events;
    private final Loop loop;
    private final Mailbox mailbox;
    private final List<Way> ways;
    private volatile boolean refused;
    private volatile boolean closed;

    // Only in the mailbox.
    private boolean live;
    private boolean everLive;

    private OkxUserStream(
            Net net,
            OkxHttp http,
            OkxAccountRest rest,
            OkxMarket market,
            OkxAlgoOrders algos,
            UserStreamListener listener) {
        this.http = http;
        this.signer = rest.signer();
        this.market = market;
        this.listener = listener;
        this.events = new OkxUserEvents(rest, market, algos, listener);
        this.loop = net.loop();
        this.mailbox = new Mailbox("okx-user-stream", WAITING_MAX);
        this.ways = List.of(new Way(PRIVATE), new Way(BUSINESS));
    }

    static OkxUserStream open(
            OkxConfig config,
            Net net,
            OkxHttp http,
            OkxAccountRest rest,
            OkxMarket market,
            OkxAlgoOrders algos,
            UserStreamListener listener) {
        var stream = new OkxUserStream(net, http, rest, market, algos, listener);
        stream.ways.getFirst().open(config, net, stream.loop, OkxSocket.PRIVATE, "okx user stream");
        stream.ways
                .getLast()
                .open(
                        config,
                        net,
                        stream.loop,
                        OkxSocket.BUSINESS,
                        "okx user stream of waiting orders");
        return stream;
    }

    @Override
    public ConnectionState state() {
        if (refused || closed) {
            return ConnectionState.CLOSED;
        }
        ConnectionState worst = ConnectionState.LIVE;
        for (Way way : ways) {
            ConnectionState state = way.state();
            worst = state == ConnectionState.LIVE ? worst : state;
        }
        return worst;
    }

    /** How it stands; a person sees why it was cut. */
    Health health() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("state", state().name());
        facts.put("unknown_events", Long.toString(events.unknown()));
        ways.forEach(way -> way.tell(facts));
        HealthStatus status =
                switch (state()) {
                    case LIVE -> HealthStatus.HEALTHY;
                    case CONNECTING, BACKING_OFF -> HealthStatus.DEGRADED;
                    case BREAKER_OPEN, CLOSED -> HealthStatus.UNHEALTHY;
                };
        return new Health("okx user stream", status, facts, List.of());
    }

    @Override
    public void close() {
        closed = true;
        ways.forEach(Way::close);
        mailbox.close();
        loop.close();
    }

    private void opened(Way way, Outlet outlet) {
        if (refused || closed) {
            return;
        }
        Optional<ExchangeError> cannotSign = http.rest().readyToSign(OPERATION);
        if (cannotSign.isPresent()) {
            way.cut(cannotSign.get().message());
            return;
        }
        if (market.known() instanceof Answer.Failed<List<Instrument>>(ExchangeError error)) {
            way.cut("no instruments: " + error.message());
            return;
        }
        way.begin(outlet);
        outlet.send(
                OkxHttp.written(
                        request("login", List.of(signer.login(http.rest().exchangeMillis())))));
    }

    private void cut(Way way, String why) {
        if (refused) {
            return;
        }
        way.over();
        if (live || !everLive) {
            live = false;
            listener.onCut(OkxErrors.OKX.network(OPERATION, why, false));
        }
    }

    private void read(Way way, Outlet outlet, byte[] message) {
        if (refused || closed) {
            return;
        }
        try {
            JsonNode node = Json.lenient().readTree(message);
            if (node.path("event").isTextual()) {
                event(way, outlet, Json.lenient().treeToValue(node, OkxFeedWire.Event.class));
            } else if (node.path("data").isArray()) {
                events.read(node.path("arg").path("channel").asText(), node.path("data"));
            }
        } catch (IOException | UnknownWord unreadable) {
            // It may have told an order. Starting over makes whoever listens ask for everything.
            String why = "a message is not as expected: " + reason(unreadable);
            LOG.error("okx user stream: {}", why);
            way.cut(why);
        }
    }

    private void event(Way way, Outlet outlet, OkxFeedWire.Event event) {
        int code = OkxErrors.number(event.code() == null ? "" : event.code());
        switch (event.event()) {
            case "login" -> {
                if (code == OkxErrors.DONE) {
                    outlet.send(OkxHttp.written(request("subscribe", way.wanted)));
                } else {
                    failed(way, code, event.msg());
                }
            }
            case "subscribe" -> {
                OkxFeedWire.Arg arg = event.arg();
                if (arg != null && way.subscribed(outlet, arg)) {
                    outlet.ready();
                    way.ready = true;
                    goLive();
                }
            }
            case "error" -> failed(way, code, event.msg());
            case "notice" -> {
                if (code == UPGRADE) {
                    way.renew("OKX is about to end the connection");
                }
            }
            case "unsubscribe", "channel-conn-count" -> {}
            default -> LOG.warn("okx user stream: event {} {}", event.event(), event.msg());
        }
    }

    private void goLive() {
        if (live || !ways.stream().allMatch(way -> way.ready)) {
            return;
        }
        live = true;
        if (everLive) {
            events.merge();
        }
        everLive = true;
        listener.onLive();
    }

    private void failed(Way way, int code, @Nullable String words) {
        String told = words == null ? "" : words;
        if (OkxErrors.isRefusal(code)) {
            refused = true;
            ways.forEach(Way::close);
            listener.onRefused(OkxErrors.answered(OPERATION, 0, code, told));
            return;
        }
        if (OkxErrors.isClock(code)) {
            http.rest().forgetClock();
        }
        way.cut("OKX said " + code + " " + told);
    }

    private void handOver(Way way, Runnable letter) {
        if (!mailbox.offer(letter)) {
            way.cut("more than " + WAITING_MAX + " messages wait to be handled");
        }
    }

    private static Map<String, Object> request(String op, List<?> args) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("op", op);
        request.put("args", args);
        return request;
    }

    private static String reason(Exception unreadable) {
        return unreadable instanceof JsonProcessingException json
                ? json.getOriginalMessage()
                : String.valueOf(unreadable.getMessage());
    }

    /** One of the two sockets. It comes back by itself until it is closed. */
    private final class Way implements SocketListener {
        private final List<Map<String, String>> wanted;
        private volatile @Nullable SocketLink link;

        // Only in the mailbox.
        private final Map<Outlet, Set<String>> missing = new LinkedHashMap<>();
        private boolean ready;

        Way(List<Map<String, String>> wanted) {
            this.wanted = wanted;
        }

        void open(OkxConfig config, Net net, Loop on, OkxSocket socket, String name) {
            link = net.link(on, OkxSockets.settings(config, name, socket), this);
        }

        ConnectionState state() {
            SocketLink present = link;
            return present == null ? ConnectionState.CONNECTING : present.state();
        }

        void begin(Outlet outlet) {
            Set<String> names = new HashSet<>();
            wanted.forEach(arg -> names.add(key(arg.get("channel"), arg.get("instType"))));
            missing.clear();
            missing.put(outlet, names);
        }

        /** Whether everything comes now. */
        boolean subscribed(Outlet outlet, OkxFeedWire.Arg arg) {
            Set<String> names = missing.get(outlet);
            return names != null
                    && names.remove(key(arg.channel(), arg.instType()))
                    && names.isEmpty();
        }

        void over() {
            ready = false;
        }

        void tell(Map<String, String> facts) {
            SocketLink present = link;
            if (present != null) {
                facts.merge(
                        "reconnects",
                        Long.toString(present.reconnects()),
                        (one, other) -> Long.toString(Long.parseLong(one) + Long.parseLong(other)));
                present.status().stream()
                        .flatMap(line -> line.lastReason().stream())
                        .findFirst()
                        .ifPresent(why -> facts.put("last_failure", why));
            }
        }

        void cut(String why) {
            SocketLink present = link;
            if (present != null) {
                present.cut(why);
            }
        }

        void renew(String why) {
            SocketLink present = link;
            if (present != null) {
                present.renew(why);
            }
        }

        void close() {
            SocketLink present = link;
            if (present != null) {
                present.close();
            }
        }

        @Override
        public void onOpen(Outlet outlet) {
            handOver(this, () -> opened(this, outlet));
        }

        @Override
        public void onMessage(Outlet outlet, byte[] message, int length, long receivedMillis) {
            byte[] copy = Arrays.copyOf(message, length);
            handOver(this, () -> read(this, outlet, copy));
        }

        @Override
        public void onState(ConnectionState state) {
            LOG.debug("okx user stream: {}", state);
        }

        @Override
        public void onCut(String why) {
            handOver(this, () -> OkxUserStream.this.cut(this, why));
        }

        @Override
        public Optional<Instant> notBefore() {
            return http.rest().silentUntil();
        }

        private String key(@Nullable String channel, @Nullable String instType) {
            return channel + " " + (instType == null ? "" : instType);
        }
    }
}
