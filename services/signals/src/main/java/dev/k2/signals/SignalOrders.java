package dev.k2.signals;

import dev.k2.model.Order;
import dev.k2.model.UserId;
import java.util.Map;
import java.util.Optional;

/** Where signals place their orders: the way every other order goes, risk gate and all. */
@FunctionalInterface
public interface SignalOrders {
    /** Places an order, at most once per key and for ever. */
    Placing place(UserId user, SignalOrder order);

    /** What came of it. */
    sealed interface Placing {
        /** It was written down and sent. */
        record Placed(Order order) implements Placing {}

        /** An order has the key already, whatever it asked for. Nothing was sent. */
        record Known(Order order) implements Placing {}

        /**
         * Nothing was written down, and the key is still free.
         *
         * @param code for programs
         * @param field of the order that is wrong; empty where none is
         * @param message for a person
         */
        record Refused(
                String code, Optional<String> field, String message, Map<String, String> details)
                implements Placing {
            /** Details are copied. */
            public Refused {
                details = Map.copyOf(details);
            }
        }
    }
}
