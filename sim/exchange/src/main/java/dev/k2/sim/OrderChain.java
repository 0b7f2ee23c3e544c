package dev.k2.sim;

import java.util.ArrayList;
import java.util.List;

/**
 * An order, and one or two that wait until it is filled whole. Nothing is held for those that wait; two of them are a pair
 * from then on.
 */
public final class OrderChain implements OrderList {
    private final long id;
    private final String clientId;
    private final Order working;
    private final List<Order> pending;
    private final long acceptedMicros;
    private boolean ended;

    OrderChain(long id, String clientId, Order working, List<Order> pending, long acceptedMicros) {
        this.id = id;
        this.clientId = clientId;
        this.working = working;
        this.pending = List.copyOf(pending);
        this.acceptedMicros = acceptedMicros;
        orders().forEach(order -> order.join(this));
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public String clientId() {
        return clientId;
    }

    @Override
    public Account account() {
        return working.account();
    }

    @Override
    public Market market() {
        return working.market();
    }

    @Override
    public long acceptedMicros() {
        return acceptedMicros;
    }

    @Override
    public List<Order> orders() {
        List<Order> all = new ArrayList<>();
        all.add(working);
        all.addAll(pending);
        return all;
    }

    @Override
    public boolean ended() {
        return ended;
    }

    Order working() {
        return working;
    }

    List<Order> pending() {
        return pending;
    }

    /** True the one time that all are found ended. */
    boolean endsNow() {
        boolean now = !ended && orders().stream().noneMatch(order -> order.status().open());
        ended |= now;
        return now;
    }
}
