package dev.k2.exchange.binance;

import dev.k2.exchange.Budget;
import dev.k2.exchange.net.Silence;
import dev.k2.exchange.net.TokenBucket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * What Binance lets this address do. The figures are the documented defaults until exchangeInfo
 * names its own.
 */
public final class BinanceLimits {
    private static final int WEIGHT_A_MINUTE = 6_000;
    private static final int ORDERS_IN_TEN_SECONDS = 100;

    private final InstantSource clock;
    private final TokenBucket weight;
    private final Silence silence;

    /** The accounts' counts of orders, forgotten with their accounts. */
    private final Set<TokenBucket> orderCounts =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private volatile long ordersMax = ORDERS_IN_TEN_SECONDS;

    BinanceLimits(InstantSource clock) {
        this.clock = clock;
        this.weight = new TokenBucket(clock, WEIGHT_A_MINUTE, Duration.ofMinutes(1));
        this.silence = new Silence(clock);
    }

    /** The weight that is left in this minute. */
    public long weightLeft() {
        return weight.left();
    }

    /** What is left of each window. */
    List<Budget> budgets() {
        return List.of(weight.budget("request weight"));
    }

    /** Until when Binance wants to hear nothing; keep it over a restart. */
    public Optional<Instant> silentUntil() {
        return silence.until();
    }

    /** Takes over a silence that was kept from an earlier run. */
    public void keepSilentUntil(Instant until) {
        silence.keepUntil(until);
    }

    TokenBucket weight() {
        return weight;
    }

    Silence silence() {
        return silence;
    }

    /** A count of one account's orders. */
    TokenBucket newOrderCount() {
        var count = new TokenBucket(clock, ordersMax, Duration.ofSeconds(10));
        orderCounts.add(count);
        return count;
    }

    /** Takes the exchange's own figures. */
    void learn(Iterable<BinanceRestWire.RateLimit> limits) {
        for (BinanceRestWire.RateLimit limit : limits) {
            if (limit.rateLimitType().equals("REQUEST_WEIGHT")
                    && limit.interval().equals("MINUTE")
                    && limit.intervalNum() == 1) {
                weight.resize(limit.limit());
            }
            if (limit.rateLimitType().equals("ORDERS")
                    && limit.interval().equals("SECOND")
                    && limit.intervalNum() == 10) {
                ordersMax = limit.limit();
                synchronized (orderCounts) {
                    orderCounts.forEach(count -> count.resize(limit.limit()));
                }
            }
        }
    }
}
