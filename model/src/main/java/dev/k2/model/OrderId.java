package dev.k2.model;

import java.util.Optional;
import java.util.UUID;

/** An order in K2's mirror. */
public record OrderId(UUID value) {
    /** The id of this spelling, or empty where it is none. */
    public static Optional<OrderId> parse(String text) {
        return Ids.uuid(text).map(OrderId::new);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
