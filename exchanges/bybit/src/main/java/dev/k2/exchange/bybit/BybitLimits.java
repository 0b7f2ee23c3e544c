package dev.k2.exchange.bybit;

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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * What Bybit lets this address and its accounts do: so many requests in any five seconds from here,
 * and of each endpoint so many in any second for an account. Headers correct the latter.
 */
final class BybitLimits {
    static final String LIMIT = "x-bapi-limit";
    static final String LEFT = "x-bapi-limit-status";
    static final String RESETS = "x-bapi-limit-reset-timestamp";

    private static final String REQUESTS = "requests";
    private static final Duration FIVE_SECONDS = Duration.ofSeconds(5);
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    private final Net net;
    private final URI host;
    private final LimitHolder address;
    private final TokenBucket requests;
    private final Set<LimitHolder> accounts = new LinkedHashSet<>();

    BybitLimits(Net net, URI host, int requestsMax) {
        this.net = net;
        this.host = host;
        this.address = LimitHolder.address(ExchangeId.BYBIT, host);
        this.requests =
                net.limits().rolling(address, REQUESTS, new Rate(requestsMax, FIVE_SECONDS));
    }

    /** What one call takes of each window. */
    Costs costs(BybitCall call) {
        Costs.Cost ofAddress = new Costs.Cost(requests, 1);
        return window(call)
                .map(window -> Costs.of(ofAddress, new Costs.Cost(window, call.cost())))
                .orElseGet(() -> Costs.of(ofAddress));
    }

    /** The account's window that a call counts in; empty for public questions. */
    Optional<TokenBucket> window(BybitCall call) {
        BybitSigner signer = call.signer();
        if (signer == null || call.window().isEmpty()) {
            return Optional.empty();
        }
        LimitHolder account = LimitHolder.account(ExchangeId.BYBIT, host, signer.apiKey());
        synchronized (accounts) {
            accounts.add(account);
        }
        return Optional.of(
                net.limits()
                        .endpoint(account, call.window(), new Rate(call.perSecond(), A_SECOND)));
    }

    /**
     * Ends what {@link #costs} took.
     *
     * @param header the exchange's figures, by the names of its headers in lower case
     */
    void settle(BybitCall call, Function<String, Optional<String>> header) {
        OptionalLong capacity = number(header.apply(LIMIT));
        OptionalLong left = number(header.apply(LEFT));
        Optional<TokenBucket> window = window(call);
        if (capacity.isPresent() && capacity.getAsLong() > 0) {
            window.ifPresent(bucket -> bucket.resize(capacity.getAsLong()));
        }
        OptionalLong used =
                capacity.isPresent() && left.isPresent()
                        ? OptionalLong.of(Math.max(0, capacity.getAsLong() - left.getAsLong()))
                        : OptionalLong.empty();
        costs(call).settle(bucket -> bucket == requests ? OptionalLong.empty() : used);
    }

    /** What is left of each window: of the address first, then of each account. */
    List<Budget> budgets() {
        List<Budget> budgets = new ArrayList<>(net.limits().budgets(address));
        synchronized (accounts) {
            accounts.forEach(account -> budgets.addAll(net.limits().budgets(account)));
        }
        return List.copyOf(budgets);
    }

    /** What this address may ask. */
    TokenBucket requests() {
        return requests;
    }

    long requestsLeft() {
        return requests.left();
    }

    private static OptionalLong number(Optional<String> text) {
        try {
            return text.isPresent()
                    ? OptionalLong.of(Long.parseLong(text.get().strip()))
                    : OptionalLong.empty();
        } catch (NumberFormatException noNumber) {
            return OptionalLong.empty();
        }
    }
}
