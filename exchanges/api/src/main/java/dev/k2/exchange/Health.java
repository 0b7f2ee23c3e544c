package dev.k2.exchange;

import java.util.List;
import java.util.Map;

/**
 * How a part of K2 stands.
 *
 * @param name such as {@code binance market streams}
 * @param status no better than needed to describe the worst of the parts that matter
 * @param facts figures for a person: state, reconnects, age of the last message, last failure
 * @param parts what it is made of
 */
public record Health(
        String name, HealthStatus status, Map<String, String> facts, List<Health> parts) {
    public Health {
        facts = Map.copyOf(facts);
        parts = List.copyOf(parts);
    }

    /**
     * A whole: healthy where all parts are, unhealthy where all are, unknown where nothing is known
     * of any, else degraded.
     */
    public static Health whole(String name, List<Health> parts) {
        HealthStatus first = parts.isEmpty() ? HealthStatus.HEALTHY : parts.getFirst().status();
        boolean same = parts.stream().allMatch(part -> part.status() == first);
        return new Health(name, same ? first : HealthStatus.DEGRADED, Map.of(), parts);
    }
}
