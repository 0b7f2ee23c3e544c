package dev.k2.trading;

import dev.k2.model.BalancesChanged;
import dev.k2.model.OrderUpdated;

/** Where trading tells what happened. Calls return at once and do not fail. */
public interface Announcements {
    /** An order was written down or changed; called after the commit, in the order of sequence. */
    void orderUpdated(OrderUpdated event);

    void balancesChanged(BalancesChanged event);
}
