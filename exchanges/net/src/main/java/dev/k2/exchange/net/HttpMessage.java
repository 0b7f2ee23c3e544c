package dev.k2.exchange.net;

import java.util.Map;

/**
 * One request. It can hold a key and a signature, so printing it shows the method and path only.
 *
 * @param method such as {@code GET}
 * @param path from the root of the host
 * @param query without the question mark, encoded as it goes on the wire; empty for none
 * @param headers by name
 * @param body as it goes on the wire; empty for none
 * @param bodyType what kind of body it is, such as {@code application/json}
 */
public record HttpMessage(
        String method,
        String path,
        String query,
        Map<String, String> headers,
        String body,
        String bodyType) {
    private static final String FORM = "application/x-www-form-urlencoded";

    public HttpMessage {
        headers = Map.copyOf(headers);
    }

    /** A request whose body is a form, encoded as it goes on the wire, or that has none. */
    public HttpMessage(
            String method, String path, String query, Map<String, String> headers, String form) {
        this(method, path, query, headers, form, FORM);
    }

    /** A request without a query whose body is JSON. */
    public static HttpMessage json(
            String method, String path, Map<String, String> headers, String body) {
        return new HttpMessage(method, path, "", headers, body, "application/json");
    }

    String target() {
        return query.isEmpty() ? path : path + "?" + query;
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
