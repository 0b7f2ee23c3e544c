package dev.k2.exchange.binance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Answer;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Health;
import dev.k2.exchange.UserStream;
import dev.k2.exchange.UserStreamListener;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Loop;
import dev.k2.exchange.net.Mailbox;
import dev.k2.exchange.net.Net;
import dev.k2.exchange.net.Outlet;
import dev.k2.exchange.net.SocketLink;
import dev.k2.exchange.net.SocketListener;
import dev.k2.model.ExchangeId;
import dev.k2.model.Instrument;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An account's own stream over Binance's WebSocket API, subscribed by signature. Messages are read
 * and told on one virtual thread, so a listener may wait.
 */
final class BinanceUserStream implements UserStream, SocketListener {
    private static final Logger LOG = LoggerFactory.getLogger(BinanceUserStream.class);
    private static final String OPERATION = "open the user stream";
    private static final int WAITING_MAX = 10_000;

    private final BinanceHttp http;
    private final BinanceMarket market;
    private final BinanceSigner signer;
    private final UserStreamListener listener;
    private final Loop loop;
    private final Mailbox mailbox;
    private volatile @Nullable SocketLink link;
    private volatile boolean refused;
    private volatile boolean closed;

    // Only in the mailbox.
    private final Map<String, Outlet> asked = new HashMap<>();
    private int lastId;

    private BinanceUserStream(
            Net net,
            BinanceHttp http,
            BinanceMarket market,
            BinanceSigner signer,
            UserStreamListener listener) {
        this.http = http;
        this.market = market;
        this.signer = signer;
        this.listener = listener;
        this.loop = net.loop();
        this.mailbox = new Mailbox("binance-user-stream", WAITING_MAX);
    }

    static BinanceUserStream open(
            BinanceConfig config,
            Net net,
            BinanceHttp http,
            BinanceMarket market,
            BinanceSigner signer,
            UserStreamListener listener) {
        var stream = new BinanceUserStream(net, http, market, signer, listener);
        var settings = config.webSocketApi("binance user stream");
        stream.link = net.link(stream.loop, settings, stream);
        return stream;
    }

    @Override
    public ConnectionState state() {
        SocketLink present = link;
        if (refused) {
            return ConnectionState.CLOSED;
        }
        return present == null ? ConnectionState.CONNECTING : present.state();
    }

    /** Whether whoever opened it has closed it. */
    boolean isClosed() {
        return closed;
    }

    /** How it stands. */
    Health health() {
        SocketLink present = link;
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("state", state().name());
        if (present != null) {
            facts.put("reconnects", Long.toString(present.reconnects()));
            present.status().stream()
                    .flatMap(line -> line.lastReason().stream())
                    .findFirst()
                    .ifPresent(why -> facts.put("last_failure", why));
        }
        return new Health("binance user stream", BinanceHealth.of(state()), facts, List.of());
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
    }

    @Override
    public void onOpen(Outlet outlet) {
        handOver(() -> subscribe(outlet));
    }

    @Override
    public void onMessage(Outlet outlet, byte[] message, int length, long receivedMillis) {
        byte[] copy = Arrays.copyOf(message, length);
        handOver(() -> read(copy));
    }

    @Override
    public void onState(ConnectionState state) {
        LOG.debug("binance user stream: {}", state);
    }

    @Override
    public void onCut(String why) {
        handOver(
                () -> {
                    asked.clear();
                    listener.onCut(
                            BinanceErrors.network(ExchangeId.BINANCE, OPERATION, why, false));
                });
    }

    @Override
    public void onDropped(Outlet gone, Outlet staying) {
        handOver(() -> asked.values().removeIf(outlet -> outlet == gone));
    }

    /** The WebSocket API shares its weight, and so its silences, with REST. */
    @Override
    public Optional<Instant> notBefore() {
        return http.limits().silentUntil();
    }

    private void handOver(Runnable letter) {
        if (!mailbox.offer(letter)) {
            cut("more than " + WAITING_MAX + " messages wait to be handled");
        }
    }

    private void cut(String why) {
        SocketLink present = link;
        if (present != null) {
            present.cut(why);
        }
    }

    private void subscribe(Outlet outlet) {
        Optional<ExchangeError> cannotSign = http.rest().readyToSign(OPERATION);
        if (cannotSign.isPresent()) {
            cut(cannotSign.get().message());
            return;
        }
        if (market.known() instanceof Answer.Failed<List<Instrument>>(ExchangeError error)) {
            cut("no instruments: " + error.message());
            return;
        }
        lastId++;
        String id = "k2-" + lastId;
        asked.put(id, outlet);
        outlet.send(
                json(
                        new BinanceSocketWire.Request(
                                id,
                                "userDataStream.subscribe.signature",
                                signer.signedParameters(
                                        Map.of(),
                                        http.rest().exchangeMillis(),
                                        http.recvWindowMillis()))));
    }

    private void read(byte[] message) {
        if (refused) {
            return;
        }
        try {
            JsonNode node = Json.lenient().readTree(message);
            if (node.path("event").isObject()) {
                event(node.path("event"));
            } else if (node.path("data").isObject()) {
                event(node.path("data"));
            } else if (node.has("e")) {
                event(node);
            } else if (node.has("status")) {
                answered(node);
            } else {
                LOG.warn("binance user stream: a message of an unknown kind was skipped");
            }
        } catch (IOException | BinanceParse.UnknownWord unreadable) {
            // It may have told an order. Starting over makes whoever listens ask for everything.
            LOG.error("binance user stream: {}", reason(unreadable));
            cut(reason(unreadable));
        }
    }

    private void event(JsonNode event) throws IOException, BinanceParse.UnknownWord {
        String kind = event.path("e").asText();
        switch (kind) {
            case "executionReport" ->
                    executed(
                            Json.lenient()
                                    .treeToValue(event, BinanceUserWire.ExecutionReport.class));
            case "outboundAccountPosition" ->
                    listener.onBalances(
                            BinanceOrderParse.balances(
                                    Json.lenient()
                                            .treeToValue(
                                                    event, BinanceUserWire.AccountPosition.class)));
            case "eventStreamTerminated" -> cut("Binance ended the subscription");
            case "serverShutdown" -> {
                SocketLink present = link;
                if (present != null) {
                    present.renew("Binance announced a shutdown");
                }
            }
            // The changed amounts follow in outboundAccountPosition, and orders in their reports.
            case "balanceUpdate", "listStatus", "externalLockUpdate" -> {}
            default -> LOG.warn("binance user stream: unknown event {} was skipped", kind);
        }
    }

    private void executed(BinanceUserWire.ExecutionReport wire) throws BinanceParse.UnknownWord {
        Optional<Instrument> instrument = market.instrument(wire.symbol());
        if (instrument.isEmpty()) {
            throw new BinanceParse.UnknownWord("symbol", wire.symbol());
        }
        var fill = BinanceOrderParse.fill(instrument.get().id(), wire);
        var report = BinanceOrderParse.order(instrument.get().id(), wire);
        fill.ifPresent(listener::onFill);
        listener.onOrder(report);
    }

    private void answered(JsonNode node) {
        for (JsonNode limit : node.path("rateLimits")) {
            if (limit.path("rateLimitType").asText().equals("REQUEST_WEIGHT")) {
                http.limits().weight().settle(0, OptionalLong.of(limit.path("count").asLong()));
            }
        }
        Outlet outlet = asked.remove(node.path("id").asText());
        int status = node.path("status").asInt();
        if (status == 200) {
            if (outlet != null) {
                outlet.ready();
                listener.onLive();
            }
            return;
        }
        if (status == 418 || status == 429) {
            beSilent(node.path("error").path("data").path("retryAfter").asLong());
        }
        int code = node.path("error").path("code").asInt();
        String words = node.path("error").path("msg").asText();
        ExchangeError error =
                BinanceErrors.answered(
                        ExchangeId.BINANCE, OPERATION, status, code, words, Optional.empty());
        if (error.category() == ErrorCategory.AUTHENTICATION) {
            refuse(error);
        } else {
            if (code == BinanceErrors.CLOCK) {
                http.rest().forgetClock();
            }
            cut(error.message());
        }
    }

    /**
     * Binance asked for silence.
     *
     * @param until epoch milliseconds; 0 where it named no time
     */
    private void beSilent(long until) {
        if (until > 0) {
            http.limits().silence().keepUntil(Instant.ofEpochMilli(until));
        } else {
            http.limits().silence().begin(Optional.empty());
        }
    }

    private void refuse(ExchangeError error) {
        refused = true;
        SocketLink present = link;
        if (present != null) {
            present.close();
        }
        listener.onRefused(error);
    }

    private static String reason(Exception unreadable) {
        return unreadable instanceof JsonProcessingException json
                ? "a message is not as expected: " + json.getOriginalMessage()
                : "a message is not as expected: " + unreadable.getMessage();
    }

    private static String json(Object value) {
        try {
            return Json.lenient().writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("our own requests can be written", impossible);
        }
    }
}
