package dev.k2.sim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What waits to be traded in one listing. Every change of a level's quantity counts one update. */
public final class OrderBook {
    private final TreeMap<Long, PriceLevel> bids = new TreeMap<>(Comparator.reverseOrder());
    private final TreeMap<Long, PriceLevel> asks = new TreeMap<>();
    private final List<BookChanges> watchers = new ArrayList<>();
    private long updateId;

    OrderBook(long firstUpdateId) {
        this.updateId = firstUpdateId;
    }

    /** One price and the whole quantity waiting there. */
    public record Level(long price, long quantity) {}

    /** The number of the last change. */
    public long updateId() {
        return updateId;
    }

    /** The highest bid in price units, 0 when there is none. */
    public long bestBid() {
        return bids.isEmpty() ? 0 : bids.firstKey();
    }

    /** The lowest ask in price units, 0 when there is none. */
    public long bestAsk() {
        return asks.isEmpty() ? 0 : asks.firstKey();
    }

    public long best(Side side) {
        return side == Side.BUY ? bestBid() : bestAsk();
    }

    public long quantityAt(Side side, long price) {
        PriceLevel level = side(side).get(price);
        return level == null ? 0 : level.quantity();
    }

    /** Up to {@code count} levels, best first. */
    public List<Level> levels(Side side, int count) {
        List<Level> top = new ArrayList<>(Math.min(count, side(side).size()));
        for (PriceLevel level : side(side).values()) {
            if (top.size() == count) {
                break;
            }
            top.add(new Level(level.price(), level.quantity()));
        }
        return top;
    }

    /** Starts to note which levels change. */
    public BookChanges watch() {
        BookChanges changes = new BookChanges(this);
        watchers.add(changes);
        return changes;
    }

    boolean isEmpty(Side side) {
        return side(side).isEmpty();
    }

    PriceLevel top(Side side) {
        return side(side).firstEntry().getValue();
    }

    Collection<PriceLevel> all(Side side) {
        return side(side).values();
    }

    boolean crosses(Side side, long price) {
        if (isEmpty(side.opposite())) {
            return false;
        }
        return side == Side.BUY ? price >= bestAsk() : price <= bestBid();
    }

    void add(Order order) {
        long price = order.request().price();
        side(order.side()).computeIfAbsent(price, PriceLevel::new).add(order);
        order.setResting(true);
        changed(order.side(), price);
    }

    void remove(Order order) {
        long price = order.request().price();
        NavigableMap<Long, PriceLevel> levels = side(order.side());
        PriceLevel level = levels.get(price);
        if (level == null || !level.remove(order)) {
            throw new IllegalStateException("order " + order.id() + " does not rest at " + price);
        }
        order.setResting(false);
        if (level.isEmpty()) {
            levels.remove(price);
        }
        changed(order.side(), price);
    }

    /** To be called after a resting order's remaining quantity fell by {@code lots}; at zero it leaves the book. */
    void shrink(Order order, long lots) {
        long price = order.request().price();
        NavigableMap<Long, PriceLevel> levels = side(order.side());
        PriceLevel level = levels.get(price);
        if (level == null) {
            throw new IllegalStateException("order " + order.id() + " does not rest at " + price);
        }
        level.shrink(lots);
        if (order.remaining() == 0) {
            level.remove(order);
            order.setResting(false);
            if (level.isEmpty()) {
                levels.remove(price);
            }
        }
        changed(order.side(), price);
    }

    private NavigableMap<Long, PriceLevel> side(Side side) {
        return side == Side.BUY ? bids : asks;
    }

    private void changed(Side side, long price) {
        updateId++;
        for (BookChanges watcher : watchers) {
            watcher.note(side, price);
        }
    }
}
