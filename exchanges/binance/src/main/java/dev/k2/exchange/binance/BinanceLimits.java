package dev.k2.exchange.binance;

import dev.k2.exchange.Budget;
import dev.k2.exchange.binance.BinanceOrderCount.Window;
import dev.k2.exchange.net.Costs;
import dev.k2.exchange.net.LimitHolder;
import dev.k2.exchange.net.Net;
import dev.k2.exchange.net.Silence;
import dev.k2.exchange.net.TokenBucket;
import dev.k2.model.ExchangeId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * What Binance lets this address and its accounts do. The figures are the documented defaults until
 * exchangeInfo names its own.
 */
public final class BinanceLimits {
    private static final String WEIGHT = "request weight";
    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final Window TEN_SECONDS = new Window("SECOND", 10);
    private static final Requests REQUESTS_OF_SPOT =
            new Requests(300_000, Duration.ofMinutes(5), "MINUTE", 5);

    private final Net net;
    private final ExchangeId exchange;
    private final URI host;
    private final TokenBucket weight;

    /** Every request counts one, where the product counts them. */
    private final Optional<TokenBucket> requests;

    private final Optional<Window> requestsWindow;
    private final Silence silence;
    private final Optional<Path> folder;

    /** The accounts' counts of orders, forgotten with their accounts. */
    private final Set<BinanceOrderCount> orderCounts =
            Collections.newSetFromMap(new WeakHashMap<>());

    /** How many orders each window allows. Guarded by {@link #orderCounts}. */
    private final Map<Window, Long> ordersMax;

    private record Requests(long max, Duration length, String interval, int times) {}

    private BinanceLimits(
            Net net,
            BinanceHost host,
            Optional<Path> folder,
            long weightAMinute,
            Optional<Requests> requests,
            Map<Window, Long> ordersMax) {
        this.net = net;
        this.exchange = host.exchange();
        this.host = host.rest();
        LimitHolder address = LimitHolder.address(exchange, host.rest());
        this.weight = net.limits().bucket(address, WEIGHT, weightAMinute, A_MINUTE);
        this.requests =
                requests.map(
                        count ->
                                net.limits()
                                        .bucket(address, "requests", count.max(), count.length()));
        this.requestsWindow = requests.map(count -> new Window(count.interval(), count.times()));
        this.folder = folder;
        this.silence = net.limits().silence(address, folder);
        this.ordersMax = new LinkedHashMap<>(ordersMax);
    }

    /**
     * Spot's.
     *
     * @param folder where a silence is kept over a restart
     */
    static BinanceLimits spot(Net net, BinanceHost host, Optional<Path> folder) {
        return new BinanceLimits(
                net,
                host,
                folder,
                6_000,
                Optional.of(REQUESTS_OF_SPOT),
                Map.of(TEN_SECONDS, 100L, new Window("DAY", 1), 200_000L));
    }

    /** Those of USD-M Futures. The weight is one for both futures products of Binance. */
    static BinanceLimits futures(Net net, BinanceHost host, Optional<Path> folder) {
        return new BinanceLimits(
                net,
                host,
                folder,
                2_400,
                Optional.empty(),
                Map.of(TEN_SECONDS, 300L, new Window("MINUTE", 1), 1_200L));
    }

    /** The weight that is left in this minute. */
    public long weightLeft() {
        return weight.left();
    }

    /** What is left of each window: of the address first, then of each account that is open. */
    List<Budget> budgets() {
        List<Budget> budgets = new ArrayList<>();
        budgets.add(weight.budget(WEIGHT));
        requests.ifPresent(bucket -> budgets.add(bucket.budget("requests")));
        synchronized (orderCounts) {
            orderCounts.forEach(count -> budgets.addAll(count.budgets()));
        }
        return List.copyOf(budgets);
    }

    /** Until when Binance wants to hear nothing. */
    public Optional<Instant> silentUntil() {
        return silence.until();
    }

    TokenBucket weight() {
        return weight;
    }

    /** Where a silence is kept over a restart. */
    Optional<Path> folder() {
        return folder;
    }

    Silence silence() {
        return silence;
    }

    /** What one request takes from the windows of this address. */
    Costs costs(long ofWeight) {
        List<Costs.Cost> costs = new ArrayList<>();
        costs.add(new Costs.Cost(weight, ofWeight));
        requests.ifPresent(bucket -> costs.add(new Costs.Cost(bucket, 1)));
        return new Costs(costs);
    }

    /**
     * Ends what {@link #costs} took.
     *
     * @param usedWeight what Binance says is used of this minute's weight
     */
    void settle(long ofWeight, OptionalLong usedWeight) {
        costs(ofWeight).settle(bucket -> bucket == weight ? usedWeight : OptionalLong.empty());
    }

    /** A count of one account's orders, known by its key. */
    BinanceOrderCount orderCount(String apiKey) {
        LimitHolder account = LimitHolder.account(exchange, host, apiKey);
        synchronized (orderCounts) {
            var count =
                    new BinanceOrderCount(ordersMax.keySet(), window -> orders(account, window));
            orderCounts.add(count);
            return count;
        }
    }

    /** Takes the exchange's own figures. */
    void learn(Iterable<BinanceRestWire.RateLimit> limits) {
        for (BinanceRestWire.RateLimit limit : limits) {
            var window = new Window(limit.interval(), limit.intervalNum());
            switch (limit.rateLimitType()) {
                case "REQUEST_WEIGHT" -> {
                    if (window.equals(new Window("MINUTE", 1))) {
                        weight.resize(limit.limit());
                    }
                }
                case "RAW_REQUESTS" -> {
                    if (requestsWindow.equals(Optional.of(window))) {
                        requests.ifPresent(bucket -> bucket.resize(limit.limit()));
                    }
                }
                case "ORDERS" -> allow(window, limit.limit());
                // A limit on something that we do not send.
                default -> {}
            }
        }
    }

    private void allow(Window window, long orders) {
        if (window.length().isEmpty()) {
            return;
        }
        synchronized (orderCounts) {
            ordersMax.put(window, orders);
            orderCounts.forEach(count -> count.resize(window, orders));
        }
    }

    private TokenBucket orders(LimitHolder account, Window window) {
        synchronized (orderCounts) {
            return net.limits()
                    .bucket(
                            account,
                            window.text(),
                            ordersMax.getOrDefault(window, Long.MAX_VALUE / 200),
                            window.length().orElseThrow());
        }
    }
}
