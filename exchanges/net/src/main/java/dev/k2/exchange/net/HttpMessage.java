package dev.k2.exchange.net;

import java.util.Map;

/**
 * One request. It can hold a key and a signature, so printing it shows the method and path only.
 *
 * @param method such as {@code GET}
 * @param path from the root of the host
 * @param query without the question mark, encoded as it goes on the wire; empty for none
 * @param headers by name
 * @param form the form body, encoded as it goes on the wire; empty for none
 */
public record HttpMessage(
        String method, String path, String query, Map<String, String> headers, String form) {
    public HttpMessage {
        headers = Map.copyOf(headers);
    }

    String target() {
        return query.isEmpty() ? path : path + "?" + query;
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
