package dev.k2.soak;

import dev.k2.model.OrderId;
import dev.k2.model.UserId;
import dev.k2.trading.OcoTicket;
import dev.k2.trading.OrderTicket;
import java.util.Optional;

/** What somebody wants, and what the API said to it. */
final class Wish {
    private final UserId user;
    private final Wanted wanted;
    private Optional<OrderId> order = Optional.empty();
    private Optional<OrderId> stop = Optional.empty();
    private boolean busy;
    private boolean unsure;

    /** One order, or two of which one gives way to the other. */
    sealed interface Wanted {
        record One(OrderTicket ticket) implements Wanted {}

        record Pair(OcoTicket ticket) implements Wanted {}
    }

    Wish(UserId user, Wanted wanted) {
        this.user = user;
        this.wanted = wanted;
    }

    UserId user() {
        return user;
    }

    Wanted wanted() {
        return wanted;
    }

    String key() {
        return switch (wanted) {
            case Wanted.One(OrderTicket ticket) -> ticket.key().text();
            case Wanted.Pair(OcoTicket ticket) -> ticket.key().text();
        };
    }

    /** The one order, where it is one and was acknowledged. */
    Optional<OrderTicket> single() {
        return order.isPresent() && wanted instanceof Wanted.One(OrderTicket ticket)
                ? Optional.of(ticket)
                : Optional.empty();
    }

    Optional<OrderId> order() {
        return order;
    }

    /** The order that waits beside the other, in a pair. */
    Optional<OrderId> stop() {
        return stop;
    }

    void is(OrderId known) {
        order = Optional.of(known);
    }

    void is(OrderId limit, OrderId waiting) {
        order = Optional.of(limit);
        stop = Optional.of(waiting);
    }

    boolean isBusy() {
        return busy;
    }

    void busy(boolean now) {
        busy = now;
    }

    /** Whether nobody said yet whether it was placed. */
    boolean isUnsure() {
        return unsure;
    }

    void unsure(boolean now) {
        unsure = now;
    }
}
