package dev.k2.exchange.cryptocom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.Health;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.Net;
import dev.k2.exchange.net.OrderSocket;
import dev.k2.exchange.net.OrderSocketProtocol;
import dev.k2.exchange.net.Reply;
import dev.k2.exchange.net.SocketNotice;
import dev.k2.exchange.net.Verdict;
import java.util.Optional;
import java.util.OptionalLong;

/** An account's calls over its socket, as they would be made over REST. */
final class CryptocomSocketApi
        implements CryptocomWay, OrderSocketProtocol<CryptocomCall>, AutoCloseable {
    private static final String ID = "id";

    /** Calls count up from 1. */
    private static final long LOGIN = 0;

    private final CryptocomHttp http;
    private final CryptocomSigner signer;
    private final OrderSocket<CryptocomCall> socket;

    CryptocomSocketApi(
            CryptocomConfig config, CryptocomHttp http, CryptocomSigner signer, Net net) {
        this.http = http;
        this.signer = signer;
        this.socket =
                new OrderSocket<>(
                        net,
                        config.userSettings("cryptocom order entry"),
                        http.rest(),
                        this,
                        config.timeout());
    }

    @Override
    public <T> Reply<T> ask(CryptocomCall call, TypeReference<T> type) {
        return socket.ask(call, type);
    }

    @Override
    public <T> Reply<T> send(CryptocomCall call, TypeReference<T> type) {
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
        return CryptocomCall.login(signer, LOGIN, http.rest().exchangeMillis());
    }

    @Override
    public String message(CryptocomCall call, long number) {
        return call.overSocket(number, http.rest().exchangeMillis());
    }

    @Override
    public String idField() {
        return ID;
    }

    @Override
    public void settle(CryptocomCall call, Optional<JsonNode> answer) {
        http.costs(call).settle(window -> OptionalLong.empty());
    }

    @Override
    public <T> Verdict<T> read(CryptocomCall call, JsonNode answer, TypeReference<T> type)
            throws JsonProcessingException {
        return http.read(
                call,
                200,
                Json.lenient().treeToValue(answer, CryptocomRestWire.Envelope.class),
                type);
    }

    @Override
    public SocketNotice notice(JsonNode message) {
        return message.path("method").asText().equals("public/auth")
                ? CryptocomUserStream.loggedIn(message, http)
                : new SocketNotice.Nothing();
    }
}
