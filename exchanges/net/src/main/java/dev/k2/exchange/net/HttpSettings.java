package dev.k2.exchange.net;

import java.time.Duration;
import java.util.Set;

/**
 * How a host is spoken to.
 *
 * @param connectMax how long a connection may take, TLS included
 * @param answerBytesMax the largest answer that is read
 * @param connectionsMax at the same time
 * @param headersLogged names of answer headers that may stand in a log, in lower case; all others
 *     stay out
 */
public record HttpSettings(
        Duration connectMax, int answerBytesMax, int connectionsMax, Set<String> headersLogged) {
    public HttpSettings {
        headersLogged = Set.copyOf(headersLogged);
    }

    /** 3 s to connect, answers of up to 64 MiB, 16 connections. */
    public static HttpSettings usual(Set<String> headersLogged) {
        return new HttpSettings(Duration.ofSeconds(3), 64 << 20, 16, headersLogged);
    }
}
