package dev.k2.app;

import dev.k2.exchange.Exchange;
import dev.k2.exchange.HealthStatus;
import dev.k2.marketdata.FeedStatus;
import dev.k2.marketdata.MarketData;
import dev.k2.platform.HealthCheck;
import dev.k2.platform.HealthState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How one exchange stands: what its adapter says of each connection and of its answers, and how its
 * prices come. A finding is kept for some seconds, because looking costs a question to the exchange.
 */
final class ExchangeCheck implements HealthCheck {
    /** The adapter's own checks take 5 s at most. */
    static final Duration LIMIT = Duration.ofSeconds(6);

    private static final Duration KEPT = Duration.ofSeconds(5);

    private final Exchange exchange;
    private final MarketData market;
    private final InstantSource clock;
    private volatile @Nullable Seen last;

    private record Seen(Finding finding, Instant at) {}

    ExchangeCheck(Exchange exchange, MarketData market, InstantSource clock) {
        this.exchange = exchange;
        this.market = market;
        this.clock = clock;
    }

    @Override
    public Finding look() {
        Seen seen = last;
        if (seen != null && clock.instant().isBefore(seen.at().plus(KEPT))) {
            return seen.finding();
        }
        Finding fresh = finding();
        last = new Seen(fresh, clock.instant());
        return fresh;
    }

    private Finding finding() {
        Part told = part(exchange.health());
        Optional<FeedStatus> feed =
                market.feeds().stream().filter(one -> one.exchange() == exchange.id()).findFirst();
        boolean flowing = feed.map(FeedStatus::isHealthy).orElse(true);
        HealthState state =
                flowing || told.state() != HealthState.HEALTHY
                        ? told.state()
                        : HealthState.DEGRADED;
        Map<String, String> figures = new TreeMap<>(told.figures());
        feed.ifPresent(status -> figures.putAll(figures(status)));
        return new Finding(state, note(told, flowing), figures, told.parts());
    }

    private static String note(Part told, boolean flowing) {
        String troubled =
                told.parts().stream()
                        .filter(part -> part.state() != HealthState.HEALTHY)
                        .map(Part::name)
                        .collect(Collectors.joining(", "));
        if (!troubled.isEmpty()) {
            return "not as it should be: " + troubled;
        }
        return flowing ? "" : "the feed is cut or silent";
    }

    private static Map<String, String> figures(FeedStatus feed) {
        return Map.of(
                "reconnects",
                Long.toString(feed.reconnects()),
                "watched",
                Integer.toString(feed.watched()),
                "stale",
                Integer.toString(feed.stale()),
                "messages_skipped",
                Long.toString(feed.skipped()));
    }

    private static Part part(dev.k2.exchange.Health health) {
        List<Part> parts = health.parts().stream().map(ExchangeCheck::part).toList();
        return new Part(health.name(), state(health.status()), health.facts(), parts);
    }

    private static HealthState state(HealthStatus status) {
        return switch (status) {
            case HEALTHY -> HealthState.HEALTHY;
            case DEGRADED -> HealthState.DEGRADED;
            case UNKNOWN -> HealthState.UNKNOWN;
            case UNHEALTHY -> HealthState.UNHEALTHY;
        };
    }
}
