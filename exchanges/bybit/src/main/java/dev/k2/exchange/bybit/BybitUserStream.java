package dev.k2.exchange.bybit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Answer;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Health;
import dev.k2.exchange.HealthStatus;
import dev.k2.exchange.UserStream;
import dev.k2.exchange.UserStreamListener;
import dev.k2.exchange.bybit.BybitParse.UnknownWord;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Loop;
import dev.k2.exchange.net.Mailbox;
import dev.k2.exchange.net.Net;
import dev.k2.exchange.net.Outlet;
import dev.k2.exchange.net.SocketLink;
import dev.k2.exchange.net.SocketListener;
import dev.k2.model.Balance;
import dev.k2.model.Instrument;
import dev.k2.model.MarginMode;
import dev.k2.model.Position;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An account's own stream: logs in, subscribes, and tells orders, fills, balances and positions.
 * Bybit tells only what changes from then on, so balances and positions are asked for each time
 * that it begins. Messages are read and told on one virtual thread, so a listener may wait.
 */
final class BybitUserStream implements UserStream, SocketListener {
    private static final Logger LOG = LoggerFactory.getLogger(BybitUserStream.class);
    private static final String OPERATION = "open the user stream";
    private static final String ID = "req_id";
    private static final List<String> TOPICS = List.of("order", "execution", "wallet", "position");
    private static final int WAITING_MAX = 10_000;

    private final BybitHttp http;
    private final BybitSigner signer;
    private final BybitMarket market;
    private final BybitAccountState account;
    private final UserStreamListener listener;
    private final Consumer<BybitUserStream> onClosed;
    private final Loop loop;
    private final Mailbox mailbox;
    private volatile @Nullable SocketLink link;
    private volatile boolean refused;
    private volatile boolean closed;
    private final AtomicLong unknown = new AtomicLong();

    private BybitUserStream(
            Net net,
            BybitHttp http,
            BybitSigner signer,
            BybitMarket market,
            BybitAccountState account,
            UserStreamListener listener,
            Consumer<BybitUserStream> onClosed) {
        this.http = http;
        this.signer = signer;
        this.market = market;
        this.account = account;
        this.listener = listener;
        this.onClosed = onClosed;
        this.loop = net.loop();
        this.mailbox = new Mailbox("bybit-user-stream", WAITING_MAX);
    }

    static BybitUserStream open(
            BybitConfig config,
            Net net,
            BybitHttp http,
            BybitSigner signer,
            BybitMarket market,
            BybitAccountState account,
            UserStreamListener listener,
            Consumer<BybitUserStream> onClosed) {
        var stream = new BybitUserStream(net, http, signer, market, account, listener, onClosed);
        stream.link = net.link(stream.loop, config.privateStreamSettings(), stream);
        return stream;
    }

    @Override
    public ConnectionState state() {
        SocketLink present = link;
        if (refused || closed) {
            return ConnectionState.CLOSED;
        }
        return present == null ? ConnectionState.CONNECTING : present.state();
    }

    /** How it stands; a person sees why it was cut. */
    Health health() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("state", state().name());
        facts.put("unknown_messages", unknown.toString());
        SocketLink present = link;
        if (present != null) {
            facts.put("reconnects", Long.toString(present.reconnects()));
            present.status().stream()
                    .flatMap(line -> line.lastReason().stream())
                    .findFirst()
                    .ifPresent(why -> facts.put("last_failure", why));
        }
        HealthStatus status =
                switch (state()) {
                    case LIVE -> HealthStatus.HEALTHY;
                    case CONNECTING, BACKING_OFF -> HealthStatus.DEGRADED;
                    case BREAKER_OPEN, CLOSED -> HealthStatus.UNHEALTHY;
                };
        return new Health("bybit user stream", status, facts, List.of());
    }

    @Override
    public void close() {
        closed = true;
        SocketLink present = link;
        if (present != null) {
            present.close();
        }
        mailbox.close();
        loop.close();
        onClosed.accept(this);
    }

    @Override
    public void onOpen(Outlet outlet) {
        handOver(() -> logIn(outlet));
    }

    @Override
    public void onMessage(Outlet outlet, byte[] message, int length, long receivedMillis) {
        byte[] copy = Arrays.copyOf(message, length);
        handOver(() -> read(outlet, copy));
    }

    @Override
    public void onState(ConnectionState state) {
        LOG.debug("bybit user stream: {}", state);
    }

    @Override
    public void onCut(String why) {
        handOver(
                () -> {
                    if (!refused) {
                        listener.onCut(BybitErrors.ALL.network(OPERATION, why, false));
                    }
                });
    }

    /** A ban of the address is a ban of sockets too. */
    @Override
    public Optional<Instant> notBefore() {
        return http.rest().silentUntil();
    }

    private void logIn(Outlet outlet) {
        Optional<ExchangeError> cannotSign = http.rest().readyToSign(OPERATION);
        if (cannotSign.isPresent()) {
            cut(cannotSign.get().message());
            return;
        }
        if (market.known() instanceof Answer.Failed<List<Instrument>>(ExchangeError error)) {
            cut("no instruments: " + error.message());
            return;
        }
        outlet.send(BybitLogin.request(signer, http.rest().exchangeMillis(), ID));
    }

    private void read(Outlet outlet, byte[] message) {
        if (refused || closed) {
            return;
        }
        try {
            JsonNode node = Json.lenient().readTree(message);
            switch (node.path("op").asText()) {
                case "auth" -> loggedIn(outlet, node);
                case "subscribe" -> subscribed(outlet, node);
                case "ping", "pong" -> {}
                default -> tell(node);
            }
        } catch (IOException | UnknownWord unreadable) {
            // It may have told an order. Starting over makes whoever listens ask for everything.
            String why = "a message is not as expected: " + words(unreadable);
            LOG.error("bybit user stream: {}", why);
            cut(why);
        }
    }

    private void loggedIn(Outlet outlet, JsonNode answer) {
        Optional<ExchangeError> failure = BybitLogin.failure(answer);
        if (failure.isEmpty()) {
            outlet.send(BybitLogin.request(ID, "subscribe", TOPICS));
        } else if (failure.get().category() == ErrorCategory.AUTHENTICATION
                || failure.get().category() == ErrorCategory.PERMISSION) {
            refuse(failure.get());
        } else {
            http.rest().forgetClock();
            cut("the login failed: " + failure.get().message());
        }
    }

    private void subscribed(Outlet outlet, JsonNode answer) {
        if (!answer.path("success").asBoolean()) {
            cut("the streams were refused: " + answer.path("ret_msg").asText());
            return;
        }
        outlet.ready();
        listener.onLive();
        if (account.balances() instanceof Answer.Ok<List<Balance>>(List<Balance> balances)) {
            listener.onBalances(balances);
        }
        if (account.positions() instanceof Answer.Ok<List<Position>>(List<Position> positions)) {
            listener.onPositions(positions);
        }
    }

    private void tell(JsonNode node) throws JsonProcessingException, UnknownWord {
        String topic = node.path("topic").asText();
        JsonNode data = node.path("data");
        switch (topic) {
            case "order" -> orders(data);
            case "execution" -> fills(data);
            case "wallet" -> balances(data);
            case "position" -> positions(data);
            default -> unknown.incrementAndGet();
        }
    }

    private void orders(JsonNode data) throws JsonProcessingException, UnknownWord {
        for (JsonNode node : data) {
            var wire = BybitReading.wire(node, BybitAccountWire.Order.class);
            Optional<Instrument> instrument = instrument(wire.category(), wire.symbol());
            if (instrument.isPresent()) {
                listener.onOrder(BybitParse.order(instrument.get(), wire));
            }
        }
    }

    private void fills(JsonNode data) throws JsonProcessingException, UnknownWord {
        for (JsonNode node : data) {
            var wire = BybitReading.wire(node, BybitAccountWire.Execution.class);
            Optional<Instrument> instrument = instrument(wire.category(), wire.symbol());
            if (instrument.isPresent()) {
                BybitParse.fill(instrument.get(), wire).ifPresent(listener::onFill);
            }
        }
    }

    private void balances(JsonNode data) throws JsonProcessingException {
        for (JsonNode node : data) {
            var wire = BybitReading.wire(node, BybitAccountWire.Wallet.class);
            listener.onBalances(BybitParse.balances(wire, true));
        }
    }

    private void positions(JsonNode data) throws JsonProcessingException, UnknownWord {
        MarginMode mode = account.marginModeKnown();
        List<Position> changed = new ArrayList<>();
        for (JsonNode node : data) {
            var wire = BybitReading.wire(node, BybitAccountWire.Position.class);
            Optional<Instrument> instrument = instrument(wire.category(), wire.symbol());
            if (instrument.isPresent()) {
                changed.add(BybitParse.position(instrument.get().id(), wire, mode));
            }
        }
        if (!changed.isEmpty()) {
            listener.onPositions(List.copyOf(changed));
        }
    }

    /** Empty for what K2 does not trade, such as options and inverse contracts. */
    private Optional<Instrument> instrument(@Nullable String category, String symbol)
            throws UnknownWord {
        if (category == null) {
            throw new UnknownWord("category", "of " + symbol);
        }
        return BybitCategory.parse(category).flatMap(found -> market.instrument(found, symbol));
    }

    private void refuse(ExchangeError error) {
        refused = true;
        SocketLink present = link;
        if (present != null) {
            present.close();
        }
        listener.onRefused(error);
    }

    private void cut(String why) {
        SocketLink present = link;
        if (present != null) {
            present.cut(why);
        }
    }

    private void handOver(Runnable letter) {
        if (!mailbox.offer(letter)) {
            cut("more than " + WAITING_MAX + " messages wait to be handled");
        }
    }

    private static String words(Exception unreadable) {
        return unreadable instanceof JsonProcessingException json
                ? json.getOriginalMessage()
                : String.valueOf(unreadable.getMessage());
    }
}
