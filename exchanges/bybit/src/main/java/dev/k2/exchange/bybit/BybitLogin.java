package dev.k2.exchange.bybit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.k2.exchange.ErrorCategory;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.net.Json;
import dev.k2.exchange.net.SocketNotice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a connection logs in, and what it is told. Pure. */
final class BybitLogin {
    /** So long a login may be on its way. */
    private static final long GOOD_FOR_MILLIS = 10_000;

    /** What a login is called in its answer. */
    static final String AUTH = "auth";

    private BybitLogin() {}

    /**
     * The request.
     *
     * @param idName what this kind of connection calls the id of a request
     */
    static String request(BybitSigner signer, long exchangeMillis, String idName) {
        return request(idName, AUTH, signer.login(exchangeMillis + GOOD_FOR_MILLIS));
    }

    static String request(String idName, String op, List<?> args) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put(idName, op);
        request.put("op", op);
        request.put("args", args);
        try {
            return Json.lenient().writeValueAsString(request);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("our own requests can be written", impossible);
        }
    }

    /** What follows from an answer to a login. */
    static SocketNotice notice(JsonNode answer) {
        return failure(answer)
                .<SocketNotice>map(SocketNotice.Refused::new)
                .orElseGet(() -> new SocketNotice.Acknowledged(AUTH));
    }

    /** What an answer to a login means; empty where it is a yes. Two forms of it are known. */
    static Optional<ExchangeError> failure(JsonNode answer) {
        int code = answer.path("retCode").asInt();
        boolean yes = answer.has("success") ? answer.path("success").asBoolean() : code == 0;
        if (yes) {
            return Optional.empty();
        }
        String words =
                answer.hasNonNull("ret_msg")
                        ? answer.path("ret_msg").asText()
                        : answer.path("retMsg").asText();
        return Optional.of(
                code == 0
                        ? BybitErrors.ALL.told(
                                "log in",
                                ErrorCategory.AUTHENTICATION,
                                words.isEmpty() ? "the login was refused" : words,
                                Map.of("exchange_message", words))
                        : BybitErrors.answered("log in", 200, code, words));
    }
}
