package dev.k2.exchange.bybit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Health;
import dev.k2.exchange.net.Net;
import dev.k2.exchange.net.OrderSocket;
import dev.k2.exchange.net.OrderSocketProtocol;
import dev.k2.exchange.net.Reply;
import dev.k2.exchange.net.SocketNotice;
import dev.k2.exchange.net.Verdict;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Orders over Bybit's WebSocket for them, as they would be sent over REST. */
final class BybitOrderSocket implements BybitApi, OrderSocketProtocol<BybitCall>, AutoCloseable {
    private static final String ORDERS = "/v5/order/";
    private static final String ID = "reqId";

    private final BybitConfig config;
    private final BybitHttp http;
    private final BybitSigner signer;
    private final OrderSocket<BybitCall> socket;

    BybitOrderSocket(BybitConfig config, BybitHttp http, BybitSigner signer, Net net) {
        this.config = config;
        this.http = http;
        this.signer = signer;
        this.socket =
                new OrderSocket<>(net, config.tradeSettings(), http.rest(), this, config.timeout());
    }

    @Override
    public <T> Reply<T> ask(BybitCall call, TypeReference<T> type) {
        return socket.ask(call, type);
    }

    @Override
    public <T> Reply<T> send(BybitCall call, TypeReference<T> type) {
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
    public String login() {
        return BybitLogin.request(signer, http.rest().exchangeMillis(), ID);
    }

    @Override
    public String message(BybitCall call, long number) {
        if (!call.path().startsWith(ORDERS)) {
            throw new IllegalStateException("no call over the WebSocket: " + call.path());
        }
        return """
        {"reqId":"%d","header":{"X-BAPI-TIMESTAMP":"%d","X-BAPI-RECV-WINDOW":"%d"},\
        "op":"order.%s","args":[%s]}\
        """
                .formatted(
                        number,
                        http.rest().exchangeMillis(),
                        config.recvWindow().toMillis(),
                        call.path().substring(ORDERS.length()),
                        call.payload());
    }

    @Override
    public String idField() {
        return ID;
    }

    @Override
    public void settle(BybitCall call, Optional<JsonNode> answer) {
        Map<String, String> headers = answer.map(BybitOrderSocket::headers).orElse(Map.of());
        http.limits().settle(call, name -> Optional.ofNullable(headers.get(name)));
    }

    private static Map<String, String> headers(JsonNode answer) {
        Map<String, String> headers = new HashMap<>();
        answer.path("header")
                .properties()
                .forEach(
                        header ->
                                headers.put(
                                        header.getKey().toLowerCase(Locale.ROOT),
                                        header.getValue().asText()));
        return headers;
    }

    @Override
    public <T> Verdict<T> read(BybitCall call, JsonNode answer, TypeReference<T> type)
            throws JsonProcessingException {
        Map<String, String> headers = headers(answer);
        return http.read(
                call, answer.toString(), name -> Optional.ofNullable(headers.get(name)), type);
    }

    @Override
    public SocketNotice notice(JsonNode message) {
        return message.path("op").asText().equals("auth")
                ? BybitLogin.notice(message)
                : new SocketNotice.Nothing();
    }
}
