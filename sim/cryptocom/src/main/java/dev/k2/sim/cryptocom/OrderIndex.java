package dev.k2.sim.cryptocom;

import dev.k2.sim.Account;
import dev.k2.sim.EngineEvent;
import dev.k2.sim.EngineListener;
import dev.k2.sim.Market;
import dev.k2.sim.MatchingEngine;
import dev.k2.sim.Order;
import dev.k2.sim.OrderRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** Finds orders by the ids that their owners know, in whatever market they are. Rejected ones are forgotten by a restart. */
final class OrderIndex implements EngineListener {
    /** Beyond what fits into a double, as the real ones are. */
    private static final long FIRST = 4_611_686_018_427_387_904L;

    private static final long PER_MICRO = 1000;
    private static final int REJECTED_MAX = 10_000;
    private final MatchingEngine engine;
    private final Map<Key, Known> byId = kept(250_000);
    private final Map<Key, Known> byClientOid = kept(250_000);
    private final Map<Key, Known.Rejected> rejected = kept(REJECTED_MAX);
    private final Set<Order> replaced = Collections.newSetFromMap(new WeakHashMap<>());
    private long last;

    OrderIndex(MatchingEngine engine) {
        this.engine = engine;
        engine.archive().all().forEach(this::add);
    }

    private record Key(Account account, String id) {}

    private static <V> Map<Key, V> kept(int most) {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, V> eldest) {
                return size() > most;
            }
        };
    }

    /** An id that no order had, not even before a restart. */
    String nextId() {
        last = Math.max(last + 1, FIRST + engine.clock().micros() * PER_MICRO);
        return Long.toString(last);
    }

    static String orderId(Order order) {
        String given = order.request().words().getOrDefault("order_id", "");
        // The exchange's own orders, such as liquidations, were given none.
        return given.isEmpty()
                ? Long.toString(FIRST + order.acceptedMicros() * PER_MICRO + PER_MICRO - 1)
                : given;
    }

    static String clientOid(Order order) {
        // An amendment can rename what had a name already.
        String given = order.request().words().getOrDefault("client_oid", "");
        boolean renamed = !order.clientOrderId().equals(order.request().clientOrderId());
        return renamed || given.isEmpty() ? order.clientOrderId() : given;
    }

    private void add(Order order) {
        Known known = new Known.Taken(order);
        String id = orderId(order);
        last = Math.max(last, Long.parseLong(id));
        byId.put(new Key(order.account(), id), known);
        byClientOid.put(new Key(order.account(), clientOid(order)), known);
    }

    /** Keeps an order that was acknowledged and not taken. */
    Known.Rejected reject(
            Account account, Market market, OrderRequest request, CryptocomError reason) {
        Known.Rejected known =
                new Known.Rejected(account, market, request, reason, engine.clock().micros());
        Key id = new Key(account, request.words().getOrDefault("order_id", ""));
        byId.put(id, known);
        byClientOid.put(new Key(account, request.words().getOrDefault("client_oid", "")), known);
        rejected.put(id, known);
        return known;
    }

    @Nullable Known byId(Account account, String id) {
        return byId.get(new Key(account, id));
    }

    @Nullable Known byClientOid(Account account, String id) {
        return byClientOid.get(new Key(account, id));
    }

    List<Known> rejected(Account account) {
        List<Known> own = new ArrayList<>(rejected.values());
        own.removeIf(one -> one.account() != account);
        return own;
    }

    /** Notes that another order will take this one's ids over. */
    void replaced(Order order) {
        replaced.add(order);
    }

    /** False for an order in whose place another one came that took its id over. */
    boolean isShown(Order order) {
        if (replaced.contains(order)) {
            return false;
        }
        Known known = byId(order.account(), orderId(order));
        return known == null || (known instanceof Known.Taken(Order now) && now == order);
    }

    @Override
    public void on(EngineEvent event) {
        if (event instanceof EngineEvent.OrderAccepted accepted) {
            add(accepted.order());
        } else if (event instanceof EngineEvent.OrderAmended amended) {
            add(amended.order());
        }
    }

    @Override
    public void commandDone(List<Market> touched) {}
}
