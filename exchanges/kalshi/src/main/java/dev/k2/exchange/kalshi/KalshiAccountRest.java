package dev.k2.exchange.kalshi;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.k2.exchange.Answer;
import dev.k2.exchange.ExchangeError;
import dev.k2.exchange.net.Pages;
import dev.k2.exchange.net.Pages.Page;
import dev.k2.exchange.net.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The endpoints of one account, one method each. */
final class KalshiAccountRest {
    private static final Logger LOG = LoggerFactory.getLogger(KalshiAccountRest.class);
    private static final String ROWS_MAX = "200";
    private static final Duration LEARNED_AGAIN_AFTER = Duration.ofMinutes(1);

    private static final TypeReference<KalshiAccountWire.Created> CREATED =
            new TypeReference<>() {};
    private static final TypeReference<KalshiAccountWire.CreatedEach> CREATED_EACH =
            new TypeReference<>() {};
    private static final TypeReference<KalshiAccountWire.Cancelled> CANCELLED =
            new TypeReference<>() {};
    private static final TypeReference<KalshiAccountWire.CancelledEach> CANCELLED_EACH =
            new TypeReference<>() {};
    private static final TypeReference<KalshiAccountWire.Orders> ORDERS = new TypeReference<>() {};
    private static final TypeReference<KalshiAccountWire.OneOrder> ORDER = new TypeReference<>() {};
    private static final TypeReference<KalshiAccountWire.Fills> FILLS = new TypeReference<>() {};
    private static final TypeReference<KalshiAccountWire.Positions> POSITIONS =
            new TypeReference<>() {};
    private static final TypeReference<KalshiAccountWire.Balance> BALANCE =
            new TypeReference<>() {};
    private static final TypeReference<KalshiAccountWire.Resting> RESTING =
            new TypeReference<>() {};
    private static final TypeReference<KalshiAccountWire.Settlements> SETTLEMENTS =
            new TypeReference<>() {};
    private static final TypeReference<KalshiAccountWire.Keys> KEYS = new TypeReference<>() {};
    private static final TypeReference<KalshiAccountWire.Limits> LIMITS = new TypeReference<>() {};
    private static final TypeReference<KalshiAccountWire.EndpointCosts> COSTS =
            new TypeReference<>() {};

    private final KalshiHttp http;
    private final KalshiSigner signer;
    private final InstantSource clock;
    private final ReentrantLock learning = new ReentrantLock();
    private volatile boolean learned;
    private volatile Instant triedAt = Instant.EPOCH;

    KalshiAccountRest(KalshiHttp http, KalshiSigner signer, InstantSource clock) {
        this.http = http;
        this.signer = signer;
        this.clock = clock;
    }

    KalshiSigner signer() {
        return signer;
    }

    KalshiHttp http() {
        return http;
    }

    Reply<KalshiAccountWire.Created> create(Map<String, Object> form) {
        return send(call("place an order", KalshiEndpoint.CREATE, form), CREATED);
    }

    Reply<List<KalshiAccountWire.Created>> createEach(List<Map<String, Object>> forms) {
        KalshiCall call =
                call("place orders", KalshiEndpoint.CREATE_EACH, Map.of("orders", forms))
                        .holding(forms.size());
        return send(call, CREATED_EACH).map(KalshiAccountWire.CreatedEach::orders);
    }

    /** The market is named so that the shard is found that has the order. */
    Reply<KalshiAccountWire.Cancelled> cancel(String orderId, String ticker) {
        learnOnce();
        return http.rest()
                .ask(
                        KalshiCall.of("cancel an order", KalshiEndpoint.CANCEL, signer)
                                .in("order_id", orderId)
                                .with(Map.of("market_ticker", ticker))
                                .asUrgent(),
                        CANCELLED);
    }

    Reply<List<KalshiAccountWire.Cancelled>> cancelEach(List<Map<String, Object>> named) {
        learnOnce();
        return http.rest()
                .ask(
                        call("cancel orders", KalshiEndpoint.CANCEL_EACH, Map.of("orders", named))
                                .holding(named.size())
                                .asUrgent(),
                        CANCELLED_EACH)
                .map(KalshiAccountWire.CancelledEach::orders);
    }

    Reply<KalshiAccountWire.Created> amend(String orderId, Map<String, Object> form) {
        return send(
                call("amend an order", KalshiEndpoint.AMEND, form).in("order_id", orderId),
                CREATED);
    }

    Reply<KalshiAccountWire.Created> decrease(String orderId, Map<String, Object> form) {
        return send(
                call("amend an order", KalshiEndpoint.DECREASE, form).in("order_id", orderId),
                CREATED);
    }

    Reply<KalshiAccountWire.Order> order(String orderId) {
        learnOnce();
        return http.rest()
                .ask(
                        KalshiCall.of("ask for an order", KalshiEndpoint.ORDER, signer)
                                .in("order_id", orderId)
                                .asUrgent(),
                        ORDER)
                .map(KalshiAccountWire.OneOrder::order);
    }

    /** One page of orders, the newest first. */
    Reply<Page<KalshiAccountWire.Order>> orders(Map<String, String> query, boolean old) {
        learnOnce();
        KalshiEndpoint endpoint = old ? KalshiEndpoint.OLD_ORDERS : KalshiEndpoint.ORDERS;
        return http.rest()
                .ask(
                        KalshiCall.of("ask for orders", endpoint, signer)
                                .with(paged(query))
                                .asUrgent(),
                        ORDERS)
                .map(told -> KalshiMarketRest.page(told.orders(), told.cursor()));
    }

    Answer<List<KalshiAccountWire.Order>> allOrders(Map<String, String> query, boolean old) {
        return Pages.all(
                cursor -> orders(withCursor(query, cursor.orElse("")), old),
                rows -> KalshiErrors.tooMany("ask for orders", rows));
    }

    Answer<List<KalshiAccountWire.Fill>> fills(Map<String, String> query, boolean old) {
        return all(
                "ask for fills",
                old ? KalshiEndpoint.OLD_FILLS : KalshiEndpoint.FILLS,
                query,
                FILLS,
                told -> KalshiMarketRest.page(told.fills(), told.cursor()));
    }

    Answer<List<KalshiAccountWire.Position>> positions() {
        return all(
                "ask for positions",
                KalshiEndpoint.POSITIONS,
                Map.of("count_filter", "position"),
                POSITIONS,
                told -> KalshiMarketRest.page(told.positions(), told.cursor()));
    }

    Answer<List<KalshiAccountWire.Settlement>> settlements(Instant from) {
        return all(
                "ask for settlements",
                KalshiEndpoint.SETTLEMENTS,
                Map.of("min_ts", Long.toString(Math.max(0, from.getEpochSecond()))),
                SETTLEMENTS,
                told -> KalshiMarketRest.page(told.settlements(), told.cursor()));
    }

    Reply<KalshiAccountWire.Balance> balance() {
        return ask("ask for balances", KalshiEndpoint.BALANCE, BALANCE);
    }

    Reply<KalshiAccountWire.Resting> resting() {
        return ask("ask for balances", KalshiEndpoint.RESTING, RESTING);
    }

    Reply<KalshiAccountWire.Keys> keys() {
        return ask("ask for the key's permissions", KalshiEndpoint.KEYS, KEYS);
    }

    private <T> Reply<T> ask(String operation, KalshiEndpoint endpoint, TypeReference<T> type) {
        learnOnce();
        return http.rest().ask(KalshiCall.of(operation, endpoint, signer), type);
    }

    private <T> Reply<T> send(KalshiCall call, TypeReference<T> type) {
        learnOnce();
        return http.rest().send(call, type);
    }

    private KalshiCall call(String operation, KalshiEndpoint endpoint, Map<String, Object> form) {
        return KalshiCall.of(operation, endpoint, signer).saying(form);
    }

    private <W, T> Answer<List<T>> all(
            String operation,
            KalshiEndpoint endpoint,
            Map<String, String> query,
            TypeReference<W> type,
            Function<W, Page<T>> page) {
        learnOnce();
        return Pages.all(
                cursor ->
                        http.rest()
                                .ask(
                                        KalshiCall.of(operation, endpoint, signer)
                                                .with(paged(withCursor(query, cursor.orElse("")))),
                                        type)
                                .map(page),
                rows -> KalshiErrors.tooMany(operation, rows));
    }

    private static Map<String, String> withCursor(Map<String, String> query, String cursor) {
        if (cursor.isEmpty()) {
            return query;
        }
        Map<String, String> more = new LinkedHashMap<>(query);
        more.put("cursor", cursor);
        return more;
    }

    private static Map<String, String> paged(Map<String, String> query) {
        Map<String, String> more = new LinkedHashMap<>();
        more.put("limit", ROWS_MAX);
        more.putAll(query);
        return more;
    }

    /** What the account may use, asked before anything else, and again where nothing was told. */
    private void learnOnce() {
        if (learned || triedAt.plus(LEARNED_AGAIN_AFTER).isAfter(clock.instant())) {
            return;
        }
        learning.lock();
        try {
            if (learned || triedAt.plus(LEARNED_AGAIN_AFTER).isAfter(clock.instant())) {
                return;
            }
            triedAt = clock.instant();
            learn();
        } finally {
            learning.unlock();
        }
    }

    private void learn() {
        KalshiCall limits = KalshiCall.of("ask for limits", KalshiEndpoint.LIMITS, signer);
        switch (http.rest().ask(limits.asUrgent(), LIMITS)) {
            case Reply.Failed<KalshiAccountWire.Limits>(var certainty, ExchangeError error) -> {
                LOG.warn("kalshi tells no limits of an account: {}", error.message());
                return;
            }
            case Reply.Ok<KalshiAccountWire.Limits>(KalshiAccountWire.Limits told) ->
                    http.limits().learn(signer, told);
        }
        learned = true;
        KalshiCall costs = KalshiCall.of("ask for costs", KalshiEndpoint.COSTS, signer);
        switch (http.rest().ask(costs.asUrgent(), COSTS)) {
            case Reply.Failed<KalshiAccountWire.EndpointCosts>(
                            var certainty,
                            ExchangeError error) ->
                    LOG.warn("kalshi tells no costs of its endpoints: {}", error.message());
            case Reply.Ok<KalshiAccountWire.EndpointCosts>(KalshiAccountWire.EndpointCosts told) ->
                    http.limits().learn(told);
        }
    }
}
