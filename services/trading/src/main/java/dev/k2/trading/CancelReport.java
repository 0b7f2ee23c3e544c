package dev.k2.trading;

import dev.k2.model.Order;
import java.util.List;

/**
 * What came of cancelling many orders.
 *
 * @param taken whose cancel the exchange took, or which ended meanwhile
 * @param unconfirmed which may still be filled; K2 keeps asking for them
 */
public record CancelReport(List<Order> taken, List<Order> unconfirmed) {
    public CancelReport {
        taken = List.copyOf(taken);
        unconfirmed = List.copyOf(unconfirmed);
    }
}
