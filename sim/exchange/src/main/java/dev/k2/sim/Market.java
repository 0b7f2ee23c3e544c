package dev.k2.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One listing, alive: its book, its waiting triggers, its last trades, its counters. */
public final class Market {
    private static final int TRADES_KEPT = 5000;

    private final Listing listing;
    private final OrderBook book;
    private final Candles candles;
    private final Deque<Trade> trades = new ArrayDeque<>();
    private final TreeMap<Long, List<Order>> rising = new TreeMap<>();
    private final TreeMap<Long, List<Order>> falling = new TreeMap<>(Collections.reverseOrder());
    private final Set<Order> trailing = new LinkedHashSet<>();
    private final Deque<Order> turned = new ArrayDeque<>();
    private Status status = Status.TRADING;
    private long nextOrderId;
    private long nextTradeId;
    private long lastPrice;
    private long lastQuantity;

    /** Whether orders may come, and whether they trade. */
    public enum Status {
        TRADING,
        HALT,
        BREAK,
        CANCEL_ONLY
    }

    Market(Listing listing, long firstId, long firstTradeId, Candles candles) {
        this.listing = listing;
        this.book = new OrderBook(firstId);
        this.nextOrderId = firstId;
        this.nextTradeId = firstTradeId;
        this.candles = candles;
        this.lastPrice = candles.openingPrice();
    }

    public Listing listing() {
        return listing;
    }

    public OrderBook book() {
        return book;
    }

    public Candles candles() {
        return candles;
    }

    public Status status() {
        return status;
    }

    /** The last trade's price, in price units. */
    public long lastPrice() {
        return lastPrice;
    }

    /** The last trade's quantity, in quantity units. */
    public long lastQuantity() {
        return lastQuantity;
    }

    /** The id that the next trade will have. */
    public long nextTradeId() {
        return nextTradeId;
    }

    /** Trades since the start, oldest first, the last few thousand of them. */
    public Iterable<Trade> trades() {
        return Collections.unmodifiableCollection(trades);
    }

    void setStatus(Status status) {
        this.status = status;
    }

    long takeOrderId() {
        return nextOrderId++;
    }

    long takeTradeId() {
        return nextTradeId++;
    }

    void skipOrderIds(long atLeast) {
        nextOrderId = Math.max(nextOrderId, atLeast);
    }

    void skipTradeIds(long atLeast) {
        nextTradeId = Math.max(nextTradeId, atLeast);
    }

    void print(Trade trade) {
        lastPrice = trade.price();
        lastQuantity = trade.quantity();
        trades.addLast(trade);
        if (trades.size() > TRADES_KEPT) {
            trades.removeFirst();
        }
        candles.add(trade);
        for (Order order : trailing) {
            if (order.trail(lastPrice, trade.micros()) && !turned.contains(order)) {
                turned.addLast(order);
            }
        }
    }

    void arm(Order order) {
        if (trigger(order).trails()) {
            trailing.add(order);
            boolean _ = order.trail(lastPrice, order.updatedMicros());
            return;
        }
        waiting(order).computeIfAbsent(triggerPrice(order), p -> new ArrayList<>()).add(order);
    }

    void disarm(Order order) {
        if (trigger(order).trails()) {
            trailing.remove(order);
            turned.remove(order);
            return;
        }
        NavigableMap<Long, List<Order>> side = waiting(order);
        List<Order> same = side.get(triggerPrice(order));
        if (same == null || !same.remove(order)) {
            throw new IllegalStateException("order " + order.id() + " does not wait for a trigger");
        }
        if (same.isEmpty()) {
            side.remove(triggerPrice(order));
        }
    }

    /** The waiting order that the last price reached first, if any. */
    @Nullable Order reached() {
        if (!turned.isEmpty()) {
            return turned.getFirst();
        }
        if (!rising.isEmpty() && rising.firstKey() <= lastPrice) {
            return rising.firstEntry().getValue().getFirst();
        }
        if (!falling.isEmpty() && falling.firstKey() >= lastPrice) {
            return falling.firstEntry().getValue().getFirst();
        }
        return null;
    }

    private NavigableMap<Long, List<Order>> waiting(Order order) {
        return trigger(order).rising(order.side()) ? rising : falling;
    }

    private static long triggerPrice(Order order) {
        return trigger(order).price();
    }

    private static Trigger trigger(Order order) {
        Trigger trigger = order.request().trigger();
        if (trigger == null) {
            throw new IllegalStateException("order " + order.id() + " has no trigger");
        }
        return trigger;
    }
}
