package dev.k2.gateway;

import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One call of the contract.
 *
 * @param id its name in the contract
 * @param route its path with names in braces; what metrics and logs call it
 * @param segments of the route
 * @param scope who may call
 * @param stepUp whether the session must have been confirmed lately
 * @param bodyRequired whether it makes no sense without a body
 * @param body what the body may carry, by name
 * @param raw whether the body is the call's own to read
 */
record Operation(
        String id,
        HttpMethod method,
        String route,
        List<String> segments,
        Scope scope,
        boolean stepUp,
        Map<String, Field> path,
        Map<String, Field> query,
        Map<String, Field> headers,
        Map<String, Field> cookies,
        boolean bodyRequired,
        Map<String, Field> body,
        boolean raw) {
    Operation {
        path = Map.copyOf(path);
        query = new LinkedHashMap<>(query);
        headers = Map.copyOf(headers);
        cookies = Map.copyOf(cookies);
        body = new LinkedHashMap<>(body);
    }

    /** Whether it needs no token. */
    boolean open() {
        return scope == Scope.OPEN;
    }

    /** The values of the names in braces, where a path is one of this call. */
    Optional<Map<String, String>> match(List<String> found) {
        if (segments.size() != found.size()) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            if (segment.startsWith("{") && !found.get(i).isEmpty()) {
                values.put(segment.substring(1, segment.length() - 1), found.get(i));
            } else if (!segment.equals(found.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    /** How many segments are spelled out; of two calls that match, the one with more is meant. */
    long spelledOut() {
        return segments.stream().filter(s -> !s.startsWith("{")).count();
    }
}
