package dev.k2.sim;

import java.util.List;

/**
 * Two orders of which one cancels the other: the first that trades or is triggered ends its partner. They share one
 * hold, the larger of what each would need.
 */
public final class OrderPair implements OrderList {
    private final long id;
    private final String clientId;
    private final Order first;
    private final Order second;
    private final long acceptedMicros;
    private boolean ended;

    OrderPair(long id, String clientId, Order first, Order second, long acceptedMicros) {
        this.id = id;
        this.clientId = clientId;
        this.first = first;
        this.second = second;
        this.acceptedMicros = acceptedMicros;
        first.join(this);
        second.join(this);
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
    public List<Order> orders() {
        return List.of(first, second);
    }

    @Override
    public Account account() {
        return first.account();
    }

    @Override
    public Market market() {
        return first.market();
    }

    @Override
    public long acceptedMicros() {
        return acceptedMicros;
    }

    @Override
    public boolean ended() {
        return ended;
    }

    Order partnerOf(Order order) {
        return order == first ? second : first;
    }

    /** True the one time that both are found ended. */
    boolean endsNow() {
        boolean now = !ended && !first.status().open() && !second.status().open();
        ended |= now;
        return now;
    }
}
