package dev.k2.exchange.binance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Health;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Net;
import dev.k2.exchange.net.OrderSocket;
import dev.k2.exchange.net.OrderSocketProtocol;
import dev.k2.exchange.net.Reply;
import dev.k2.exchange.net.SocketNotice;
import dev.k2.exchange.net.SocketSettings;
import dev.k2.exchange.net.Verdict;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One account's calls over Binance's WebSocket API. Keys that may log in (Ed25519) do so once for
 * each connection and sign nothing more; others sign each call.
 */
final class BinanceSocketApi
        implements BinanceApi, OrderSocketProtocol<BinanceCall>, AutoCloseable {
    private static final String LOGON = "session.logon";

    private final Net net;
    private final BinanceHttp http;
    private final BinanceSigner signer;
    private final Map<String, String> methods;
    private final OrderSocket<BinanceCall> socket;

    /**
     * A way for one account's calls. It connects when the first of them is made.
     *
     * @param methods the name of each call here, by its method and path over REST
     */
    BinanceSocketApi(
            Net net,
            SocketSettings settings,
            BinanceHttp http,
            BinanceSigner signer,
            Map<String, String> methods,
            Duration timeout) {
        this.net = net;
        this.http = http;
        this.signer = signer;
        this.methods = Map.copyOf(methods);
        this.socket = new OrderSocket<>(net, settings, http.rest(), this, timeout);
    }

    @Override
    public <T> Reply<T> ask(BinanceCall call, TypeReference<T> type) {
        requireMethod(call);
        return socket.ask(call, type);
    }

    @Override
    public <T> Reply<T> send(BinanceCall call, TypeReference<T> type) {
        requireMethod(call);
        return socket.send(call, type);
    }

    Health health() {
        return socket.health();
    }

    @Override
    public void close() {
        socket.close();
    }

    @Override
    public boolean logsIn() {
        return signer.logsIn();
    }

    @Override
    public String login() {
        return BinanceSocketWire.text(
                new BinanceSocketWire.Request(
                        LOGON,
                        LOGON,
                        signer.signedParameters(
                                Map.of(), http.rest().exchangeMillis(), http.recvWindowMillis())));
    }

    @Override
    public String message(BinanceCall call, long number) {
        long now = http.rest().exchangeMillis();
        Map<String, Object> params =
                signer.logsIn()
                        ? signer.timedParameters(call.parameters(), now, http.recvWindowMillis())
                        : signer.signedParameters(call.parameters(), now, http.recvWindowMillis());
        return BinanceSocketWire.text(
                new BinanceSocketWire.Request(number, requireMethod(call), params));
    }

    @Override
    public String idField() {
        return "id";
    }

    @Override
    public void settle(BinanceCall call, Optional<JsonNode> answer) {
        http.settle(
                call,
                answer.map(BinanceSocketApi::usedWeight).orElseGet(OptionalLong::empty),
                header ->
                        answer.map(told -> usedOrders(told, header))
                                .orElseGet(OptionalLong::empty));
    }

    @Override
    public <T> Verdict<T> read(BinanceCall call, JsonNode node, TypeReference<T> type)
            throws JsonProcessingException {
        var answer = Json.lenient().treeToValue(node, BinanceSocketWire.Answer.class);
        JsonNode result = answer.result();
        if (answer.status() == 200 && result != null) {
            return Verdict.ok(Json.lenient().treeToValue(result, type));
        }
        BinanceRestWire.Failure error =
                answer.error() == null
                        ? new BinanceRestWire.Failure(0, "no result and no error", null)
                        : answer.error();
        JsonNode data = error.data();
        long until = data == null ? 0 : data.path("retryAfter").asLong();
        return http.failure(call, answer.status(), error, untilThen(until));
    }

    /** The answer to a login, the end of a key, an announced end, or an answer too late. */
    @Override
    public SocketNotice notice(JsonNode node) {
        JsonNode event = node.path("event").isObject() ? node.path("event") : node;
        if (event.path("e").asText().equals("serverShutdown")) {
            return new SocketNotice.Renew("Binance announced a shutdown");
        }
        int status = node.path("status").asInt();
        if (node.path("id").asText().equals(LOGON)) {
            return status == 200 ? new SocketNotice.Acknowledged(LOGON) : notLoggedIn(node);
        }
        boolean keyEnded =
                node.path("id").isNull()
                        && status >= 400
                        && error(node).category() == ErrorCategory.AUTHENTICATION;
        return keyEnded ? new SocketNotice.Refused(error(node)) : new SocketNotice.Nothing();
    }

    private SocketNotice notLoggedIn(JsonNode node) {
        ExchangeError error = error(node);
        if (error.category() == ErrorCategory.AUTHENTICATION) {
            return new SocketNotice.Refused(error);
        }
        if (BinanceErrors.isCode(error, BinanceErrors.CLOCK)) {
            http.rest().forgetClock();
        }
        return new SocketNotice.Cut("the login failed: " + node.path("error").path("msg").asText());
    }

    private ExchangeError error(JsonNode answer) {
        return BinanceErrors.answered(
                http.exchange(),
                "log in",
                answer.path("status").asInt(),
                answer.path("error").path("code").asInt(),
                answer.path("error").path("msg").asText(),
                Optional.empty());
    }

    private String requireMethod(BinanceCall call) {
        String method = methods.get(call.method() + " " + call.path());
        if (method == null) {
            throw new IllegalStateException("no call over the WebSocket API: " + call.path());
        }
        return method;
    }

    /**
     * How long it is until a time that Binance named.
     *
     * @param epochMillis 0 where it named none
     */
    private Optional<Duration> untilThen(long epochMillis) {
        return epochMillis <= 0
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(Math.max(0, epochMillis - net.clock().millis())));
    }

    private static OptionalLong usedWeight(JsonNode answer) {
        for (JsonNode limit : answer.path("rateLimits")) {
            if (limit.path("rateLimitType").asText().equals("REQUEST_WEIGHT")
                    && limit.path("count").isIntegralNumber()) {
                return OptionalLong.of(limit.path("count").asLong());
            }
        }
        return OptionalLong.empty();
    }

    private static OptionalLong usedOrders(JsonNode answer, String header) {
        for (JsonNode limit : answer.path("rateLimits")) {
            String interval = limit.path("interval").asText();
            var window = new BinanceOrderCount.Window(interval, limit.path("intervalNum").asInt());
            if (limit.path("rateLimitType").asText().equals("ORDERS")
                    && !interval.isEmpty()
                    && limit.path("count").isIntegralNumber()
                    && window.header().equals(header)) {
                return OptionalLong.of(limit.path("count").asLong());
            }
        }
        return OptionalLong.empty();
    }
}
