package dev.k2.sim;

import java.util.LinkedHashSet;

/** The orders that wait at one price, oldest first. */
final class PriceLevel {
    private final long price;
    private final LinkedHashSet<Order> queue = new LinkedHashSet<>();
    private long quantity;

    PriceLevel(long price) {
        this.price = price;
    }

    long price() {
        return price;
    }

    long quantity() {
        return quantity;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    Order first() {
        return queue.getFirst();
    }

    Iterable<Order> orders() {
        return queue;
    }

    void add(Order order) {
        queue.add(order);
        quantity = Math.addExact(quantity, order.remaining());
    }

    boolean remove(Order order) {
        boolean found = queue.remove(order);
        if (found) {
            quantity -= order.remaining();
        }
        return found;
    }

    /** To be called when an order that stays here became smaller. */
    void shrink(long lots) {
        quantity -= lots;
    }
}
