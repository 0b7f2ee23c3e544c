package dev.k2.exchange.cryptocom;

import dev.k2.exchange.Budget;
import dev.k2.exchange.net.Costs;
import dev.k2.exchange.net.LimitHolder;
import dev.k2.exchange.net.Limits;
import dev.k2.exchange.net.Rate;
import dev.k2.exchange.net.TokenBucket;
import dev.k2.model.ExchangeId;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What Crypto.com lets this address and its accounts do. Each method has a window of its own; no
 * answer tells what is left of it.
 */
final class CryptocomLimits {
    private static final int PERCENT = 100;

    /** A little more than is documented: on its way, a call can come closer to the one before. */
    private static final Duration A_TENTH = Duration.ofMillis(110);

    private static final Duration A_SECOND = Duration.ofMillis(1_050);

    private static final Rate ORDERS = new Rate(15, A_TENTH);
    private static final Rate DETAILS = new Rate(30, A_TENTH);
    private static final Rate HISTORY = new Rate(1, A_SECOND);
    private static final Rate OTHERS = new Rate(3, A_TENTH);
    private static final Rate OPEN = new Rate(100, A_SECOND);

    private final Limits limits;
    private final URI host;
    private final int percent;
    private final LimitHolder address;
    private final Set<LimitHolder> accounts = ConcurrentHashMap.newKeySet();

    CryptocomLimits(Limits limits, CryptocomConfig config) {
        this.limits = limits;
        this.host = config.rest();
        this.percent = config.limitPercent();
        this.address = LimitHolder.address(ExchangeId.CRYPTOCOM, host);
    }

    Costs costs(CryptocomCall call) {
        return Costs.of(new Costs.Cost(window(call), 1));
    }

    /** The window that a call counts in. */
    TokenBucket window(CryptocomCall call) {
        Rate documented = rate(call.method());
        var rate =
                new Rate(Math.max(1, documented.count() * percent / PERCENT), documented.window());
        return limits.endpoint(holder(call.signer()), call.method(), rate);
    }

    /** What is left: of the address first, then of each account that was used. */
    List<Budget> budgets() {
        List<Budget> budgets = new ArrayList<>(limits.budgets(address));
        accounts.forEach(account -> budgets.addAll(limits.budgets(account)));
        return List.copyOf(budgets);
    }

    static Rate rate(String method) {
        return switch (method) {
            case "private/create-order", "private/cancel-order", "private/cancel-all-orders" ->
                    ORDERS;
            case "private/get-order-detail" -> DETAILS;
            case "private/get-trades", "private/get-order-history" -> HISTORY;
            default -> method.startsWith("public/") ? OPEN : OTHERS;
        };
    }

    private LimitHolder holder(@Nullable CryptocomSigner signer) {
        if (signer == null) {
            return address;
        }
        LimitHolder account = LimitHolder.account(ExchangeId.CRYPTOCOM, host, signer.apiKey());
        accounts.add(account);
        return account;
    }
}
