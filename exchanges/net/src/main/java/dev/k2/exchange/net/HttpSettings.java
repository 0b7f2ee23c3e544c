package dev.k2.exchange.net;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * How a host is spoken to.
 *
 * @param connectMax how long a connection may take, TLS included
 * @param answerBytesMax the largest answer that is read
 * @param connectionsMax at the same time
 * @param headersLogged names of answer headers that may stand in a log, in lower case; all others
 *     stay out
 * @param headersAlways sent with every request; no secrets
 */
public record HttpSettings(
        Duration connectMax,
        int answerBytesMax,
        int connectionsMax,
        Set<String> headersLogged,
        Map<String, String> headersAlways) {
    public HttpSettings {
        headersLogged = Set.copyOf(headersLogged);
        headersAlways = Map.copyOf(headersAlways);
    }

    /** Without headers of its own. */
    public HttpSettings(
            Duration connectMax,
            int answerBytesMax,
            int connectionsMax,
            Set<String> headersLogged) {
        this(connectMax, answerBytesMax, connectionsMax, headersLogged, Map.of());
    }

    /** 3 s to connect, answers of up to 64 MiB, 16 connections. */
    public static HttpSettings usual(Set<String> headersLogged) {
        return new HttpSettings(Duration.ofSeconds(3), 64 << 20, 16, headersLogged);
    }

    /** The same with these headers in every request. */
    public HttpSettings withHeaders(Map<String, String> always) {
        return new HttpSettings(connectMax, answerBytesMax, connectionsMax, headersLogged, always);
    }
}
