package dev.k2.sim.cryptocom;

import dev.k2.sim.Account;
import dev.k2.sim.Market;
import dev.k2.sim.Order;
import dev.k2.sim.OrderRequest;

/** An order that somebody was given an id for. */
sealed interface Known {
    Account account();

    Market market();

    OrderRequest request();

    /** Microseconds since 1970. */
    long acceptedMicros();

    /** One that the engine took, whatever became of it. */
    record Taken(Order order) implements Known {
        @Override
        public Account account() {
            return order.account();
        }

        @Override
        public Market market() {
            return order.market();
        }

        @Override
        public OrderRequest request() {
            return order.request();
        }

        @Override
        public long acceptedMicros() {
            return order.acceptedMicros();
        }
    }

    /** One that was acknowledged and then not taken. */
    record Rejected(
            Account account,
            Market market,
            OrderRequest request,
            CryptocomError reason,
            long acceptedMicros)
            implements Known {}
}
