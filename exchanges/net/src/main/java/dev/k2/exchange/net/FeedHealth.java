package dev.k2.exchange.net;

import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.Health;
import dev.k2.exchange.HealthStatus;
import dev.k2.model.ExchangeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How a feed stands, in words for a person. Pure. */
final class FeedHealth {
    private FeedHealth() {}

    /**
     * One way to streams.
     *
     * @param text what kind of connection it is
     * @param connections how each of its connections fares
     * @param streams how many are subscribed to
     * @param invalidBooks how many books wait for a snapshot
     * @param skipped messages that were not understood
     * @param heardMillis when the last message came; 0 for never
     */
    record Way(
            String text,
            ConnectionState state,
            List<LinkStatus> connections,
            int streams,
            long invalidBooks,
            long skipped,
            long heardMillis) {}

    /**
     * The whole feed.
     *
     * @param silent how many streams were subscribed to anew because of silence
     */
    static Health of(ExchangeId exchange, List<Way> ways, long silent, long nowMillis) {
        List<Health> parts = new ArrayList<>();
        ways.forEach(way -> parts.add(of(exchange, way, nowMillis)));
        Health whole = Health.whole(name(exchange), parts);
        return new Health(
                whole.name(),
                whole.status(),
                Map.of("silent_streams_renewed", Long.toString(silent)),
                parts);
    }

    /** A feed that is too busy to say how it stands. */
    static Health unknown(ExchangeId exchange) {
        return new Health(name(exchange), HealthStatus.UNKNOWN, Map.of(), List.of());
    }

    private static String name(ExchangeId exchange) {
        return exchange.text() + " market data";
    }

    private static Health of(ExchangeId exchange, Way way, long nowMillis) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("state", way.state().name().toLowerCase(Locale.ROOT));
        facts.put("streams", Integer.toString(way.streams()));
        facts.put("invalid_books", Long.toString(way.invalidBooks()));
        facts.put("skipped_messages", Long.toString(way.skipped()));
        if (way.heardMillis() > 0) {
            facts.put(
                    "last_message_age_ms",
                    Long.toString(Math.max(0, nowMillis - way.heardMillis())));
        }
        List<Health> lines = way.connections().stream().map(LinkStatus::health).toList();
        boolean whole =
                way.invalidBooks() == 0
                        && lines.stream().allMatch(line -> line.status() == HealthStatus.HEALTHY);
        HealthStatus status = status(way.state(), whole);
        return new Health(exchange.text() + " " + way.text(), status, facts, lines);
    }

    private static HealthStatus status(ConnectionState state, boolean whole) {
        return switch (state) {
            case LIVE -> whole ? HealthStatus.HEALTHY : HealthStatus.DEGRADED;
            case CONNECTING -> HealthStatus.UNKNOWN;
            case BACKING_OFF -> HealthStatus.DEGRADED;
            case BREAKER_OPEN, CLOSED -> HealthStatus.UNHEALTHY;
        };
    }
}
