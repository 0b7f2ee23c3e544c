package dev.k2.sim;

import java.util.List;

/** Orders that belong together. */
public sealed interface OrderList permits OrderPair, OrderChain {
    long id();

    String clientId();

    Account account();

    Market market();

    /** Microseconds since 1970. */
    long acceptedMicros();

    List<Order> orders();

    /** True when none of its orders is open any more. */
    boolean ended();
}
