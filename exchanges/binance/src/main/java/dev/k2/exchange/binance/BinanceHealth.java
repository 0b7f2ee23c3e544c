package dev.k2.exchange.binance;

import dev.k2.exchange.Answer;
import dev.k2.exchange.ConnectionState;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.Health;
import dev.k2.exchange.HealthStatus;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** How an adapter's ways to Binance stand. */
final class BinanceHealth {
    private static final int ANSWER_SECONDS_MAX = 5;

    private BinanceHealth() {}

    /** Asks Binance for its time, and waits 5 s at most. While it wants silence, nothing is asked. */
    static Health rest(Supplier<Answer<Instant>> time, BinanceLimits limits) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("weight_left", Long.toString(limits.weightLeft()));
        Optional<Instant> silent = limits.silentUntil();
        if (silent.isPresent()) {
            facts.put("silent_until", silent.get().toString());
            return new Health("rest", HealthStatus.DEGRADED, facts, List.of());
        }
        var answer = new CompletableFuture<Answer<Instant>>();
        Thread.startVirtualThread(() -> answer.complete(time.get()));
        try {
            return told(answer.get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS), facts);
        } catch (TimeoutException late) {
            facts.put("last_failure", "no answer within " + ANSWER_SECONDS_MAX + " s");
            return new Health("rest", HealthStatus.UNKNOWN, facts, List.of());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            facts.put("last_failure", "interrupted while asking");
            return new Health("rest", HealthStatus.UNKNOWN, facts, List.of());
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("a question ends with an answer", impossible);
        }
    }

    private static Health told(Answer<Instant> time, Map<String, String> facts) {
        return switch (time) {
            case Answer.Ok<Instant> ok ->
                    new Health("rest", HealthStatus.HEALTHY, facts, List.of());
            case Answer.Failed<Instant>(ExchangeError error) -> {
                facts.put("last_failure", error.message());
                yield new Health("rest", HealthStatus.UNHEALTHY, facts, List.of());
            }
        };
    }

    static HealthStatus of(ConnectionState state) {
        return switch (state) {
            case LIVE -> HealthStatus.HEALTHY;
            case CONNECTING -> HealthStatus.UNKNOWN;
            case BACKING_OFF -> HealthStatus.DEGRADED;
            case BREAKER_OPEN, CLOSED -> HealthStatus.UNHEALTHY;
        };
    }
}
