package dev.k2.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every order that customers had accepted, open and ended, with their trades. The oldest ended ones fall out at last. */
public final class OrderArchive {
    private static final int ORDERS_KEPT = 200_000;
    private static final int FORGOTTEN_AT_ONCE = 20_000;
    private static final int LISTS_KEPT = 5_000;

    private final Map<Market, Map<Long, Order>> byId = new HashMap<>();
    private final Map<ClientKey, Order> latestByClientId = new HashMap<>();
    private final Map<Place, Shelf> shelves = new HashMap<>();
    private final Map<Account, LinkedHashMap<Long, Order>> open = new HashMap<>();
    private final Deque<Order> ages = new ArrayDeque<>();
    private final Map<Account, List<OrderList>> lists = new HashMap<>();
    private long sequence;

    /** One fill and the order it belongs to. */
    public record OwnTrade(Order order, Fill fill) {}

    private record ClientKey(Account account, Market market, String clientOrderId) {}

    private record Place(Account account, Market market) {}

    private static final class Shelf {
        private final List<Order> orders = new ArrayList<>();
        private final List<OwnTrade> trades = new ArrayList<>();
        private final LinkedHashMap<Long, Order> open = new LinkedHashMap<>();
    }

    public @Nullable Order byId(Account account, Market market, long id) {
        Order order = byId.getOrDefault(market, Map.of()).get(id);
        return order == null || order.account() != account ? null : order;
    }

    /** The latest order that an account gave this id, open or not. */
    public @Nullable Order byClientId(Account account, Market market, String clientOrderId) {
        return latestByClientId.get(new ClientKey(account, market, clientOrderId));
    }

    /** Open orders of an account, oldest first. */
    public List<Order> open(Account account) {
        return new ArrayList<>(open.getOrDefault(account, new LinkedHashMap<>()).values());
    }

    /** Open orders of an account in one market, oldest first. */
    public List<Order> open(Account account, Market market) {
        return new ArrayList<>(shelf(account, market).open.values());
    }

    public int openCount(Account account, Market market) {
        return shelf(account, market).open.size();
    }

    /** All orders of an account in one market, oldest first. */
    public List<Order> orders(Account account, Market market) {
        return Collections.unmodifiableList(shelf(account, market).orders);
    }

    /** All trades of an account in one market, oldest first. */
    public List<OwnTrade> trades(Account account, Market market) {
        return Collections.unmodifiableList(shelf(account, market).trades);
    }

    /** Every accepted order, oldest first. */
    public Iterable<Order> all() {
        return Collections.unmodifiableCollection(ages);
    }

    /** All lists of an account, oldest first. */
    public List<OrderList> lists(Account account) {
        return Collections.unmodifiableList(lists.getOrDefault(account, List.of()));
    }

    void started(OrderList list) {
        List<OrderList> own = lists.computeIfAbsent(list.account(), a -> new ArrayList<>());
        own.add(list);
        if (own.size() > LISTS_KEPT && own.getFirst().ended()) {
            own.removeFirst();
        }
    }

    void accepted(Order order) {
        byId.computeIfAbsent(order.market(), m -> new HashMap<>()).put(order.id(), order);
        named(order);
        Shelf shelf = shelf(order.account(), order.market());
        shelf.orders.add(order);
        shelf.open.put(order.id(), order);
        order.setSequence(sequence++);
        open.computeIfAbsent(order.account(), a -> new LinkedHashMap<>())
                .put(order.sequence(), order);
        ages.addLast(order);
        if (ages.size() > ORDERS_KEPT + FORGOTTEN_AT_ONCE) {
            forgetOldest();
        }
    }

    void named(Order order) {
        latestByClientId.put(
                new ClientKey(order.account(), order.market(), order.clientOrderId()), order);
    }

    void filled(Order order, Fill fill) {
        shelf(order.account(), order.market()).trades.add(new OwnTrade(order, fill));
    }

    void ended(Order order) {
        shelf(order.account(), order.market()).open.remove(order.id());
        open.getOrDefault(order.account(), new LinkedHashMap<>()).remove(order.sequence());
    }

    /** Lets go of a market that has no orders. */
    void forget(Market market) {
        byId.remove(market);
        shelves.keySet().removeIf(place -> place.market() == market);
    }

    private Shelf shelf(Account account, Market market) {
        return shelves.computeIfAbsent(new Place(account, market), p -> new Shelf());
    }

    /** Lets the oldest ended orders go, many at once, since going through the shelves is slow. */
    private void forgetOldest() {
        Set<Order> forgotten = Collections.newSetFromMap(new IdentityHashMap<>());
        Iterator<Order> oldest = ages.iterator();
        while (oldest.hasNext() && forgotten.size() < FORGOTTEN_AT_ONCE) {
            Order order = oldest.next();
            if (!order.status().open()) {
                oldest.remove();
                forgotten.add(order);
            }
        }
        for (Order order : forgotten) {
            byId.getOrDefault(order.market(), new HashMap<>()).remove(order.id());
            latestByClientId.remove(
                    new ClientKey(order.account(), order.market(), order.clientOrderId()), order);
        }
        for (Shelf shelf : shelves.values()) {
            shelf.orders.removeIf(forgotten::contains);
            shelf.trades.removeIf(trade -> forgotten.contains(trade.order()));
        }
    }
}
