package dev.k2.exchange.net;

import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.Health;
import dev.k2.exchange.HealthStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How one connection fares.
 *
 * @param name as in its settings
 * @param reconnects how often it was made anew after a cut
 * @param failures cuts and tries in vain so far
 * @param failuresInARow those since it last was stable
 * @param lastReason why it failed last
 */
public record LinkStatus(
        String name,
        ConnectionState state,
        long reconnects,
        long failures,
        int failuresInARow,
        Optional<String> lastReason) {
    private static final int FAILURES_TO_BE_ILL = 3;

    /** How this connection stands, with its figures. */
    public Health health() {
        Map<String, String> facts = new HashMap<>();
        facts.put("state", state.name().toLowerCase(Locale.ROOT));
        facts.put("reconnects", Long.toString(reconnects));
        facts.put("failures", Long.toString(failures));
        facts.put("failures_in_a_row", Integer.toString(failuresInARow));
        lastReason.ifPresent(reason -> facts.put("last_failure", reason));
        return new Health(name, status(), facts, List.of());
    }

    /** The health of all connections of a link as one. */
    static Health health(String name, List<LinkStatus> connections) {
        return Health.whole(name, connections.stream().map(LinkStatus::health).toList());
    }

    private HealthStatus status() {
        return switch (state) {
            case LIVE -> HealthStatus.HEALTHY;
            case CONNECTING, BACKING_OFF ->
                    failuresInARow < FAILURES_TO_BE_ILL
                            ? HealthStatus.DEGRADED
                            : HealthStatus.UNHEALTHY;
            case BREAKER_OPEN -> HealthStatus.UNHEALTHY;
            case CLOSED -> HealthStatus.UNKNOWN;
        };
    }
}
