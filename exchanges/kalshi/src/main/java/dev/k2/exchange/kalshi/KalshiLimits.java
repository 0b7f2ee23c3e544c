package dev.k2.exchange.kalshi;

import dev.k2.exchange.Budget;
import dev.k2.exchange.net.Costs;
import dev.k2.exchange.net.LimitHolder;
import dev.k2.exchange.net.Net;
import dev.k2.exchange.net.Rate;
import dev.k2.exchange.net.TokenBucket;
import dev.k2.model.ExchangeId;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tokens that Kalshi gives an account each second, apart for questions and for what changes
 * something. Until it tells its own figures those of the lowest tier count. Questions without a key
 * draw from the address. Safe for several threads.
 */
final class KalshiLimits {
    private static final int READS_BASIC = 200;
    private static final int WRITES_BASIC = 100;
    private static final long COST_USUAL = 10;
    private static final long CANCEL_EACH_COST = 2;
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Net net;
    private final URI host;
    private final Set<LimitHolder> holders = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> costs = new ConcurrentHashMap<>();
    private volatile long usual = COST_USUAL;

    KalshiLimits(Net net, URI host) {
        this.net = net;
        this.host = host;
    }

    Costs costs(KalshiCall call) {
        return Costs.of(new Costs.Cost(window(call), cost(call.endpoint()) * call.items()));
    }

    /** The window that a call draws from. */
    TokenBucket window(KalshiCall call) {
        return window(holder(call), call.endpoint().isQuestion());
    }

    /** The account told its own figures. */
    void learn(KalshiSigner signer, KalshiAccountWire.Limits told) {
        LimitHolder holder = LimitHolder.account(ExchangeId.KALSHI, host, signer.keyId());
        window(holder, true).resize(tokens(told.read()));
        window(holder, false).resize(tokens(told.write()));
    }

    /** What endpoints cost that do not cost the usual. */
    void learn(KalshiAccountWire.EndpointCosts told) {
        usual = Math.max(1, told.defaultCost());
        for (KalshiAccountWire.Cost cost : told.costs()) {
            costs.put(key(cost.method(), cost.path()), Math.max(0, cost.cost()));
        }
    }

    /** How many orders fit into one request. */
    int ordersAtOnce(KalshiSigner signer, KalshiEndpoint endpoint, int most) {
        LimitHolder holder = LimitHolder.account(ExchangeId.KALSHI, host, signer.keyId());
        // A fifth is kept for cancels.
        long tokens = window(holder, false).capacity() * 4 / 5;
        long fits = tokens / Math.max(1, cost(endpoint));
        return (int) Math.max(1, Math.min(most, fits));
    }

    List<Budget> budgets() {
        List<Budget> all = new ArrayList<>();
        holders.forEach(holder -> all.addAll(net.limits().budgets(holder)));
        return all;
    }

    long readsLeft() {
        return window(LimitHolder.address(ExchangeId.KALSHI, host), true).left();
    }

    private long cost(KalshiEndpoint endpoint) {
        Long told = costs.get(key(endpoint.method(), endpoint.path()));
        if (told != null) {
            return told;
        }
        return endpoint == KalshiEndpoint.CANCEL_EACH ? CANCEL_EACH_COST : usual;
    }

    private LimitHolder holder(KalshiCall call) {
        KalshiSigner signer = call.signer();
        return signer == null
                ? LimitHolder.address(ExchangeId.KALSHI, host)
                : LimitHolder.account(ExchangeId.KALSHI, host, signer.keyId());
    }

    private TokenBucket window(LimitHolder holder, boolean questions) {
        holders.add(holder);
        return net.limits()
                .rolling(
                        holder,
                        questions ? "read tokens" : "write tokens",
                        new Rate(questions ? READS_BASIC : WRITES_BASIC, SECOND));
    }

    private static long tokens(KalshiAccountWire.Bucket bucket) {
        return Math.max(COST_USUAL, bucket.refillRate().longValue());
    }

    /** Names in braces differ, and some write the root in front. */
    private static String key(String method, String path) {
        String from =
                path.startsWith(KalshiEndpoint.ROOT)
                        ? path.substring(KalshiEndpoint.ROOT.length())
                        : path;
        return method.toUpperCase(Locale.ROOT) + " " + from.replaceAll("\\{[^}]*}", "{}");
    }
}
