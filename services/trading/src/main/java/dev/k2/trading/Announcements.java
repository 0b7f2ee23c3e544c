package dev.k2.trading;

import dev.k2.model.BalancesChanged;
import dev.k2.model.OrderUpdated;
import dev.k2.model.PositionSettled;

/** Where trading tells what happened. Calls return at once and do not fail. */
public interface Announcements {
    /** An order was written down or changed; called after the commit, in the order of sequence. */
    void orderUpdated(OrderUpdated event);

    void balancesChanged(BalancesChanged event);

    /** The end of an event contract was booked; told again after a restart, with the same id. */
    void positionSettled(PositionSettled event);
}
