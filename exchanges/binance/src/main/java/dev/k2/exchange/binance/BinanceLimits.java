package dev.k2.exchange.binance;

import dev.k2.exchange.Budget;
import dev.k2.exchange.binance.BinanceOrderCount.Window;
import dev.k2.exchange.net.Silence;
import dev.k2.exchange.net.TokenBucket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * What Binance lets this address do. The figures are the documented defaults until exchangeInfo
 * names its own.
 */
public final class BinanceLimits {
    private static final Window TEN_SECONDS = new Window("SECOND", 10);

    private final InstantSource clock;
    private final TokenBucket weight;
    private final Silence silence;

    /** The accounts' counts of orders, forgotten with their accounts. */
    private final Set<BinanceOrderCount> orderCounts =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    /** How many orders each window allows. Guarded by {@link #orderCounts}. */
    private final Map<Window, Long> ordersMax;

    private BinanceLimits(InstantSource clock, long weightAMinute, Map<Window, Long> ordersMax) {
        this.clock = clock;
        this.weight = new TokenBucket(clock, weightAMinute, Duration.ofMinutes(1));
        this.silence = new Silence(clock);
        this.ordersMax = new LinkedHashMap<>(ordersMax);
    }

    static BinanceLimits spot(InstantSource clock) {
        return new BinanceLimits(
                clock, 6_000, Map.of(TEN_SECONDS, 100L, new Window("DAY", 1), 200_000L));
    }

    /** The weight is one for both futures products of Binance. */
    static BinanceLimits futures(InstantSource clock) {
        return new BinanceLimits(
                clock, 2_400, Map.of(TEN_SECONDS, 300L, new Window("MINUTE", 1), 1_200L));
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
    BinanceOrderCount newOrderCount() {
        synchronized (orderCounts) {
            var count = new BinanceOrderCount(clock, ordersMax);
            orderCounts.add(count);
            return count;
        }
    }

    /** Takes the exchange's own figures. */
    void learn(Iterable<BinanceRestWire.RateLimit> limits) {
        for (BinanceRestWire.RateLimit limit : limits) {
            var window = new Window(limit.interval(), limit.intervalNum());
            if (limit.rateLimitType().equals("REQUEST_WEIGHT")
                    && window.equals(new Window("MINUTE", 1))) {
                weight.resize(limit.limit());
            }
            if (limit.rateLimitType().equals("ORDERS")) {
                allow(window, limit.limit());
            }
        }
    }

    private void allow(Window window, long orders) {
        synchronized (orderCounts) {
            ordersMax.put(window, orders);
            orderCounts.forEach(count -> count.resize(window, orders));
        }
    }
}
